"""「直りましたか」: two weeks after the work is done the reporter is asked once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports import announcing
from reports.filing import Office
from reports.history import Happened
from reports.records import Report, note
from reports.stages import Stage

MANY = 100  # cases per transaction


def ask_due(session: Session, office: Office, now: datetime) -> int:
    """Returns how many cases were looked at; as many as MANY says that there may be more."""
    since = now - timedelta(days=office.town.rules.asks_fixed_after_days)
    due = select(Report).where(
        Report.stage == Stage.DONE, Report.closed_at <= since, Report.asked_fixed_at.is_(None),
        Report.resident_id.is_not(None),
    )  # fmt: skip
    found = session.scalars(due.order_by(Report.closed_at).limit(MANY).with_for_update(skip_locked=True)).all()
    for report in found:
        report.asked_fixed_at = now
        if announcing.ask_fixed(session, office, report, now):
            note(session, report, Happened.ASKED_FIXED, now)
    return len(found)
