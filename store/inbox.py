"""Webhook events, kept as they came (masked), before anyone answers 200.

waiting -> working -> done          kept: stored, never to be answered
   ^          |
   +- error --+-> dead              a claim that grew old is given out again
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Index,
    String,
    Update,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from store.database import Record, wake

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


class OvertakenError(Exception):
    """This worker held the row past its lease and another one has it now; whatever was done here must not count."""


def put(session: Session, arrivals: Sequence[Arrival], now: datetime) -> None:
    """Keep each event once, however often LINE delivers it. A redelivery renews its reply token's time."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for arrival in arrivals:
        statement = insert(InboxEvent).values(
            event_id=arrival.event_id, lane=arrival.lane, kind=arrival.kind, raw=arrival.raw,
            message_id=arrival.message_id, masked=list(arrival.masked), received_at=now, token_at=now,
            state=_first_state(arrival), attempts=0, not_before=now,
        )  # fmt: skip
        renew = statement.on_conflict_do_update(
            index_elements=["event_id"],
            set_={"token_at": now},
            where=InboxEvent.state.in_([State.WAITING, State.WORKING]),
        )
        session.execute(
            renew if arrival.is_redelivery else statement.on_conflict_do_nothing(index_elements=["event_id"])
        )
    if arrivals:
        wake(session, "inbox")


def _first_state(arrival: Arrival) -> Any:
    if not arrival.may_answer:
        return State.KEPT
    open_in_lane = (
        select(func.count())
        .where(InboxEvent.lane == arrival.lane, text("state IN ('waiting', 'working')"))
        .scalar_subquery()
    )
    return case((open_in_lane >= MAX_OPEN_PER_LANE, State.KEPT), else_=State.WAITING)


def claim(session: Session, now: datetime) -> InboxEvent | None:
    """Take the oldest event whose resident has nothing earlier still open: order is per person.

    An earlier event that has failed once no longer blocks: words of danger must not wait behind a fault.
    """
    earlier = aliased(InboxEvent)
    is_blocked = exists().where(
        earlier.lane == InboxEvent.lane,
        earlier.seq < InboxEvent.seq,
        or_(
            and_(earlier.state == _WAITING, earlier.attempts == 0),
            and_(earlier.state == _WORKING, earlier.attempts == 1),
        ),
        earlier.state.in_([_WAITING, _WORKING]),
    )
    fresh = select(InboxEvent).where(InboxEvent.state == _WAITING, InboxEvent.not_before <= now, ~is_blocked)
    return _take(session, fresh.order_by(InboxEvent.seq), now)


def reclaim(session: Session, now: datetime) -> InboxEvent | None:
    """Take over an event whose worker has not been heard of. A statement of its own: joined to `claim` it was slow."""
    stale = select(InboxEvent).where(InboxEvent.state == _WORKING, InboxEvent.claimed_at < now - GIVEN_UP_AFTER)
    return _take(session, stale.order_by(InboxEvent.claimed_at), now)


def _take(session: Session, candidates: Any, now: datetime) -> InboxEvent | None:
    event: InboxEvent | None = session.scalar(candidates.limit(1).with_for_update(skip_locked=True, of=InboxEvent))
    if event:
        event.state, event.claimed_at, event.attempts = State.WORKING, now, event.attempts + 1
    return event


def finish(session: Session, event: InboxEvent, now: datetime) -> None:
    """Mark the event answered. Raises OvertakenError when the claim is no longer ours."""
    _settle(session, _ours(event).values(state=State.DONE, finished_at=now, error=None))


def fail(session: Session, event: InboxEvent, error: Exception, now: datetime) -> bool:
    """Give the event back for a later try; True when it was the last try and the event is set aside."""
    is_last = event.attempts >= MAX_ATTEMPTS
    values = {"state": State.DEAD, "finished_at": now} if is_last else {"state": State.WAITING}
    later = now + timedelta(seconds=2**event.attempts)
    # The type's name only: the text of an error may hold what the resident wrote.
    _settle(session, _ours(event).values(not_before=later, error=type(error).__name__, **values))
    return is_last


def _ours(event: InboxEvent) -> Update:
    return update(InboxEvent).where(
        InboxEvent.seq == event.seq, InboxEvent.attempts == event.attempts, InboxEvent.state == State.WORKING
    )


def _settle(session: Session, statement: Update) -> None:
    statement = statement.execution_options(synchronize_session=False)
    if session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise OvertakenError
