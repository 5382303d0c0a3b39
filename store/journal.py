"""What was done and when, append-only, with ids and never with words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record

PAGE = 50


class JournalLine(Record):
    """`subject` names a row («inbox_event:12»), `details` holds ids and counts only.

    The database itself refuses to change or delete a line (triggers, migration `journal_seals`).
    """

    __tablename__ = "journal"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]]


@dataclass(frozen=True)
class Looked:
    """What somebody looks for in the journal. An action or a subject may be only its beginning."""

    since: datetime | None = None
    until: datetime | None = None
    actor: str = ""
    action: str = ""
    subject: str = ""


def write(session: Session, now: datetime, *, actor: str, action: str, subject: str, **details: int | str) -> None:
    session.add(JournalLine(at=now, actor=actor, action=action, subject=subject, details=details))


def search(session: Session, looked: Looked, before_id: int | None = None) -> list[JournalLine]:
    """One page, newest first; `before_id` is the last line of the page before. One line more says there is another."""
    found = _matching(looked).order_by(JournalLine.id.desc()).limit(PAGE + 1)
    return list(session.scalars(found.where(JournalLine.id < before_id) if before_id else found))


def every(session: Session, looked: Looked) -> Iterator[JournalLine]:
    """All of them, oldest first, a thousand at a time."""
    last_id = 0
    while lines := list(session.scalars(_after(looked, last_id))):
        yield from lines
        last_id = lines[-1].id
        session.expunge_all()


def of_subject(session: Session, subject: str) -> list[JournalLine]:
    """The life of one thing, newest first."""
    return list(
        session.scalars(select(JournalLine).where(JournalLine.subject == subject).order_by(JournalLine.id.desc()))
    )


def _after(looked: Looked, last_id: int) -> Select[JournalLine]:
    return _matching(looked).where(JournalLine.id > last_id).order_by(JournalLine.id).limit(1000)


def _matching(looked: Looked) -> Select[JournalLine]:
    found = select(JournalLine)
    if looked.since:
        found = found.where(JournalLine.at >= looked.since)
    if looked.until:
        found = found.where(JournalLine.at < looked.until)
    if looked.actor:
        found = found.where(JournalLine.actor == looked.actor)
    if looked.action:
        found = found.where(JournalLine.action.startswith(looked.action, autoescape=True))
    if looked.subject:
        is_whole = looked.subject[-1:].isdigit()
        by_subject = JournalLine.subject
        found = found.where(
            by_subject == looked.subject if is_whole else by_subject.startswith(looked.subject, autoescape=True)
        )
    return found
