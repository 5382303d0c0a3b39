"""Urgent cases that nobody of the town has opened yet: for each somebody is rung, until one officer opens it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.history import Happened
from reports.records import IS_OPEN, Report, note
from store.database import wake


def unopened(session: Session) -> list[Report]:
    """Whatever crashed in between, the row itself says that somebody is still to be rung."""
    waits = select(Report).where(Report.rings_since.is_not(None), IS_OPEN, Report.is_urgent)
    return list(session.scalars(waits.order_by(Report.rings_since)))


def is_waiting(session: Session, report_id: int) -> bool:
    report = session.get(Report, report_id)
    return report is not None and report.is_open and report.is_urgent and report.rings_since is not None


def times_to_call_all(since: datetime, unopened_after: timedelta, now: datetime) -> int:
    """How often everybody was to be called by now: after one period, two, four, eight … It never falls silent."""
    return max(0, (now - since) // unopened_after).bit_length()


def raise_(session: Session, report: Report, now: datetime) -> None:
    """A second resident says that somebody is in danger there: rung like a new one, also where it was opened before."""
    if report.is_urgent or not report.is_open:
        return
    report.is_urgent, report.rings_since = True, now
    report.revision += 1
    note(session, report, Happened.URGENT, now)
    wake(session, "notices")
