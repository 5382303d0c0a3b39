"""Cases past their day: one letter a morning to their section, with numbers and a link, never a resident's word."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from reports import addressees
from reports.addressees import Addressees
from reports.filing import Office
from reports.records import IS_OPEN, Report
from store import letters
from store.letters import Words
from town.calendar import to_jst

log = structlog.get_logger()
MANY = 200  # cases per transaction
NAMED = 20  # receipt numbers in one letter; the list at the desk shows all
HOURS = range(8, 18)  # of Japan: no letter about a day that has passed is worth a night


def tell_due(session: Session, office: Office, now: datetime) -> int:
    """Each case is told once for its day, and again when a new day passes too. Returns how many were told.

    A case about which nobody can have a letter is not marked: it stays on the desk's list of the untold.
    """
    if to_jst(now).hour not in HOURS:
        return 0
    is_due = (IS_OPEN, Report.due_at <= now, Report.overdue_told_at.is_(None))
    ids = session.scalars(select(Report.section_id).where(*is_due).distinct()).all()
    whom = {id_: to for id_ in ids if (to := addressees.find(session, id_, office.profile, now)).addresses}
    _warn(sorted(set(ids) - set(whom)))
    due = select(Report).where(*is_due, Report.section_id.in_(whom)).order_by(Report.due_at, Report.id)
    found = session.scalars(due.limit(MANY).with_for_update(skip_locked=True)).all()
    of_section: dict[str, list[Report]] = defaultdict(list)
    for report in found:
        report.overdue_told_at = now
        of_section[report.section_id].append(report)
    for section_id, cases in of_section.items():
        _tell(session, office.desk_address, whom[section_id], cases, now)
    return len(found)


def _warn(untold: Sequence[str]) -> None:
    if untold:
        log.warning("reports.overdue_untold", sections=untold)


def _tell(session: Session, desk_address: str, to: Addressees, cases: list[Report], now: datetime) -> None:
    whose = f"{to.section_name}の" if to.are_above else ""
    body = "\n".join([*_body(desk_address, cases), *addressees.why(to)])
    words = Words("report", f"期限を過ぎた{whose}通報 {len(cases)}件", body)
    for address in to.addresses:
        letters.write(session, address, words, now)


def _body(desk_address: str, cases: list[Report]) -> list[str]:
    section_id = cases[0].section_id
    where = f"{desk_address}/staff/reports?view=overdue&section={section_id}" if desk_address else ""
    numbers = [one.receipt_number for one in cases[:NAMED]]
    more = [f"ほか{len(cases) - NAMED}件"] if len(cases) > NAMED else []
    opens = where or "職員のページの「通報」の「期限超過」"
    return ["対応の目標の日を過ぎた通報があります。", *numbers, *more, "", "ここで確かめてください。", opens]
