"""What LINE's answer means for a row: a table of pure decisions, the same for every way of sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from store.outbox import Delivery, Status, Way

# «Invalid reply token» this soon after receipt can only mean that our own earlier attempt used the token.
TOKEN_SURELY_LIVES = timedelta(seconds=50)
# LINE remembers a retry key for 24 hours; after that the same key would be a second message.
LAST_RETRY_AFTER = timedelta(hours=23)
LONGEST_WAIT = {True: 30, False: 300}  # seconds between attempts: urgent, ordinary


class Outcome(StrEnum):
    """How one request to LINE ended."""

    ACCEPTED = "accepted"
    NOT_SENT = "not_sent"  # refused connection, connect time-out, rate 429: LINE certainly did nothing
    UNKNOWN = "unknown"  # read time-out, 5xx, dropped: LINE may have done it
    EXPIRED = "expired"  # a reply token too old or already used
    BAD_ADDRESS = "bad_address"  # LINE names an entry of `to`; nobody in the request receives it
    REFUSED = "refused"  # LINE will not take this body
    UNAUTHORISED = "unauthorised"  # 401, 403
    QUOTA_SPENT = "quota_spent"  # 429 with LINE's monthly-limit text


@dataclass(frozen=True)
class Verdict:
    """What to write on the row. `should_split`: the multicast is to be halved instead."""

    values: dict[str, Any]
    should_split: bool = False


def judge(delivery: Delivery, outcome: Outcome, now: datetime) -> Verdict:
    """Decide what becomes of a row after one attempt. Pure; the caller writes it."""
    match outcome:
        case Outcome.ACCEPTED:
            return _end(Status.SENT, now)
        case Outcome.EXPIRED:
            return _token_gone(delivery, now)
        case Outcome.BAD_ADDRESS if delivery.way == Way.MULTICAST and len(delivery.to or ()) > 1:
            return Verdict({}, should_split=True)
        case Outcome.REFUSED | Outcome.BAD_ADDRESS:
            return _end(Status.UNCERTAIN if delivery.may_have_arrived else Status.REFUSED, now)
        case Outcome.UNKNOWN:
            return _again(delivery, now, may_have_arrived=True)
    return _again(delivery, now, may_have_arrived=delivery.may_have_arrived)


def _token_gone(delivery: Delivery, now: datetime) -> Verdict:
    if not delivery.may_have_arrived:
        return _as_push(now)
    if delivery.token_at and now - delivery.token_at < TOKEN_SURELY_LIVES:
        return _end(Status.SENT, now)
    return _end(Status.UNCERTAIN, now)


def _again(delivery: Delivery, now: datetime, *, may_have_arrived: bool) -> Verdict:
    wait = timedelta(seconds=min(2 ** min(delivery.attempts - 1, 10), LONGEST_WAIT[delivery.is_urgent]))
    began = delivery.first_try_at or now
    if (delivery.expires_at and now + wait >= delivery.expires_at) or now + wait >= began + LAST_RETRY_AFTER:
        return _end(Status.UNCERTAIN if may_have_arrived else Status.REFUSED, now, may_have_arrived=may_have_arrived)
    if delivery.way == Way.REPLY and not may_have_arrived and _token_is_old(delivery, now + wait):
        return _as_push(now + wait)
    return Verdict({"status": Status.WAITING, "next_try_at": now + wait, "may_have_arrived": may_have_arrived})


def _token_is_old(delivery: Delivery, at: datetime) -> bool:
    return delivery.token_at is None or at - delivery.token_at >= TOKEN_SURELY_LIVES


def _as_push(at: datetime) -> Verdict:
    """A push is a new request: its retry key has never been used, so its 24 hours begin with its first try."""
    values = {"way": Way.PUSH, "status": Status.WAITING, "next_try_at": at, "first_try_at": None, "reply_token": None}
    return Verdict(values)


def _end(status: Status, now: datetime, **more: Any) -> Verdict:
    return Verdict({"status": status, "finished_at": now, **more})
