"""Letters to a section: that there is a case to open. A link and a number, never a word of the resident."""

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from reports.records import Report
from store import letters
from store.letters import LetterError, Words
from town import sections

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
    urgent = "【急ぎ】" if report.is_urgent else ""
    words = Words(OCCASION, f"{urgent}{SUBJECTS[news]} {report.receipt_number}", _body(desk_address, report, news))
    try:
        key = f"report:{report.id}:{news}:{section.id}:{report.revision}"
        return letters.write(session, section.email, words, now, once_key=key)
    except LetterError:
        log.warning("report.letter_impossible", section=section.id)
        return False


def _body(desk_address: str, report: Report, news: str) -> str:
    where = f"{desk_address}/staff/reports/{report.id}" if desk_address else "職員のページの「通報」"
    lines = [
        f"{SUBJECTS[news]}があります。",
        f"受付番号 {report.receipt_number}",
        "",
        "内容は、ここで確かめてください。",
        where,
    ]
    return "\n".join(lines)
