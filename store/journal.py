"""What was done and when, append-only, with ids and never with words."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class JournalLine(Record):
    """`subject` names a row («inbox_event:12»), `details` holds ids and counts only."""

    __tablename__ = "journal"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]]


def write(session: Session, now: datetime, *, actor: str, action: str, subject: str, **details: int | str) -> None:
    session.add(JournalLine(at=now, actor=actor, action=action, subject=subject, details=details))
