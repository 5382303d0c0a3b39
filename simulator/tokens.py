"""Reply tokens that work once and not for long, and retry keys that are remembered for a day."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.complaints import Json

REPLY_SECONDS = 60.0
REDELIVERED_SECONDS = 20 * 60.0
RETRY_KEY_SECONDS = 24 * 3600.0


@dataclass
class ReplyToken:
    """What LINE remembers of a token."""

    resident: str
    event_id: str
    happened_at: float
    delivered_at: float
    is_used: bool = False

    def is_alive(self, now: float) -> bool:
        """Unused, a minute from the last delivery, twenty minutes from the event."""
        return (
            not self.is_used
            and now <= self.delivered_at + REPLY_SECONDS
            and now <= self.happened_at + REDELIVERED_SECONDS
        )


class ReplyTokens:
    """All tokens handed out with webhooks."""

    def __init__(self) -> None:
        self._tokens: dict[str, ReplyToken] = {}

    def hand_out(self, token: str, resident: str, event_id: str, happened_at: float, now: float) -> None:
        """Note a token as its webhook leaves; a redelivery gives it another minute."""
        known = self._tokens.get(token)
        if known is None:
            self._tokens[token] = ReplyToken(resident, event_id, happened_at, now)
        else:
            known.delivered_at = now

    def alive(self, token: str, now: float) -> ReplyToken | None:
        """The token if it can still be used."""
        known = self._tokens.get(token)
        return known if known is not None and known.is_alive(now) else None


@dataclass(frozen=True)
class AcceptedRequest:
    """What LINE says again when a retry key comes back."""

    request_id: str
    sent_messages: list[Json]
    first_seen_at: float


class RetryKeys:
    """Requests accepted under a key of the sender's choice."""

    def __init__(self) -> None:
        self._accepted: dict[str, AcceptedRequest] = {}

    def accepted(self, key: str, now: float) -> AcceptedRequest | None:
        """The earlier request, unless a day has passed: then the key is new again."""
        known = self._accepted.get(key)
        return known if known is not None and now < known.first_seen_at + RETRY_KEY_SECONDS else None

    def remember(self, key: str, request_id: str, sent_messages: list[Json], now: float) -> None:
        """Note an accepted request."""
        self._accepted[key] = AcceptedRequest(request_id, sent_messages, now)
