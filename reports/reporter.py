"""What a reporter may do with their own case: add, answer, clean, take back, and say whether it was repaired."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports import sayings
from reports.cells import Point
from reports.filing import Office
from reports.history import Happened, ReportEvent
from reports.moves import step
from reports.records import Report, note, put_at
from reports.section_letters import tell_section
from reports.stages import UNSEEN, Move, Stage

THEIRS = (Happened.ADDED, Happened.ANSWERED)


@dataclass(frozen=True)
class Piece:
    """One sentence of theirs. `key` is for a button: it names these words wherever they stand by then."""

    words: str
    event_id: int | None = None  # where it stands in the history alone

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.event_id or 0}:{self.words}".encode()).hexdigest()[:8]


def own(session: Session, report_id: int, resident_id: int) -> Report | None:
    """The case, held, if it is theirs: a button of somebody else's opens nothing."""
    report = session.get(Report, report_id, with_for_update=True, populate_existing=True)
    return report if report and report.resident_id == resident_id else None


def add_words(session: Session, report: Report, text: str, now: datetime) -> ReportEvent:
    return note(session, report, Happened.ADDED, now, text=text)


def open_question(session: Session, report: Report) -> ReportEvent | None:
    """The officer's last question, as long as nothing has come back."""
    answers = (Happened.ASKED, Happened.ANSWERED)
    query = select(ReportEvent).where(ReportEvent.report_id == report.id, ReportEvent.happened.in_(answers))
    last = session.scalar(query.order_by(ReportEvent.id.desc()).limit(1))
    return last if last and last.happened == Happened.ASKED else None


def answer(
    session: Session, office: Office, report: Report, now: datetime, *, text: str | None = None,
    point: Point | None = None, photo_id: int | None = None,
) -> ReportEvent:  # fmt: skip
    """Text, a place or a photo, back into the case; the section has a letter."""
    if point:
        put_at(report, point)
        report.district_id = office.town.standing(point).district_id
    report.revision += 1
    event = note(session, report, Happened.ANSWERED, now, text=text, photo_id=photo_id)
    tell_section(session, office.desk_address, report, now, "answered")
    return event


def clean(session: Session, report: Report, now: datetime) -> None:
    """Their words go, here and from the open web; the case stays, and so does the only word of where it is.
    Photos go by their own button.
    """
    report.text = report.public_text = None
    if report.point:
        report.place_words = None
    for event in session.scalars(select(ReportEvent).where(ReportEvent.report_id == report.id)):
        if event.happened in (*THEIRS, Happened.PLACED):
            event.text = None
    sayings.forget(session, report.id)
    report.revision += 1
    note(session, report, Happened.CLEANED, now)


def pieces(session: Session, report: Report) -> list[Piece]:
    """Their sentences one by one, as they came: those of the report, then what was added or answered."""
    found = [Piece(line) for line in (report.text or "").splitlines() if line.strip()]
    of_it = select(ReportEvent).where(ReportEvent.report_id == report.id, ReportEvent.happened.in_(THEIRS))
    added = session.scalars(of_it.order_by(ReportEvent.id))
    return found + [Piece(one.text, one.id) for one in added if one.text]


def take_out(session: Session, report: Report, piece: Piece, now: datetime) -> None:
    """One sentence goes, here and from the open web, where an officer's words were made of it too."""
    event = session.get(ReportEvent, piece.event_id) if piece.event_id else None
    if event:
        event.text = None
    else:
        report.text = sayings.without(report.text, piece.words)
    report.public_text = None
    sayings.forget_words(session, report.id, piece.words)
    report.revision += 1
    note(session, report, Happened.CLEANED, now)


def withdraw(session: Session, report: Report, now: datetime) -> bool:
    """True: the case is over. False: somebody has been there, or others wait for it: only the reporter goes."""
    clean(session, report, now)
    is_over = Stage(report.stage) in UNSEEN and report.follower_count == 0
    if is_over:
        step(session, report, Move.WITHDRAW, now)
        report.is_shown = False
    report.resident_id, report.unlinked_at = None, now
    return is_over


def say_fixed(session: Session, office: Office, report: Report, is_fixed: bool, now: datetime) -> bool:
    """「直りましたか」. No opens the case again, at the top of the section's list. False where it was not asked."""
    if report.stage != Stage.DONE or report.asked_fixed_at is None:
        return False
    report.is_fixed = is_fixed
    note(session, report, Happened.FIXED if is_fixed else Happened.NOT_FIXED, now)
    if not is_fixed:
        step(session, report, Move.REOPEN, now)
        report.priority = max(report.priority, 1)
        tell_section(session, office.desk_address, report, now, "reopened")
    return True
