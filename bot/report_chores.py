"""The housework of reports: asking whether it was repaired, telling what is past its day, and forgetting on time."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from reports import fixed, muting, overdue, retention
from reports.filing import Office
from store.database import transaction

log = structlog.get_logger()


def work(office: Office, now: datetime) -> None:
    if not office.town.rules.is_open:
        return  # a town that has no rules any more may not lose what it kept under them
    asked = _all(lambda session: fixed.ask_due(session, office, now), fixed.MANY)
    told = _all(lambda session: overdue.tell_due(session, office, now), overdue.MANY)
    with transaction() as session:
        muting.forget(session, now - office.town.rules.unlink_after)
    forgotten = _all(lambda session: retention.forget(session, office.town.rules, now), retention.MANY)
    if asked or told or forgotten:
        log.info("reports.kept", asked=asked, overdue=told, forgotten=forgotten)


def _all(step: Callable[[Session], int], many: int) -> int:
    total = 0
    while True:
        with transaction() as session:
            count = step(session)
        total += count
        if count < many:
            return total
