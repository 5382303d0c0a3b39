"""Databases for one run of the tests: named madoguchi_test_…, made and dropped here, and no other ever touched."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from store.database import Record

ROOT = Path(__file__).parent.parent
PREFIX = "madoguchi_test_"
DEFAULT_URL = f"postgresql+psycopg://127.0.0.1:5432/{PREFIX}{os.getpid()}"


@dataclass(frozen=True)
class PostgreSQL:
    url: str
    engine: sa.Engine

    def empty(self) -> None:
        tables = ", ".join(f'"{table.name}"' for table in Record.metadata.sorted_tables)
        with self.engine.begin() as connection:
            connection.execute(sa.text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def migrate(url: str) -> None:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    command.upgrade(config, "head")


def migrated_sqlite(path: Path) -> Path:
    migrate(f"sqlite:///{path}")
    return path


def checked_name(url: sa.URL) -> str:
    """The database's name, or an error before anything is made or dropped."""
    if not (url.database or "").startswith(PREFIX):
        raise ValueError(f"a test database must be named {PREFIX}…, not {url.database!r}")
    return str(url.database)


@contextmanager
def postgresql_for_this_run() -> Iterator[PostgreSQL]:
    """Skips where no server answers, unless REQUIRE_SERVICES=1: then it is a failure."""
    url = sa.make_url(os.environ.get("TEST_DATABASE_URL", DEFAULT_URL))
    checked_name(url)
    name = f"{url.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # one for each process of the run
    url = url.set(database=name)
    maintenance = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with maintenance.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    except sa.exc.OperationalError:
        maintenance.dispose()
        absent("PostgreSQL")
    migrate(url.render_as_string(hide_password=False))
    engine = sa.create_engine(url)
    yield PostgreSQL(url.render_as_string(hide_password=False), engine)
    engine.dispose()
    with maintenance.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    maintenance.dispose()


def absent(name: str) -> None:
    """A service the suite would like is not here."""
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{name} does not answer, and REQUIRE_SERVICES=1")
    pytest.skip(f"{name} does not answer here")
