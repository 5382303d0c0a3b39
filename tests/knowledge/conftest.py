"""The library of the sample town, and an empty one on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering import House
from tests.knowledge.question_room import furnish
from tests.knowledge.sample_town import SampleTown, beside


@pytest.fixture(scope="session")
def sample_town(sqlite_template: Path) -> SampleTown:
    return beside(sqlite_template)


@pytest.fixture
def house(sample_town: SampleTown, tmp_path: Path) -> Iterator[House]:
    with sample_town.opened(tmp_path) as house:
        yield house


@pytest.fixture
def room(db: str) -> None:
    """The small town whose questions are told of in `question_room`."""
    furnish()
