"""What must be said and has not been said yet. A row is the promise; the bell only hurries it.

waiting -claim-> sending -> sent | refused | uncertain | split | waiting again a little later
waiting -an officer cancels the notice, or its time is over-> stopped, or uncertain where LINE may have it already
"""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    bindparam,
    case,
    exists,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.channel import Pause
from store.database import Record, UtcDateTime, in_index_order, wake
from store.inbox import OvertakenError
from store.testers import Tester

MOST_SPLITS = 64
LEASE = timedelta(minutes=2)
URGENT_LEASE = timedelta(seconds=30)  # a call ends within 14 s; five hundred telephones wait for a dead worker's row
REPLY_LEASE = timedelta(seconds=15)  # a reply token lives about a minute; a dead worker may not cost all of it


class Way(StrEnum):
    """LINE's words for how a message travels."""

    REPLY = "reply"
    PUSH = "push"
    MULTICAST = "multicast"
    BROADCAST = "broadcast"


class Status(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"  # it may have arrived; it is shown, and never said twice
    SPLIT = "split"
    STOPPED = "stopped"  # an officer cancelled the notice before this row left, or the notice's time was over


class Delivery(Record):
    """One request to LINE, frozen: what was stored is what goes out, with one retry key for life."""

    __tablename__ = "deliveries"
    __table_args__ = (
        # A drill is one push to one registered telephone; a trigger holds `to` against it.
        CheckConstraint("is_drill = (tester_id IS NOT NULL)", name="drill_has_tester"),
        CheckConstraint("NOT is_drill OR way = 'push'", name="drill_is_pushed"),
        Index("ix_deliveries_waiting", "is_urgent", "next_try_at", sqlite_where=text("status = 'waiting'"), postgresql_where=text("status = 'waiting'")),
        Index("ix_deliveries_sending", "is_urgent", "next_try_at", sqlite_where=text("status = 'sending'"), postgresql_where=text("status = 'sending'")),
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    way: Mapped[str] = mapped_column(String(16))
    to: Mapped[list[str] | None]  # LINE ids; empty for a broadcast, None once emptied
    reply_token: Mapped[str | None] = mapped_column(String(255))
    token_at: Mapped[datetime | None]  # when the reply token reached us
    messages: Mapped[list[dict[str, Any]] | None]  # rendered LINE messages; None once emptied
    retry_key: Mapped[str] = mapped_column(String(36))  # X-Line-Retry-Key, the same on every attempt
    is_urgent: Mapped[bool] = mapped_column(default=False)
    event_seq: Mapped[int | None] = mapped_column(index=True)  # the inbox event this answers
    notice_id: Mapped[int | None] = mapped_column(index=True)  # the broadcast this carries
    is_drill: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_silent: Mapped[bool] = mapped_column(default=False, server_default=false())  # the telephone does not notify
    tester_id: Mapped[int | None] = mapped_column(ForeignKey(Tester.id))
    language: Mapped[str | None] = mapped_column(String(8))
    district: Mapped[str | None] = mapped_column(String(32))
    expires_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(16), default=Status.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    may_have_arrived: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    first_try_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    line_request_id: Mapped[str | None] = mapped_column(String(64))  # LINE keeps no log for us; this is the only trace


def answer(
    session: Session, event_seq: int, to: str, reply_token: str | None, token_at: datetime,
    messages: list[dict[str, Any]], now: datetime,
) -> Delivery:  # fmt: skip
    """Promise an answer, already claimed by the caller, who sends it as soon as this commits.

    If the caller dies first, the lease ends and the sweep finds the row.
    """
    row = {
        "way": Way.REPLY if reply_token else Way.PUSH, "to": [to], "reply_token": reply_token, "token_at": token_at,
        "messages": messages, "retry_key": str(uuid.uuid4()), "event_seq": event_seq, "status": Status.SENDING,
        "attempts": 1, "is_urgent": False, "is_silent": False, "may_have_arrived": False, "created_at": now,
        "first_try_at": now, "next_try_at": now + REPLY_LEASE,
    }  # fmt: skip
    return Delivery(id=session.connection().execute(_PROMISE, row).scalar_one(), **row)


def push(
    session: Session, to: str, messages: list[dict[str, Any]], now: datetime, *, language: str | None = None
) -> Delivery:
    """Promise one message to one person who did not just write to us."""
    delivery = Delivery(
        way=Way.PUSH, to=[to], messages=messages, retry_key=str(uuid.uuid4()), language=language, created_at=now,
        next_try_at=now,
    )  # fmt: skip
    session.add(delivery)
    wake(session, "outbox")
    return delivery


def claim(session: Session, now: datetime, *, urgent: bool) -> Delivery | None:
    """Take the row that has waited longest, unless the channel is paused for its way of travelling."""
    return _take(session, _CLAIM, now, urgent=urgent)


def reclaim(session: Session, now: datetime, *, urgent: bool) -> Delivery | None:
    """Take over a row whose worker has not been heard of: its message may be on the phone already."""
    return _take(session, _RECLAIM, now, urgent=urgent)


def _take(session: Session, statement: Any, now: datetime, *, urgent: bool) -> Delivery | None:
    in_index_order(session)
    times = {
        "now": now, "reply_until": now + REPLY_LEASE, "until": now + (URGENT_LEASE if urgent else LEASE)
    }  # fmt: skip
    taken: Delivery | None = session.scalars(statement, {**times, "urgent": urgent}).one_or_none()
    return taken


def _taking(status: str, **more: Any) -> Any:
    """One trip: find, lock and mark. Built once: writing a statement down costs more than sending it."""
    now, reply_until, until = (bindparam(name, type_=UtcDateTime) for name in ("now", "reply_until", "until"))
    is_paused = exists().where(Pause.until > now, or_(Pause.stops_replies, Delivery.way != Way.REPLY))
    state: ColumnElement[str] = literal_column(f"'{status}'")
    longest_waiting = (
        select(Delivery.id)
        .where(Delivery.is_urgent == bindparam("urgent"), Delivery.status == state, Delivery.next_try_at <= now)
        .where(~is_paused)
        .order_by(Delivery.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
        .scalar_subquery()
    )
    values = {
        "status": Status.SENDING, "attempts": _TABLE.c.attempts + 1, "first_try_at": func.coalesce(_TABLE.c.first_try_at, now),
        "next_try_at": case((_TABLE.c.way == Way.REPLY, reply_until), else_=until), **more,
    }  # fmt: skip
    taking = update(_TABLE).where(_TABLE.c.id == longest_waiting).values(values)
    return select(Delivery).from_statement(taking.returning(*_TABLE.c))


_TABLE: Any = Delivery.__table__
_PROMISE = insert(_TABLE).returning(_TABLE.c.id)
_OURS = update(_TABLE).where(
    _TABLE.c.id == bindparam("our_id"), _TABLE.c.attempts == bindparam("our_attempts"),
    _TABLE.c.status == Status.SENDING,
)  # fmt: skip
_CLAIM, _RECLAIM = _taking("waiting"), _taking("sending", may_have_arrived=True)


def end_if_over(session: Session, delivery: Delivery, now: datetime) -> bool:
    """A row just claimed whose notice was stopped meanwhile, or has expired, goes no further."""
    if delivery.expires_at is None or delivery.expires_at > now:
        return False
    settle(session, delivery, status=_unsent(delivery.may_have_arrived), finished_at=now)
    return True


def _unsent(may_have_arrived: bool) -> Status:
    return Status.UNCERTAIN if may_have_arrived else Status.STOPPED


def _unless_over(values: dict[str, Any]) -> dict[str, Any]:
    """Who puts a row back knows its notice as it was when claimed; whether it was stopped since stands in the table."""
    is_over = Delivery.expires_at <= values["next_try_at"]
    unsent = _unsent(values["may_have_arrived"])
    return values | {
        "status": case((is_over, unsent), else_=Status.WAITING),
        "finished_at": case((is_over, Delivery.expires_at), else_=None),
    }


def settle(session: Session, delivery: Delivery, **values: Any) -> None:
    """Write down how an attempt ended. Raises OvertakenError when the claim is no longer ours."""
    if values["status"] == Status.WAITING and delivery.notice_id is not None:
        values = _unless_over(values)
    fence = {"our_id": delivery.id, "our_attempts": delivery.attempts}
    if session.connection().execute(_OURS.values(**values), fence).rowcount != 1:
        raise OvertakenError


def split(session: Session, delivery: Delivery, now: datetime) -> None:
    """One bad address spoils a whole multicast: halve it until the bad one stands alone."""
    settle(session, delivery, status=Status.SPLIT, finished_at=now)
    to = delivery.to or []
    middle = len(to) // 2
    copied = ("way", "messages", "is_urgent", "is_silent", "notice_id", "language", "district", "created_at")
    same = {name: getattr(delivery, name) for name in copied}
    # Its notice may have been stopped since it was claimed.
    same["expires_at"] = session.scalar(select(Delivery.expires_at).where(Delivery.id == delivery.id))
    session.add_all(
        # A new request, so a new key.
        Delivery(to=half, retry_key=str(uuid.uuid4()), next_try_at=now, **same)
        for half in (to[:middle], to[middle:])
    )
    wake(session, "urgent" if delivery.is_urgent else "outbox")


def may_split(session: Session, delivery: Delivery) -> bool:
    """At most 64 halvings a notice: a list that is wrong everywhere is an officer's matter, not a machine's."""
    if delivery.notice_id is None:
        return True
    done = select(func.count()).where(Delivery.notice_id == delivery.notice_id, Delivery.status == Status.SPLIT)
    return (session.scalar(done) or 0) < MOST_SPLITS
