"""The sample town's window, opened on a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import reading
from tests.handlers.window import Window
from tests.knowledge.sample_town import SampleTown, beside


@pytest.fixture(scope="session")
def sample_town(sqlite_template: Path) -> SampleTown:
    return beside(sqlite_template)


@pytest.fixture
def window(sample_town: SampleTown, tmp_path: Path) -> Iterator[Window]:
    """Nothing said here is kept: the session only looks."""
    with sample_town.opened(tmp_path) as house, reading() as session:
        yield Window(house, session)
