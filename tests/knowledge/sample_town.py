"""The sample town as the stories need it: its files read once, its rows in a database that is copied for each story."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Table, insert, select, text
from sqlalchemy.orm import Session

import opening
import serve  # noqa: F401 - the whole house knows every table, however few stories are told in this process
from bot.answering import House
from settings import Settings
from store import bell, database
from store.database import Record
from tests.databases import made_once


@dataclass(frozen=True)
class SampleTown:
    """`template` and `rows` hold what the files said; `house` the knowledge, whose shelves stay from story to story."""

    template: Path
    house: House
    rows: Mapping[str, list[dict[str, Any]]]

    def looks(self) -> None:
        """What the knowledge would see two seconds from now: it looks at most once a second."""
        self.house.knowledge.at(datetime.now(UTC) + timedelta(seconds=2))

    def pour(self) -> None:
        """What loading the files would have written into this empty database, without reading them again."""
        with database.transaction() as session:
            for table in Record.metadata.sorted_tables:
                if rows := self.rows.get(table.name):
                    session.execute(insert(table), rows)
                    _go_on_counting(session, table)
        self.looks()

    @contextmanager
    def opened(self, folder: Path) -> Iterator[House]:
        """The house with a database of its own."""
        shutil.copy(self.template, folder / "sample_town.db")
        broker = bell.install(None)
        database.connect(f"sqlite:///{folder}/sample_town.db")
        yield self.house
        database.disconnect()
        broker.close()


@cache
def beside(empty: Path) -> SampleTown:
    """The town of this run: read once, furnished once in each process."""
    return build(empty, empty.parent)


def build(empty: Path, folder: Path) -> SampleTown:
    broker = bell.install(None)
    template = made_once(folder / "sample_town.db", lambda path: _load(shutil.copy(empty, path)))
    settings = _settings(template)
    opening.open_database(settings)
    house = opening.furnish(settings)
    with database.reading() as session:
        house.knowledge.at(datetime.now(UTC))
        tables = Record.metadata.sorted_tables
        rows = {one.name: [dict(row) for row in session.execute(select(one)).mappings()] for one in tables}
    database.disconnect()
    broker.close()
    return SampleTown(template, house, rows)


def _load(path: Path) -> None:
    opening.open_database(_settings(path))
    opening.load(_settings(path))
    database.disconnect()


def _settings(path: Path) -> Settings:
    return Settings(_env_file=None, database_url=f"sqlite:///{path}")


def _go_on_counting(session: Session, table: Table) -> None:
    """PostgreSQL does not look at numbers it did not give out itself."""
    if session.get_bind().dialect.name == "postgresql" and isinstance(table.c[0].type, Integer):
        column = table.c[0].name
        counter = f"pg_get_serial_sequence('{table.name}', '{column}')"
        session.execute(
            text(f"SELECT setval({counter}, (SELECT max({column}) FROM {table.name})) WHERE {counter} IS NOT NULL")
        )
