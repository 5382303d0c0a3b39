"""A town that survives its house."""

import time
from collections.abc import Iterator

import pytest

from simulator.server import RunningSimulator
from tests.road.lives import MortalTown


class LineClock:
    """LINE's own time, which the stories may push on."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def line_clock() -> LineClock:
    return LineClock()


@pytest.fixture
def town(database_url: str, line_clock: LineClock) -> Iterator[MortalTown]:
    """LINE sends an event again until somebody takes it."""
    with RunningSimulator(clock=line_clock) as line:
        line.sender.switches.redeliveries, line.sender.switches.redelivery_seconds = 400, 0.05
        standing = MortalTown(line, database_url)
        yield standing
        standing.closes()
