"""The telephones a drill may reach. Nobody comes here but by a code of their own officer's account."""

from datetime import datetime

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class Tester(Record):
    """One telephone for one officer, whose own row is upstairs. The number stays: old drills point at it."""

    __tablename__ = "testers"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    officer_id: Mapped[int] = mapped_column(unique=True)
    line_id: Mapped[str | None] = mapped_column(String(64), unique=True)  # None: no longer linked
    linked_at: Mapped[datetime]


def link(session: Session, officer_id: int, line_id: str, now: datetime) -> Tester:
    """A new telephone takes the place of the old one, and leaves whomever it belonged to."""
    session.execute(update(Tester).where(Tester.line_id == line_id).values(line_id=None))
    tester = of_officer(session, officer_id) or Tester(officer_id=officer_id)
    tester.line_id, tester.linked_at = line_id, now
    session.add(tester)
    session.flush()
    return tester


def unlink(session: Session, officer_id: int) -> None:
    session.execute(update(Tester).where(Tester.officer_id == officer_id).values(line_id=None))


def of_officer(session: Session, officer_id: int) -> Tester | None:
    return session.scalar(select(Tester).where(Tester.officer_id == officer_id))


def of_telephone(session: Session, line_id: str) -> Tester | None:
    return session.scalar(select(Tester).where(Tester.line_id == line_id))


def all(session: Session) -> list[Tester]:  # noqa: A001 - read as `testers.all(session)`
    return list(session.scalars(select(Tester).where(Tester.line_id.is_not(None)).order_by(Tester.id)))
