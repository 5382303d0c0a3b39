"""Not too fast: LINE takes 200 multicasts a second from a channel; all processes together keep to 190, five at once."""

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from store import turns
from store.database import transaction

REQUESTS_PER_SECOND = 190.0
BURST = 5
TURNS_AT_ONCE = 10  # reserved in one trip to the database, about a twentieth of a second's worth


class Pace:
    """Turns to call LINE, for all threads of this process; the database keeps them apart from other processes'."""

    def __init__(
        self, now: Callable[[], datetime], per_second: float = REQUESTS_PER_SECOND, *,
        stopwatch: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._now, self._interval, self._slack = now, 1.0 / per_second, (BURST - 1) / per_second
        self._stopwatch, self._sleep = stopwatch, sleep
        self._lock = threading.Lock()
        self._turns: deque[float] = deque()

    def wait(self) -> None:
        """Return when it is this thread's turn."""
        with self._lock:
            mine = self._next()
        if (wait := mine - self._stopwatch()) > 0:
            self._sleep(wait)

    def _next(self) -> float:
        missed = self._stopwatch() - self._slack
        while self._turns and self._turns[0] < missed:
            self._turns.popleft()
        if not self._turns:
            self._turns.extend(self._reserved())
        return self._turns.popleft()

    def _reserved(self) -> list[float]:
        lasts, late = timedelta(seconds=TURNS_AT_ONCE * self._interval), timedelta(seconds=self._slack)
        with transaction() as session:
            now, asked_at = self._now(), self._stopwatch()
            ahead = (turns.take(session, lasts, late, now) - now).total_seconds()
        # A slow database costs us the turns that passed meanwhile, not the pace of the others.
        begins = max(asked_at + ahead, self._stopwatch() - self._slack)
        return [begins + n * self._interval for n in range(TURNS_AT_ONCE)]
