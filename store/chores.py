"""Housework with a date: who did it last, and who is at it now. Two clocks may ring; the work is done once."""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record

LEASE = timedelta(minutes=15)


class Chore(Record):
    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime]


def take(session: Session, name: str, now: datetime) -> bool:
    """True when the chore is due and nobody else is at it; the caller has it for a quarter of an hour."""
    chore = session.get(Chore, name, with_for_update=True)
    if chore is None:
        return _is_first(session, name, now)
    if chore.due_at > now or chore.leased_until > now:
        return False
    chore.leased_until = now + LEASE
    return True


def _is_first(session: Session, name: str, now: datetime) -> bool:
    """Two clocks may find no row at the same moment: whoever comes second finds it there, and no error."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Chore).values(name=name, due_at=now, leased_until=now + LEASE)
    row = row.on_conflict_do_nothing(index_elements=["name"])
    return session.scalar(row.returning(Chore.name)) is not None


def done(session: Session, name: str, next_due_at: datetime, now: datetime) -> None:
    chore = session.get_one(Chore, name, with_for_update=True)
    chore.due_at, chore.leased_until = next_due_at, now
