"""Time on a busy machine: how long a story waits for what must come, and how a ceiling of seconds is measured there."""

import threading
import time
from collections.abc import Callable

PATIENCE = 180.0  # seconds until a story is given up: never what a machine that stalls is measured by
TRIES = 10


def eventually(is_so: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    deadline, pause = time.monotonic() + patience, threading.Event()
    while not is_so():
        assert time.monotonic() < deadline, f"never: {what}"
        pause.wait(0.02)


def quickest(take: Callable[[], object], ceiling: float) -> float:
    """The seconds of the best try; the first below the ceiling is the last. A machine that stalls makes one try slow, a
    fault of the house makes all of them slow."""
    return best(lambda: _seconds(take), ceiling)


def best(measure: Callable[[], float], ceiling: float) -> float:
    """The same for whoever measures the seconds that matter."""
    found = measure()
    for _ in range(TRIES - 1):
        if found < ceiling:
            break
        found = min(found, measure())
    return found


def _seconds(take: Callable[[], object]) -> float:
    began = time.monotonic()
    take()
    return time.monotonic() - began
