"""Rings: something needs a person now. Whoever is on duty is called, then the next, until somebody takes it.

ringing -了解-> taken     ringing -settled otherwise-> stopped     ringing -nobody in an hour-> unheard -了解-> taken
A ring to everybody calls them all at once and is `told`; each 了解 is written on the call.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from alerts.rings import Reason, Ring, State, calls, open_about
from store import journal
from store.database import wake
from town.officers import NotAllowedError, Officer
from town.roles import Role


@dataclass(frozen=True)
class Wish:
    """What a ring may say beside its reason. `once_key`: the same occasion is rung once, however often it is asked."""

    about: str = ""
    page: str = ""
    once_key: str | None = None
    section_id: str | None = None
    spared: tuple[int, ...] = ()
    is_to_all: bool = False
    is_drill: bool = False


class Answered(StrEnum):
    YOURS = "yours"
    NOTED = "noted"
    ALREADY = "already"
    OVER = "over"


def ring(
    session: Session, reason: Reason, subject: str, roles: Collection[Role], now: datetime, wish: Wish = Wish()
) -> Ring:
    """Promise a ring; the worker makes the first call as soon as this commits. About one subject only one ring is open."""
    once_key = wish.once_key or f"{reason}:{subject}:{now.isoformat()}"
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Ring).values(
        once_key=once_key, reason=reason, subject=subject, about=wish.about, page=wish.page,
        roles=sorted(role.value for role in roles), section_id=wish.section_id, spared=[str(one) for one in wish.spared], is_drill=wish.is_drill,
        is_to_all=wish.is_to_all, state=State.RINGING, started_at=now, next_at=now,
    )  # fmt: skip
    number = session.scalar(row.on_conflict_do_nothing(index_elements=["once_key"]).returning(Ring.id))
    if number is None:
        return session.scalars(select(Ring).where(Ring.once_key == once_key)).one()
    for earlier in open_about(session, subject):
        if earlier.id != number:
            stop(session, earlier, now)
    journal.write(session, now, actor="machine", action="ring.started", subject=f"ring:{number}", reason=reason.value)
    wake(session, "notices")
    return session.get_one(Ring, number)


def take(session: Session, ring_id: int, officer: Officer, now: datetime) -> Answered:
    """了解. Raises NotAllowedError for somebody whom this ring was not for."""
    found = session.get(Ring, ring_id, with_for_update=True, populate_existing=True)
    if found is None or not found.may_answer(officer, now):
        raise NotAllowedError("この呼び出しに答える役割がありません。")
    match State(found.state):
        case State.RINGING | State.UNHEARD if not found.is_to_all:
            found.taken_by, found.taken_at = officer.id, now
            end(session, found, State.TAKEN, officer.actor, now)
            answered = Answered.YOURS
        case State.RINGING | State.TOLD | State.UNHEARD:
            answered = Answered.NOTED
        case State.TAKEN:
            answered = Answered.YOURS if found.taken_by == officer.id else Answered.ALREADY
        case _:
            answered = Answered.OVER
    _note_answer(session, found, officer, now)
    return answered


def stop(session: Session, found: Ring, now: datetime) -> None:
    """What it was about is settled: nobody else is called."""
    if found.state == State.RINGING:
        end(session, found, State.STOPPED, "machine", now)


def end(session: Session, found: Ring, state: State, actor: str, now: datetime) -> None:
    found.state, found.ended_at = state, now
    journal.write(
        session, now, actor=actor, action=f"ring.{state.value}", subject=f"ring:{found.id}",
        seconds=int((now - found.started_at).total_seconds()),
    )  # fmt: skip


def _note_answer(session: Session, found: Ring, officer: Officer, now: datetime) -> None:
    own = [one for one in calls(session, found.id) if one.officer_id == officer.id and one.answered_at is None]
    for call in own:
        call.answered_at = now
    if own and found.taken_by != officer.id:
        journal.write(session, now, actor=officer.actor, action="ring.answered", subject=f"ring:{found.id}")
