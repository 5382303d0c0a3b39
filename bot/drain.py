"""Emptying a table, one row at a time, until it is empty, the house closes, or a minute has passed."""

import threading
import time
from collections.abc import Callable

import structlog

from logs import type_and_place
from store import bell

log = structlog.get_logger()

Claimed = Callable[[], None]  # called by who has a row in hand and has not yet begun to work on it

LONGEST_SHIFT = 60.0  # seconds; then ring again and return, so that no thread is held for ever


class _Once:
    """The first call does it; the others do nothing."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call, self._is_done = call, False

    def __call__(self) -> None:
        if not self._is_done:
            self._is_done = True
            self._call()


class Drain:
    """Called by a bell on one thread. The first row it claims calls one colleague, up to `threads` at once.

    Without that, one ring would wake one thread and six hundred notices would leave one after the other. The colleague
    is called before the row is worked on: LINE may think for long, and twenty-four threads are woken one by one.
    """

    def __init__(
        self, name: str, work_one: Callable[[Claimed], bool], threads: int, closing: threading.Event
    ) -> None:  # fmt: skip
        self._name, self._work_one, self._threads, self._closing = name, work_one, threads, closing
        self._lock = threading.Lock()
        self._at_work = 0
        self._rang_while_full = False

    def __call__(self) -> None:
        if not self._come_in():
            return
        try:
            self._shift()
        except Exception as error:  # the row keeps its state and the sweep comes back to it
            log.error("drain.failed", bell=self._name, **type_and_place(error))
            self._leave()

    def _shift(self) -> None:
        began, colleague = time.monotonic(), _Once(self._call_colleague)
        while not self._closing.is_set() and time.monotonic() - began < LONGEST_SHIFT:
            if not self._work_one(colleague) and self._leave_unless_rung():
                return
        self._leave()
        if not self._closing.is_set():
            bell.ring_now(self._name)

    def _call_colleague(self) -> None:
        with self._lock:
            is_room = self._at_work < self._threads
        if is_room:
            bell.ring_now(self._name)

    def _come_in(self) -> bool:
        with self._lock:
            if self._at_work >= self._threads:
                self._rang_while_full = True
                return False
            self._at_work += 1
            return True

    def _leave(self) -> None:
        with self._lock:
            self._at_work -= 1

    def _leave_unless_rung(self) -> bool:
        """A ring that found no room must not be lost: the one who is about to go looks once more."""
        with self._lock:
            if self._rang_while_full:
                self._rang_while_full = False
                return False
            self._at_work -= 1
            return True
