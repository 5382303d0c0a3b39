"""What the stories of the back room share: LINE on this machine with our clock, and the real wire to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering import House
from bot.line_gateway import LineGateway
from simulator.server import RunningSimulator
from tests.bot.post_room import PostRoom
from tests.conftest import Clock
from tests.knowledge.sample_town import SampleTown, beside


@pytest.fixture
def timed_line(clock: Clock) -> Iterator[RunningSimulator]:
    with RunningSimulator(clock=lambda: clock().timestamp()) as line:
        yield line


@pytest.fixture
def post_room(db: str, timed_line: RunningSimulator, clock: Clock) -> Iterator[PostRoom]:
    gateway = LineGateway(timed_line.channel.token, timed_line.url)
    yield PostRoom(timed_line, gateway, clock)
    gateway.close()


@pytest.fixture(scope="session")
def sample_town(sqlite_template: Path) -> SampleTown:
    return beside(sqlite_template)


@pytest.fixture
def house(sample_town: SampleTown, tmp_path: Path) -> Iterator[House]:
    with sample_town.opened(tmp_path) as house:
        yield house
