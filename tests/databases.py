"""Databases for one run of the tests: named madoguchi_test_…, made and dropped here, and no other ever touched."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

ROOT = Path(__file__).parent.parent
PREFIX = "madoguchi_test_"
DEFAULT_URL = f"postgresql+psycopg://127.0.0.1:5432/{PREFIX}{os.getpid()}"
# TRUNCATE makes new files for every table and index, a second for a story; few tables hold anything. One that has
# grown is cut all the same: nobody sweeps up behind DELETE here.
EMPTY = """
DO $$
DECLARE one record; is_used boolean;
BEGIN
  SET LOCAL session_replication_role = replica;  -- the journal refuses otherwise
  FOR one IN SELECT oid::regclass AS name, pg_relation_size(oid) AS size FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version' LOOP
    CONTINUE WHEN one.size = 0;  -- nothing was ever written there
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || one.name || ')' INTO is_used;
    IF one.size > 1000000 THEN
      EXECUTE 'TRUNCATE ' || one.name || ' CASCADE';
    ELSIF is_used THEN
      EXECUTE 'DELETE FROM ' || one.name;
    END IF;
  END LOOP;
  FOR one IN SELECT sequencename, start_value FROM pg_sequences WHERE last_value IS NOT NULL LOOP
    PERFORM setval(one.sequencename::regclass, one.start_value, false);
  END LOOP;
END $$
"""


AS_MADE = "synchronous as the house set it"


@sa.event.listens_for(sa.Pool, "checkout")
def do_not_wait_for_the_disk(connection: Any, record: Any, _fairy: Any) -> None:
    """3 ms for each commit, against a power cut that no story makes. What the house itself had set is kept to be read."""
    if isinstance(connection, sqlite3.Connection) and AS_MADE not in record.info:
        [record.info[AS_MADE]] = connection.execute("PRAGMA synchronous").fetchone()
        connection.execute("PRAGMA synchronous=OFF")


@dataclass(frozen=True)
class PostgreSQL:
    url: str
    engine: sa.Engine

    def empty(self) -> None:
        with self.engine.begin() as connection:
            connection.exec_driver_sql(EMPTY)


def migrate(url: str) -> None:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    command.upgrade(config, "head")


def made_once(path: Path, make: Callable[[Path], object]) -> Path:
    """A file that the processes of one run share: the first makes it, the others wait for it."""
    path.parent.mkdir(exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            begun = path.with_suffix(".begun")
            make(begun)
            begun.rename(path)
    return path


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
            connection.execute(sa.text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))  # dropped in an hour
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
