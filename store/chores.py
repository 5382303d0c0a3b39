"""Housework with a date: who did it last, and who is at it now. Two clocks may ring; the work is done once."""

from datetime import datetime, timedelta

from sqlalchemy import String
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
        session.add(Chore(name=name, due_at=now, leased_until=now + LEASE))
        session.flush()
        return True
    if chore.due_at > now or chore.leased_until > now:
        return False
    chore.leased_until = now + LEASE
    return True


def done(session: Session, name: str, next_due_at: datetime, now: datetime) -> None:
    chore = session.get_one(Chore, name, with_for_update=True)
    chore.due_at, chore.leased_until = next_due_at, now
