"""What LINE lets the account send this month, and how many friends it counts: as last told, with the moment."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record

_ONLY = 1


class Quota(Record):
    """One row. `monthly_limit` None: LINE names no limit. LINE's own count is approximate."""

    __tablename__ = "line_quota"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    monthly_limit: Mapped[int | None]
    used: Mapped[int]
    measured_at: Mapped[datetime]
    friend_count: Mapped[int | None]  # friends who have not blocked us
    blocked_count: Mapped[int | None]
    friends_on: Mapped[date | None]  # the day of those two


def find(session: Session) -> Quota | None:
    """None before LINE was asked for the first time."""
    return session.get(Quota, _ONLY)


def note(session: Session, monthly_limit: int | None, used: int, now: datetime) -> None:
    row = session.get(Quota, _ONLY) or Quota(id=_ONLY)
    row.monthly_limit, row.used, row.measured_at = monthly_limit, used, now
    session.add(row)


def note_friends(session: Session, friend_count: int, blocked_count: int, on: date) -> None:
    """Only beside a quota: LINE is asked for both in one go."""
    row = session.get_one(Quota, _ONLY)
    row.friend_count, row.blocked_count, row.friends_on = friend_count, blocked_count, on
