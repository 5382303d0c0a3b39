"""Webhook events, kept as they came (masked), before anyone answers 200.

waiting -> working -> done          kept: stored, never to be answered
   ^          |
   +- error --+-> dead              a claim that grew old is given out again
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Index,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from store.database import Record, UtcDateTime, in_index_order, wake

MAX_ATTEMPTS = 5
# A handler takes milliseconds. Half a minute leaves time to use the reply token (about a minute) after a crash.
GIVEN_UP_AFTER = timedelta(seconds=30)
MAX_OPEN_PER_LANE = 100


class State(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    DEAD = "dead"
    KEPT = "kept"


class InboxEvent(Record):
    """One webhook event. `lane` keeps the order: the resident, else the group, else the event itself."""

    __tablename__ = "inbox_events"
    # Literals, not parameters: only then do the databases use the partial indexes.
    __table_args__ = (
        Index("ix_inbox_events_waiting", "seq", sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")),
        Index("ix_inbox_events_working", "claimed_at", sqlite_where=text("state = 'working'"), postgresql_where=text("state = 'working'")),
        Index("ix_inbox_events_open_lane", "lane", "seq", sqlite_where=text("state IN ('waiting', 'working')"), postgresql_where=text("state IN ('waiting', 'working')")),
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(String(64), unique=True)  # LINE's webhookEventId
    lane: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[str | None] = mapped_column(String(64), index=True)  # so that an unsend finds it
    kind: Mapped[str] = mapped_column(String(48))  # "message.text", "follow", …: what the figures count
    raw: Mapped[dict[str, Any] | None]  # None once it has been emptied
    masked: Mapped[list[str]]  # kinds of numbers that were blotted out before this row was written
    received_at: Mapped[datetime]
    token_at: Mapped[datetime]  # when LINE last handed us the reply token
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    not_before: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    error: Mapped[str | None] = mapped_column(String(120))


@dataclass(frozen=True)
class Arrival:
    """One event as the door hands it over, already masked."""

    event_id: str
    lane: str
    kind: str
    raw: dict[str, Any]
    message_id: str | None = None
    masked: tuple[str, ...] = ()
    is_redelivery: bool = False
    may_answer: bool = True


_WAITING: ColumnElement[str] = literal_column("'waiting'")
_WORKING: ColumnElement[str] = literal_column("'working'")
_NOW = bindparam("now", type_=UtcDateTime)


class OvertakenError(Exception):
    """This worker held the row past its lease and another one has it now; whatever was done here must not count."""


def put(session: Session, arrivals: Sequence[Arrival], now: datetime) -> None:
    """Keep each event once, however often LINE delivers it. A redelivery renews its reply token's time."""
    keep, renew = _PUT[session.get_bind().dialect.name]
    for is_redelivery, several in groupby(arrivals, lambda arrival: arrival.is_redelivery):
        session.execute(renew if is_redelivery else keep, [_row(arrival, now) for arrival in several])
    if arrivals:
        wake(session, "inbox")


def _row(arrival: Arrival, now: datetime) -> dict[str, Any]:
    return {
        "event_id": arrival.event_id, "lane": arrival.lane, "kind": arrival.kind, "raw": arrival.raw,
        "message_id": arrival.message_id, "masked": list(arrival.masked), "now": now,
        "may_answer": arrival.may_answer,
    }  # fmt: skip


def _putting(insert: Any) -> tuple[Any, Any]:
    """Built once: writing a statement down costs more than sending it."""
    table = InboxEvent.__table__
    columns = ("event_id", "lane", "kind", "raw", "message_id", "masked")
    statement = insert(table).values(
        **{name: bindparam(name, type_=table.c[name].type) for name in columns},
        received_at=_NOW, token_at=_NOW, state=_first_state(), attempts=0, not_before=_NOW,
    )  # fmt: skip
    is_open = table.c.state.in_([State.WAITING, State.WORKING])
    renew = statement.on_conflict_do_update(index_elements=["event_id"], set_={"token_at": _NOW}, where=is_open)
    return statement.on_conflict_do_nothing(index_elements=["event_id"]), renew


def _first_state() -> Any:
    table = InboxEvent.__table__.alias()
    open_in_lane = (
        select(func.count())
        .select_from(table)
        .where(table.c.lane == bindparam("lane", type_=String), table.c.state.in_([_WAITING, _WORKING]))
        .scalar_subquery()
    )
    may_answer = bindparam("may_answer", type_=Boolean) == true()
    return case((and_(may_answer, open_in_lane < MAX_OPEN_PER_LANE), State.WAITING), else_=State.KEPT)


