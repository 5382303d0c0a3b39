"""Not too fast: LINE takes 200 multicasts a second from a channel; we keep to 190, five at once at most."""

import threading
import time

REQUESTS_PER_SECOND = 190.0
BURST = 5


class Pace:
    """A token bucket shared by all threads of the one process that sends urgent notices."""

    def __init__(self, per_second: float = REQUESTS_PER_SECOND, burst: int = BURST) -> None:
        self._interval, self._slack = 1.0 / per_second, (burst - 1) / per_second
        self._lock = threading.Lock()
        self._next_at = 0.0

    def wait(self) -> None:
        """Return when it is this thread's turn."""
        with self._lock:
            now = time.monotonic()
            mine = max(self._next_at, now - self._slack)
            self._next_at = mine + self._interval
        if mine > now:
            time.sleep(mine - now)
