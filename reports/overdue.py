"""Cases past their day: their section has one letter a morning, with numbers and a link, never a resident's word."""

from collections import defaultdict
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.records import IS_OPEN, Report
from store import letters
from store.letters import LetterError, Words
from town import sections
from town.calendar import to_jst

log = structlog.get_logger()
MANY = 200  # cases per transaction
NAMED = 20  # receipt numbers in one letter; the list at the desk shows all
HOURS = range(8, 18)  # of Japan: no letter about a day that has passed is worth a night


def tell_due(session: Session, desk_address: str, now: datetime) -> int:
    """Each case is told once for its day, and again when a new day passes too. Returns how many were looked at."""
    if to_jst(now).hour not in HOURS:
        return 0
    due = select(Report).where(IS_OPEN, Report.due_at <= now, Report.overdue_told_at.is_(None))
    found = session.scalars(due.order_by(Report.due_at).limit(MANY).with_for_update(skip_locked=True)).all()
    of_section: dict[str, list[Report]] = defaultdict(list)
    for report in found:
        report.overdue_told_at = now
        of_section[report.section_id].append(report)
    for section_id, cases in of_section.items():
        _tell(session, desk_address, section_id, cases, now)
    return len(found)


def _tell(session: Session, desk_address: str, section_id: str, cases: list[Report], now: datetime) -> None:
    section = sections.find(session, section_id)
    if section is None or section.email is None:
        return
    words = Words("report", f"期限を過ぎた通報 {len(cases)}件", _body(desk_address, section_id, cases))
    key = f"report_overdue:{section.id}:{cases[0].id}:{len(cases)}:{to_jst(now):%Y-%m-%d-%H%M}"
    try:
        letters.write(session, section.email, words, now, once_key=key)
    except LetterError:
        log.warning("report.letter_impossible", section=section.id)


def _body(desk_address: str, section_id: str, cases: list[Report]) -> str:
    where = f"{desk_address}/staff/reports?view=overdue&section={section_id}" if desk_address else ""
    numbers = [one.receipt_number for one in cases[:NAMED]]
    more = [f"ほか{len(cases) - NAMED}件"] if len(cases) > NAMED else []
    opens = where or "職員のページの「通報」の「期限超過」"
    return "\n".join(["対応の目標の日を過ぎた通報があります。", *numbers, *more, "", "ここで確かめてください。", opens])
