"""Which message brought which words of a case: whoever takes a message back in LINE takes its words out of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports import photos
from reports.history import Happened, ReportEvent
from reports.records import Report, note
from store import journal
from store.database import Record


class Part(StrEnum):
    TEXT = "text"
    PLACE = "place"
    EVENT = "event"  # added or answered later: the words stand in the history alone


@dataclass(frozen=True)
class Said:
    """Masked words as they stand in the case."""

    message_id: str
    part: Part
    words: str


class Saying(Record):
    __tablename__ = "report_sayings"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("report_events.id"))
    message_id: Mapped[str] = mapped_column(String(64), index=True)
    part: Mapped[str] = mapped_column(String(8))
    words: Mapped[str | None] = mapped_column(Text)


def keep(session: Session, report_id: int, said: Sequence[Said]) -> None:
    for one in said:
        session.add(Saying(report_id=report_id, message_id=one.message_id, part=one.part, words=one.words))
    session.flush()


def keep_event(session: Session, event: ReportEvent, said: Sequence[Said]) -> None:
    """Words that came later, and stand in the history alone."""
    for one in said:
        session.add(
            Saying(
                report_id=event.report_id, event_id=event.id, message_id=one.message_id, part=Part.EVENT,
                words=one.words,
            )
        )  # fmt: skip
    session.flush()


def forget(session: Session, report_id: int) -> None:
    """The words of the case are gone, and so is what they came from."""
    session.execute(delete(Saying).where(Saying.report_id == report_id))


def forget_words(session: Session, report_id: int, words: str) -> None:
    """These are gone from the case already."""
    theirs = (Saying.report_id == report_id) & (Saying.words == words) & (Saying.part != Part.PLACE)
    session.execute(delete(Saying).where(theirs))


def unsay(session: Session, message_id: str, now: datetime) -> list[int]:
    """Take out of its case what this message brought, words or a photo. Returns the cases concerned."""
    found = list(session.scalars(select(Saying).where(Saying.message_id == message_id).order_by(Saying.id)))
    photo = photos.by_message(session, message_id)
    cases = {one.report_id for one in found} | ({photo.report_id} if photo and photo.report_id else set())
    for id_ in sorted(cases):
        report = session.get_one(Report, id_, with_for_update=True, populate_existing=True)
        for one in found:
            if one.report_id == id_:
                _take_out(session, report, one)
        report.revision += 1
        is_photo = photo is not None and photo.report_id == id_
        note(session, report, Happened.UNSENT, now, photo_id=photo.id if photo and is_photo else None)
        journal.write(session, now, actor="resident", action="report.unsent", subject=f"report:{id_}")
    if photo:
        photos.destroy(session, [photo], now)
    return sorted(cases)


def _take_out(session: Session, report: Report, said: Saying) -> None:
    match said.part:
        case Part.EVENT:
            event = session.get(ReportEvent, said.event_id)
            if event:
                event.text = without(event.text, said.words)
        case Part.PLACE:
            if report.pole_number == said.words:
                report.pole_number = None
            report.place_words = without(report.place_words, said.words)
        case _:
            report.text = without(report.text, said.words)
            report.public_text = None  # whatever an officer let be read was made of these words
    session.delete(said)


def without(whole: str | None, words: str | None) -> str | None:
    """Whole lines where they stand as they came. Nothing is left where they do not: they may stand there otherwise."""
    if not whole or not words or words not in whole:
        return None
    lines = f"\n{whole}\n"
    is_apart = f"\n{words}\n" in lines
    left = lines.replace(f"\n{words}\n", "\n", 1) if is_apart else lines.replace(words, "\n", 1)
    return "\n".join(line for line in left.splitlines() if line.strip()) or None
