"""One transaction for a whole story, in a town with officers, residents and testers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import database
from store.database import transaction
from tests.alerts.desk_of_notices import Town, people_the_town
from tests.alerts.jma_watch import Watch, watching
from tests.conftest import NOON, Clock


@pytest.fixture
def town(db: str) -> Iterator[Town]:
    with transaction() as session:
        yield people_the_town(session, NOON)


@pytest.fixture
def watch(sqlite_template: Path, tmp_path: Path, broker: object, clock: Clock) -> Iterator[Watch]:
    shutil.copy(sqlite_template, tmp_path / "town.db")
    database.connect(f"sqlite:///{tmp_path}/town.db")
    with watching(clock) as watch:
        yield watch
    database.disconnect()


@pytest.fixture
def watch_on_both(db: str, clock: Clock) -> Iterator[Watch]:
    with watching(clock) as watch:
        yield watch
