"""What time alone does to urgent reports: somebody is rung, then everybody, until an officer opens the case."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from alerts import ringing, rings
from alerts.ringing import Wish
from alerts.rings import Reason, Ring
from bot.drain import Claimed
from reports import urgent
from reports.announcing import kind_name
from reports.filing import Office
from reports.records import Report
from reports.section_letters import remind
from speech.languages import Language
from store.database import reading, transaction
from town import officers
from town.calendar import to_jst
from town.roles import Role

log = structlog.get_logger()
HANDLERS = (Role.REPORT_HANDLER,)
# Where no officer of the section can open it, whoever is awake must hear, and the administrators can name somebody.
WHEN_NOBODY_CAN = (Role.BROADCAST_APPROVER, Role.ADMINISTRATOR)


class ReportHours:
    def __init__(self, office: Office, now: Callable[[], datetime]) -> None:
        self._office, self._now = office, now

    def look(self, _claimed: Claimed) -> bool:
        """Always False. On an ordinary day it only reads, so that nobody waits for the pen."""
        with reading() as session:
            is_due = bool(urgent.unopened(session) or _ringing(session))
        if is_due:
            with transaction() as session:
                begun = look(session, self._office, self._now())
            if begun:
                log.info("reports.rung", rings=begun)
        return False


def look(session: Session, office: Office, now: datetime) -> int:
    """Begin what has to ring and stop what is settled; asked again and again, it rings each occasion once."""
    for ring in _ringing(session):
        if not urgent.is_waiting(session, int(ring.subject.removeprefix("report:"))):
            ringing.stop(session, ring, now)
    return sum(_ring(session, office, report, now) for report in urgent.unopened(session))


def _ring(session: Session, office: Office, report: Report, now: datetime) -> bool:
    since = report.rings_since or now
    times = urgent.times_to_call_all(since, office.town.rules.urgent.unopened_after, now)
    able = _able(session, report, now)
    reason, roles = _why(times, bool(able)), HANDLERS if able else WHEN_NOBODY_CAN
    everybody = {one.id for one in officers.working(session, Role.REPORT_HANDLER, to_jst(now).date())}
    wish = Wish(
        about=f"{kind_name(office.town.rules, report.kind, Language.JA)} {report.receipt_number}",
        page=f"reports/{report.id}" if able else "officers",
        once_key=f"{reason}:report:{report.id}:{since.isoformat()}:{times}", is_to_all=times > 0,
        section_id=report.section_id if able else None, spared=tuple(sorted(everybody - able)) if able else (),
    )  # fmt: skip
    ring = ringing.ring(session, reason, f"report:{report.id}", roles, now, wish)
    is_new = ring.started_at == now
    if is_new and times == 1:
        remind(session, office.desk_address, report, office.profile, now)
    return is_new


def _why(times: int, can_somebody: bool) -> Reason:
    if not can_somebody:
        return Reason.REPORT_NOBODY
    return Reason.REPORT_UNOPENED if times else Reason.REPORT_URGENT


def _able(session: Session, report: Report, now: datetime) -> set[int]:
    """Who may open it: a contractor only their own cases."""
    found = officers.working(session, Role.REPORT_HANDLER, to_jst(now).date(), report.section_id)
    return {one.id for one in found if not one.powers.has_own_cases_only or one.id == report.officer_id}


def _ringing(session: Session) -> list[Ring]:
    return [one for one in rings.ringing(session) if one.subject.startswith("report:")]
