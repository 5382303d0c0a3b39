"""How much a channel may send: calls per second and endpoint, messages per month."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

HOUR = 3600.0


@dataclass(frozen=True)
class Rate:
    """So many calls in so many seconds."""

    calls: int
    seconds: float


# Per channel and endpoint; paths, bodies and addresses make no difference.
USUAL_RATE = Rate(2000, 1.0)
RATES: dict[str, Rate] = {
    "multicast": Rate(200, 1.0),
    "broadcast": Rate(60, HOUR),
    "narrowcast": Rate(60, HOUR),
    "loading": Rate(100, 1.0),
    "create_rich_menu": Rate(100, HOUR),
    "delete_rich_menu": Rate(100, HOUR),
    "delete_alias": Rate(100, HOUR),
    "rich_menu_batch": Rate(3, HOUR),
    "rich_menu_batch_progress": Rate(100, HOUR),
    "insight_followers": Rate(60, HOUR),
    "insight_event": Rate(60, HOUR),
    "insight_unit": Rate(60, HOUR),
    "webhook_test": Rate(60, HOUR),
    "get_webhook_endpoint": Rate(1000, 60.0),
    "set_webhook_endpoint": Rate(1000, 60.0),
}


class Meter:
    """Counts the calls of the window that ends now."""

    def __init__(self, rates: dict[str, Rate] | None = None) -> None:
        self.rates = dict(RATES if rates is None else rates)
        self._calls: dict[str, deque[float]] = {}

    def admits(self, endpoint: str, now: float) -> bool:
        """Count one more call, or say that it is too many; a refused call does not count."""
        rate = self.rates.get(endpoint, USUAL_RATE)
        calls = self._calls.setdefault(endpoint, deque())
        while calls and calls[0] <= now - rate.seconds:
            calls.popleft()
        if len(calls) >= rate.calls:
            return False
        calls.append(now)
        return True


@dataclass
class Quota:
    """Messages of this month; no limit where it is None."""

    limit: int | None = None
    used: int = 0

    def allows(self, recipients: int) -> bool:
        """Whether so many more may be sent."""
        return self.limit is None or self.used + recipients <= self.limit

    def remaining(self) -> int | None:
        """What is left, if there is an end."""
        return None if self.limit is None else max(0, self.limit - self.used)
