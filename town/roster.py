"""当番表: who is on duty when, and the hours for which nobody is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store import journal
from store.database import Record
from town.calendar import JST, to_jst
from town.officers import Officer
from town.roles import Role


class Shift(Record):
    """One officer's hours, up to and not including `ends_at`. `turn` 1 is rung first."""

    __tablename__ = "roster_shifts"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)
    turn: Mapped[int]


@dataclass(frozen=True)
class Span:
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Planned:
    """A shift as a file wishes it."""

    officer_id: int
    span: Span
    turn: int


@dataclass(frozen=True)
class Duty:
    """A shift with whoever stands it."""

    shift: Shift
    officer: Officer


def on_duty(session: Session, roles: Collection[Role], now: datetime) -> list[Officer]:
    """Who stands their shift now, works here and holds one of the roles; who is rung first stands first."""
    found = [one.officer for one in between(session, now, now) if _may(one.officer, roles, to_jst(now).date())]
    return list({officer.id: officer for officer in found}.values())


def between(session: Session, since: datetime, until: datetime) -> list[Duty]:
    """Every shift that touches these hours; both ends the same moment asks for that moment."""
    query = (
        select(Shift, Officer)
        .join(Officer, Officer.id == Shift.officer_id)
        .where(Shift.starts_at <= until, Shift.ends_at > since)
        .order_by(Shift.starts_at, Shift.turn, Shift.id)
    )
    found = [Duty(shift, officer) for shift, officer in session.execute(query)]
    return sorted(found, key=lambda one: (one.shift.turn, one.shift.id)) if since == until else found


def gaps(session: Session, roles: Collection[Role], since: datetime, until: datetime) -> list[Span]:
    """The hours in which nobody on duty could answer a ring for these roles."""
    standing = [
        Span(one.shift.starts_at, one.shift.ends_at)
        for one in between(session, since, until)
        if _may(one.officer, roles, to_jst(one.shift.starts_at).date())
    ]
    return holes(standing, since, until)


def holes(standing: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """What is left of the time from `since` to `until` when these spans are taken out."""
    left, reached = [], since
    for span in sorted(standing, key=lambda one: one.starts_at):
        if span.starts_at >= until:
            break
        if span.starts_at > reached:
            left.append(Span(reached, span.starts_at))
        reached = max(reached, span.ends_at)
    return [*left, Span(reached, until)] if reached < until else left


def replace(session: Session, planned: Collection[Planned], actor: str, now: datetime) -> int:
    """The file says the whole of every day it names: what began on these days and is not over gives way.

    Returns how many shifts gave way. Days the file does not name stay as they are.
    """
    removed = [shift for day in days_of(planned) for shift in _beginning_on(session, day) if shift.ends_at > now]
    session.execute(delete(Shift).where(Shift.id.in_([shift.id for shift in removed])))
    session.add_all(
        Shift(officer_id=one.officer_id, starts_at=one.span.starts_at, ends_at=one.span.ends_at, turn=one.turn)
        for one in planned
    )
    journal.write(
        session, now, actor=actor, action="roster.imported", subject="roster", shifts=len(planned), gone=len(removed)
    )
    session.flush()
    return len(removed)


def days_of(planned: Iterable[Planned]) -> list[date]:
    """The days in Japan on which these shifts begin."""
    return sorted({to_jst(one.span.starts_at).date() for one in planned})


def _beginning_on(session: Session, day: date) -> list[Shift]:
    midnight = datetime.combine(day, time(), JST)
    begins = (Shift.starts_at >= midnight, Shift.starts_at < midnight + timedelta(days=1))
    return list(session.scalars(select(Shift).where(*begins)))


def _may(officer: Officer, roles: Collection[Role], day: date) -> bool:
    return officer.works_on(day) and officer.powers.has(*roles)
