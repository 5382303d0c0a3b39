"""Forgetting on time: emptied rows keep their numbers for the figures and lose what was said."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, null, select, update
from sqlalchemy.orm import Session

from store.inbox import InboxEvent, State
from store.outbox import Delivery, Status
from store.timelines import Timeline

MANY = 1000  # rows per transaction, so that forgetting never holds up answering


def empty_events(session: Session, states: tuple[State, ...], finished_before: datetime) -> int:
    """Blank the words and the sender of up to MANY finished events. Returns how many."""
    due = (
        select(InboxEvent.seq)
        .where(InboxEvent.state.in_(states), InboxEvent.raw.is_not(None), InboxEvent.received_at < finished_before)
        .limit(MANY)
    )
    return _count(
        session, update(InboxEvent).where(InboxEvent.seq.in_(due)).values(raw=null(), lane="", message_id=None)
    )


def empty_event(session: Session, seq: int) -> None:
    """Answered and no longer needed: what it said goes at once, with the answer, not a day later."""
    session.execute(update(InboxEvent).where(InboxEvent.seq == seq).values(raw=null()))


def empty_deliveries(session: Session, statuses: tuple[Status, ...], finished_before: datetime) -> int:
    """Answers and letters to one person. The rows of a notice to many have a time of their own."""
    return _empty(session, finished_before, Delivery.notice_id.is_(None), Delivery.status.in_(statuses))


def empty_notices(session: Session, finished_before: datetime) -> int:
    """Rows of notices, however they ended: their telephones are kept as long as a correction may have to reach them."""
    ended = Delivery.status.not_in([Status.WAITING, Status.SENDING])
    return _empty(session, finished_before, Delivery.notice_id.is_not(None), ended)


def _empty(session: Session, finished_before: datetime, *which: ColumnElement[bool]) -> int:
    due = (
        select(Delivery.id)
        .where(Delivery.messages.is_not(None), Delivery.finished_at < finished_before, *which)
        .limit(MANY)
    )
    blank = update(Delivery).where(Delivery.id.in_(due)).values(messages=null(), to=null(), reply_token=None)
    return _count(session, blank)


def unsay(session: Session, message_id: str) -> list[int]:
    """A resident took a message back: blank it and every sent answer to it. Returns the events concerned.

    The note of the taking-back stays: the message itself may still be on its way to us.
    """
    said = InboxEvent.kind != "unsend"
    seqs = list(session.scalars(select(InboxEvent.seq).where(InboxEvent.message_id == message_id, said)))
    if seqs:
        waiting = InboxEvent.state == State.WAITING
        session.execute(update(InboxEvent).where(InboxEvent.seq.in_(seqs), waiting).values(state=State.DONE))
        session.execute(update(InboxEvent).where(InboxEvent.seq.in_(seqs)).values(raw=null()))
        finished = Delivery.status.not_in([Status.WAITING, Status.SENDING])
        session.execute(update(Delivery).where(Delivery.event_seq.in_(seqs), finished).values(messages=null()))
    return seqs


def forget_timeline(session: Session, resident_id: int) -> None:
    """Their マイ・タイムライン: on request, and when they leave."""
    session.execute(delete(Timeline).where(Timeline.resident_id == resident_id))


def _count(session: Session, statement: object) -> int:
    return int(session.execute(statement.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
