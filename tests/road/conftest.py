"""A town that survives its house, and a street where houses break."""

import logging
import time
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pytest
import structlog

import logs
from simulator.server import RunningSimulator
from tests.patience import PATIENCE
from tests.road.halls import Log, Street
from tests.road.lives import MortalTown

AGAIN_AFTER = 0.05  # seconds until LINE sends again what nobody took


class LineClock:
    """LINE's own time. Only the stories push it on: no token dies because the machine is slow."""

    def __init__(self) -> None:
        self.began, self.ahead = time.time(), 0.0

    def __call__(self) -> float:
        return self.began + self.ahead


@pytest.fixture
def line_clock() -> LineClock:
    return LineClock()


@pytest.fixture
def town(database_url: str, line_clock: LineClock) -> Iterator[MortalTown]:
    """LINE sends an event again until somebody takes it."""
    with RunningSimulator(clock=line_clock) as line:
        switches = line.sender.switches
        switches.redeliveries, switches.redelivery_seconds = round(PATIENCE / AGAIN_AFTER), AGAIN_AFTER
        switches.patience_seconds = PATIENCE  # the house dies here, it is not slow
        standing = MortalTown(line, database_url)
        yield standing
        standing.closes()


@pytest.fixture
def log(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Log]:
    """The house's own logging, debug lines too, on paper that this story reads; and beside it whatever else is written."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, root.handlers = root.handlers, []
    with (tmp_path / "log").open("w", encoding="utf-8") as paper:
        with redirect_stderr(paper):
            logs.configure()
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
        yield Log(tmp_path / "log", capfd)
        structlog.configure(**before)
        root.handlers = handlers


@pytest.fixture
def street(log: Log, db: str) -> Iterator[Street]:
    with RunningSimulator() as line:
        line.sender.switches.patience_seconds = PATIENCE
        yield Street(line)
