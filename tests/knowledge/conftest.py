"""The library of the sample town, and an empty one on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering import House
from tests.knowledge.sample_town import SampleTown, build


@pytest.fixture(scope="session")
def sample_town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> SampleTown:
    return build(sqlite_template, tmp_path_factory.mktemp("sample_town"))


@pytest.fixture
def house(sample_town: SampleTown, tmp_path: Path) -> Iterator[House]:
    with sample_town.opened(tmp_path) as house:
        yield house
