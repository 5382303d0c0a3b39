"""Letters to a section: that there is a case to open. A link and a number, never a word of the resident."""

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from reports import addressees
from reports.addressees import Addressees
from reports.records import Report
from store import letters
from store.letters import LetterError, Words
from town import sections
from town.profile import Profile

log = structlog.get_logger()
OCCASION = "report"
SUBJECTS = {
    "new": "新しい通報",
    "reopened": "再開した通報",
    "answered": "通報者からの返事",
    "moved": "担当に回ってきた通報",
    "unopened": "まだ開かれていない緊急の通報",
}


def tell_section(session: Session, desk_address: str, report: Report, now: datetime, news: str = "new") -> bool:
    """False where the section has no address, or has been told of this already."""
    section = sections.find(session, report.section_id)
    if section is None or section.email is None:
        return False
    return _write(session, Addressees(section.name_in(("ja",)), (section.email,)), desk_address, report, now, news)


def remind(session: Session, desk_address: str, report: Report, town: Profile, now: datetime) -> bool:
    """That nobody has opened it: where the section has no address, to whoever stands above it. False: to nobody."""
    to = addressees.find(session, report.section_id, town, now)
    return _write(session, to, desk_address, report, now, "unopened")


def _write(session: Session, to: Addressees, desk_address: str, report: Report, now: datetime, news: str) -> bool:
    urgent = "【急ぎ】" if report.is_urgent else ""
    body = "\n".join([*_body(desk_address, report, news), *addressees.why(to)])
    words = Words(OCCASION, f"{urgent}{SUBJECTS[news]} {report.receipt_number}", body)
    key = f"report:{report.id}:{news}:{report.section_id}:{report.revision}"
    try:
        written = [
            letters.write(session, one, words, now, once_key=f"{key}:{at}") for at, one in enumerate(to.addresses)
        ]
    except LetterError:
        log.warning("report.letter_impossible", section=report.section_id)
        return False
    return any(written)


def _body(desk_address: str, report: Report, news: str) -> list[str]:
    where = f"{desk_address}/staff/reports/{report.id}" if desk_address else "職員のページの「通報」"
    return [
        f"{SUBJECTS[news]}があります。",
        f"受付番号 {report.receipt_number}",
        "",
        "内容は、ここで確かめてください。",
        where,
    ]
