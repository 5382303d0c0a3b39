"""Every worker process looks at its own tables now and then: Redis buys speed, never certainty."""

import threading
from collections.abc import Iterable

from bot.worker import Worker

LOOK_EVERY = 10.0  # seconds


class SelfLook:
    """A thread that answers bells nobody may have rung: the broker may be down, and the clock's rings with it."""

    def __init__(self, worker: Worker, bells: Iterable[str]) -> None:
        self._worker, self._bells = worker, tuple(bells)
        self._thread = threading.Thread(target=self._run, name="self-look", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        while not self._worker.closing.wait(LOOK_EVERY):
            for name in self._bells:
                self._worker.drains[name]()
