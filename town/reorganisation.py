"""Reorganisations that were filed, and what each that was carried out changed: old files must not undo it silently."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class PlanStatus(StrEnum):
    PLANNED = "planned"
    APPLIED = "applied"
    REFUSED = "refused"  # at its moment the town was no longer as the plan supposed; `problem` says how
    CANCELLED = "cancelled"


class Reorganisation(Record):
    __tablename__ = "reorganisations"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    effective_at: Mapped[datetime]
    plan: Mapped[dict[str, Any]]
    plan_hash: Mapped[str] = mapped_column(String(64))
    may_orphan: Mapped[bool]
    status: Mapped[str] = mapped_column(String(16), default=PlanStatus.PLANNED)
    problem: Mapped[str | None] = mapped_column(Text)
    filed_by: Mapped[str] = mapped_column(String(64))
    filed_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Reorganised(Record):
    """One thing that changed. `subject`: «field:tax:names», «opened:digital», «closed:roads» or «entry:child_allowance».

    `before` and `after` hold the value under «is». Of a closed section `after` names who took over.
    """

    __tablename__ = "reorganised"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    reorganisation_id: Mapped[int] = mapped_column(ForeignKey("reorganisations.id"), index=True)
    subject: Mapped[str] = mapped_column(String(160), index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


def planned(session: Session) -> list[Reorganisation]:
    """Earliest first."""
    waiting = select(Reorganisation).where(Reorganisation.status == PlanStatus.PLANNED)
    return list(session.scalars(waiting.order_by(Reorganisation.effective_at, Reorganisation.id)))


def every(session: Session) -> list[Reorganisation]:
    return list(session.scalars(select(Reorganisation).order_by(Reorganisation.effective_at, Reorganisation.id)))


def history(session: Session) -> list[Reorganised]:
    """Everything ever changed, oldest first."""
    return list(session.scalars(select(Reorganised).order_by(Reorganised.id)))


def successor(session: Session, section_id: str) -> str | None:
    """Who took over from a section that is closed; old buttons in residents' telephones still name it."""
    found = (
        select(Reorganised.after).where(Reorganised.subject == f"closed:{section_id}").order_by(Reorganised.id.desc())
    )
    after = session.scalar(found.limit(1))
    return str(after["is"]) if after else None