_PUT = {"postgresql": _putting(postgresql.insert), "sqlite": _putting(sqlite.insert)}


def claim(session: Session, now: datetime) -> InboxEvent | None:
    """Take the oldest event whose resident has nothing earlier still open: order is per person.

    An earlier event that has failed once no longer blocks: words of danger must not wait behind a fault.
    """
    return _take(session, _CLAIM, now)


def reclaim(session: Session, now: datetime) -> InboxEvent | None:
    """Take over an event whose worker has not been heard of. A statement of its own: joined to `claim` it was slow."""
    return _take(session, _RECLAIM, now)


def _take(session: Session, statement: Any, now: datetime) -> InboxEvent | None:
    in_index_order(session)
    times = {"now": now, "given_up": now - GIVEN_UP_AFTER}
    taken: InboxEvent | None = session.scalars(statement, times).one_or_none()
    return taken


def _taking(candidates: Select[Any]) -> Any:
    """One trip: find, lock and mark. What another thread is taking just now is passed over."""
    one = candidates.limit(1).with_for_update(skip_locked=True, of=InboxEvent).scalar_subquery()
    table: Any = InboxEvent.__table__
    taken = update(table).where(table.c.seq == one)
    taken = taken.values(state=State.WORKING, claimed_at=_NOW, attempts=table.c.attempts + 1)
    return select(InboxEvent).from_statement(taken.returning(*table.c))


def _claiming() -> Any:
    earlier = aliased(InboxEvent)
    blocking = select(earlier.seq).where(
        earlier.lane == InboxEvent.lane,
        earlier.seq < InboxEvent.seq,
        or_(
            and_(earlier.state == _WAITING, earlier.attempts == 0),
            and_(earlier.state == _WORKING, earlier.attempts == 1),
        ),
        earlier.state.in_([_WAITING, _WORKING]),
    )
    # OFFSET 0: looked up in the lane's index for one event at a time, never joined. As a join, with the statistics of
    # an empty inbox, 1,500 waiting events were compared with each other: a second for every claim.
    is_blocked = exists(blocking.offset(0).correlate(InboxEvent))
    fresh = select(InboxEvent.seq).where(InboxEvent.state == _WAITING, InboxEvent.not_before <= _NOW, ~is_blocked)
    return _taking(fresh.order_by(InboxEvent.seq))


def _reclaiming() -> Any:
    is_stale = InboxEvent.claimed_at < bindparam("given_up", type_=UtcDateTime)
    stale = select(InboxEvent.seq).where(InboxEvent.state == _WORKING, is_stale)
    return _taking(stale.order_by(InboxEvent.claimed_at))


_CLAIM, _RECLAIM = _claiming(), _reclaiming()


def finish(session: Session, event: InboxEvent, now: datetime) -> bool:
    """Mark the event answered. True when the taking-back of its message overtook the message: nothing may be said to it.

    Raises OvertakenError when the claim is no longer ours.
    """
    return bool(_settle(session, event, _FINISH, {"now": now, "our_message": event.message_id}))


def fail(session: Session, event: InboxEvent, error: Exception, now: datetime) -> bool:
    """Give the event back for a later try; True when it was the last try and the event is set aside."""
    is_last = event.attempts >= MAX_ATTEMPTS
    state, finished_at = (State.DEAD, now) if is_last else (State.WAITING, None)
    later = now + timedelta(seconds=2**event.attempts)
    # The type's name only: the text of an error may hold what the resident wrote.
    told = {"state": state, "finished_at": finished_at, "not_before": later, "error": type(error).__name__}
    _settle(session, event, _OURS.values(told).returning(_TABLE.c.seq), {})
    return is_last


def _settle(session: Session, event: InboxEvent, statement: Any, values: dict[str, Any]) -> Any:
    fence = {"our_seq": event.seq, "our_attempts": event.attempts}
    told = session.execute(statement, {**values, **fence}).all()
    if not told:
        raise OvertakenError
    return told[0][0]


_TABLE: Any = InboxEvent.__table__
_OURS = update(_TABLE).where(
    _TABLE.c.seq == bindparam("our_seq"), _TABLE.c.attempts == bindparam("our_attempts"),
    _TABLE.c.state == _WORKING,
)  # fmt: skip
_TAKING_BACK = _TABLE.alias()
_WAS_UNSAID = exists().where(
    _TAKING_BACK.c.message_id == bindparam("our_message", type_=String), _TAKING_BACK.c.kind == "unsend"
)  # fmt: skip
_FINISH = _OURS.values(state=State.DONE, finished_at=_NOW, error=None).returning(_WAS_UNSAID)
