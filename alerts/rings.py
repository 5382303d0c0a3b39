"""The rows of rings and of every call they made."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.calendar import to_jst
from town.officers import Officer
from town.roles import Powers, Role


class Reason(StrEnum):
    """Why somebody is rung; the sentence of each stands in the phrasebook as `ring.because.…`."""

    APPROVAL = "approval"
    ASKED_AGAIN = "asked_again"
    SENT_ALONE = "sent_alone"
    UNRATIFIED = "unratified"
    TEST = "test"
    FEED_SILENT = "feed_silent"
    NOBODY_DECIDES = "nobody_decides"
    LINE_REFUSED = "line_refused"
    DISASTER_ASKED = "disaster_asked"
    DISASTER_BEGUN = "disaster_begun"
    DISASTER_QUIET = "disaster_quiet"
    REPORT_URGENT = "report_urgent"
    REPORT_UNOPENED = "report_unopened"
    REPORT_NOBODY = "report_nobody"
    SAFETY_TROUBLE = "safety_trouble"
    SAFETY_UNREAD = "safety_unread"


class State(StrEnum):
    RINGING = "ringing"
    TAKEN = "taken"
    TOLD = "told"
    STOPPED = "stopped"
    UNHEARD = "unheard"


class Ring(Record):
    """`subject` names a row («broadcast:12»); `about` and `page` are the town's own words, never a resident's."""

    __tablename__ = "rings"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    once_key: Mapped[str] = mapped_column(String(160), unique=True)
    reason: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    about: Mapped[str] = mapped_column(String(120))
    page: Mapped[str] = mapped_column(String(120))  # of the desk, «broadcasts/12»; empty where there is none
    roles: Mapped[list[str]]
    section_id: Mapped[str | None] = mapped_column(
        String(40)
    )  # whose notice it is about; None: it belongs to no section
    spared: Mapped[list[str]]  # officers who may not answer this one, such as the submitter
    is_drill: Mapped[bool]
    is_to_all: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12), index=True)
    started_at: Mapped[datetime]
    next_at: Mapped[datetime]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def is_for(self) -> tuple[Role, ...]:
        return tuple(Role(role) for role in self.roles)

    def may_answer(self, officer: Officer, now: datetime) -> bool:
        is_spared = str(officer.id) in self.spared
        return not is_spared and officer.works_on(to_jst(now).date()) and self.is_heard_with(officer.powers)

    def is_heard_with(self, powers: Powers) -> bool:
        """Whoever may not open a section's notice is not called for it."""
        if self.section_id is None:
            return powers.has(*self.is_for)
        return any(powers.covers(role, self.section_id) for role in self.is_for)


class RingCall(Record):
    """One person called once."""

    __tablename__ = "ring_calls"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ring_id: Mapped[int] = mapped_column(ForeignKey("rings.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    called_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


def calls(session: Session, ring_id: int) -> list[RingCall]:
    return list(session.scalars(select(RingCall).where(RingCall.ring_id == ring_id).order_by(RingCall.id)))


def find(session: Session, ring_id: int) -> Ring | None:
    return session.get(Ring, ring_id)


def latest(session: Session, limit: int = 30) -> list[Ring]:
    return list(session.scalars(select(Ring).order_by(Ring.id.desc()).limit(limit)))


def open_about(session: Session, subject: str) -> list[Ring]:
    query = select(Ring).where(Ring.subject == subject, Ring.state == State.RINGING)
    return list(session.scalars(query.with_for_update()))


def latest_about(session: Session, subject: str) -> Ring | None:
    return session.scalar(select(Ring).where(Ring.subject == subject).order_by(Ring.id.desc()).limit(1))


def ringing(session: Session) -> list[Ring]:
    return list(session.scalars(select(Ring).where(Ring.state == State.RINGING).order_by(Ring.id)))


def due(session: Session, now: datetime) -> list[Ring]:
    """Rings whose next call is to be made, held until the end of this transaction."""
    query = select(Ring).where(Ring.state == State.RINGING, Ring.next_at <= now).order_by(Ring.id)
    return list(session.scalars(query.with_for_update(skip_locked=True)))
