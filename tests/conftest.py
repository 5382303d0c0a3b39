"""The set-up every story shares: a clean database of each kind, a clock one can move, and LINE on this machine."""

import gc
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
from tests.databases import PostgreSQL, made_once, migrated_sqlite, postgresql_for_this_run
from tests.thoroughness import tries

logs.configure()
# What the dictionary said is shared by all processes of a run, and by the next run: whatever has changed is read anew.
os.environ.setdefault("READINGS_FILE", str(Path(__file__).parents[1] / "var" / "readings_of_tests.json"))
# A busy machine is slow; that is no fault of the code under test.
hypothesis.settings.register_profile(
    "house", max_examples=tries(100), deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, 12:00 in Japan
DATABASES = ("sqlite", "postgresql")


# The longest files, longest first: each is told by one process, and one that began last would keep the others waiting.
# Heard only with --no-loadscope-reorder; pytest-xdist would begin with the files of the most stories, which are short.
HEAVY = (
    "processes/test_start.py",
    "journeys/test_the_phone_page.py",
    "staff/test_every_page.py",
    "staff/test_hostile_words.py",
    "road/test_outages.py",
    "staff/test_hostile_in_a_browser.py",
    "journeys/test_a_broadcast.py",
    "handlers/test_everything_said.py",
    "bot/test_terminal.py",
    "handlers/test_counter_card.py",
    "knowledge/test_exporting.py",
    "road/test_canary.py",
    "journeys/test_a_question.py",
    "bot/test_delivering.py",
    "handlers/test_entry_card.py",
    "knowledge/test_entry_rows.py",
    "alerts/test_broadcast_machine.py",
    "alerts/test_ring_machine.py",
    "handlers/test_life_event.py",
    "staff/test_signing_in.py",
    "phone/test_places.py",
    "staff/test_in_a_browser.py",
)


# A story leaves much behind that dies of itself; looking for what does not took a quarter of the time.
gc.set_threshold(50_000, 10, 10)


def pytest_collection_finish() -> None:
    """What has been imported and collected stays: no search for rubbish need go through it again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories of one file stay together and in their order."""
    rank = {Path(__file__).parent / name: place for place, name in enumerate(HEAVY)}
    if gone := [str(file) for file in rank if not file.exists()]:
        raise pytest.UsageError(f"HEAVY in tests/conftest.py names what is no more: {', '.join(gone)}")
    items.sort(key=lambda item: rank.get(item.path, len(HEAVY)))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """scripts/tell-again.py asks whether everything was told."""
    cache = None if hasattr(session.config, "workerinput") else getattr(session.config, "cache", None)
    if cache:
        cache.set("house/exit_status", int(exitstatus))


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
    """One for all processes of the run; pytest-xdist gives each a folder of its own, side by side."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    return made_once(shared / "templates" / "town.db", migrated_sqlite)


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
