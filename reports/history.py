"""What happened to a case, from the receipt to the last word."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class Happened(StrEnum):
    """What can happen to a case."""

    FILED = "filed"
    OPENED = "opened"  # for the first time, by an officer: from then on the town knew
    URGENT = "urgent"  # another resident says that somebody is in danger
    MOVED = "moved"  # along an arrow of the stages
    NOTE = "note"  # for officers only
    WORD = "word"  # a public word without a move
    ASKED = "asked"
    ANSWERED = "answered"
    ADDED = "added"  # the reporter added something by themselves
    ASSIGNED = "assigned"
    CHANGED = "changed"  # kind, danger, priority or day put right
    PLACED = "placed"  # the place put right; its words may be the reporter's
    JOINED = "joined"
    MERGED = "merged"
    MODERATED = "moderated"
    ASKED_FIXED = "asked_fixed"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    CLEANED = "cleaned"  # the reporter took words or a photo back
    UNSENT = "unsent"  # a message was taken back in LINE, and what it brought is gone
    PHOTO_ADDED = "photo_added"  # by an officer
    REDACTED = "redacted"
    PUBLISHED = "published"  # a photo, on the open web
    UNPUBLISHED = "unpublished"
    MUTING = "muting"  # of the reporter: proposed, decided, ended
    HELD = "held"
    RELEASED = "released"


class ReportEvent(Record):
    """What happened to a case. `text` of a public one is read by reporter and followers, never by the open web."""

    __tablename__ = "report_events"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    at: Mapped[datetime]
    happened: Mapped[str] = mapped_column(String(12))
    stage: Mapped[str | None] = mapped_column(String(12))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    is_public: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str | None] = mapped_column(Text)
    other_id: Mapped[int | None]  # the case it was merged with
    photo_id: Mapped[int | None]


def of_report(session: Session, report_id: int) -> list[ReportEvent]:
    return list(session.scalars(select(ReportEvent).where(ReportEvent.report_id == report_id).order_by(ReportEvent.id)))
