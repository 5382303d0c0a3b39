"""The book of everything that arrived on a telephone: the truth against which a bot is judged."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from simulator.complaints import Json


@dataclass(frozen=True)
class Arrival:
    """Messages of one call that reached one resident."""

    resident: str
    messages: list[Json]
    via: str
    at: float
    request_id: str
    event_id: str | None = None  # of the webhook whose reply token was used
    retry_key: str | None = None
    is_silent: bool = False  # notificationDisabled: it stands in the chat, and the telephone neither rang nor lit up

    def as_json(self) -> Json:
        """For the page and for tests in other processes."""
        return asdict(self)


class Ledger:
    """Arrivals in order; nothing is ever taken out."""

    def __init__(self) -> None:
        self._arrivals: list[Arrival] = []

    def write(self, arrival: Arrival) -> None:
        """Add one arrival."""
        self._arrivals.append(arrival)

    def arrivals(self, resident: str | None = None, via: str | None = None, since: int = 0) -> list[Arrival]:
        """All arrivals, or those of a resident, of a call, from a position on."""
        return [
            arrival
            for arrival in self._arrivals[since:]
            if resident in (None, arrival.resident) and via in (None, arrival.via)
        ]

    def answers_to(self, event_id: str) -> list[Arrival]:
        """What arrived as a reply to one webhook event."""
        return [arrival for arrival in self._arrivals if arrival.event_id == event_id]

    def __len__(self) -> int:
        return len(self._arrivals)
