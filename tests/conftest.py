"""The set-up every story shares: a clean database of each kind, a clock one can move, and LINE on this machine."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dramatiq
import hypothesis
import pytest
from playwright.sync_api import Browser

import logs
from store import bell, database
from tests.browsers import chromium
from tests.databases import PostgreSQL, migrated_sqlite, postgresql_for_this_run

logs.configure()
# A busy machine is slow; that is no fault of the code under test.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, 12:00 in Japan
DATABASES = ("sqlite", "postgresql")


class Clock:
    """Time as the stories need it."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def skip(self, **delta: float) -> None:
        self.time += timedelta(**delta)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_sqlite(tmp_path_factory.mktemp("template") / "town.db")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with postgresql_for_this_run() as server:
        yield server


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database; every story that asks for it is told twice."""
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        server.empty()
        return server.url
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "town.db")
    return f"sqlite:///{tmp_path}/town.db"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all: Playwright runs at most once in a process."""
    with chromium() as running:
        yield running


@pytest.fixture
def broker() -> Iterator[dramatiq.Broker]:
    """The bell in memory."""
    hung = bell.install(None)
    yield hung
    hung.close()


@pytest.fixture
def db(database_url: str, broker: dramatiq.Broker) -> Iterator[str]:
    """The database, opened for this process."""
    database.connect(database_url)
    yield database_url
    database.disconnect()


def are_services_required() -> bool:
    return os.environ.get("REQUIRE_SERVICES") == "1"
