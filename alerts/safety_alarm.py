"""What time alone does to safety checks: what nobody reads rings the watchers, and after the event all is deleted."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts import ringing, rings, safety_checks, safety_entries
from alerts.ringing import Wish
from alerts.rings import Reason, Ring, State
from alerts.safety_checks import PEOPLE, SafetyCheck
from alerts.safety_entries import Condition
from town import officers

UNREAD_AFTER = timedelta(minutes=3)


def is_of_interest(session: Session) -> bool:
    return bool(safety_checks.kept(session))


def look(session: Session, kept_for: timedelta, now: datetime) -> None:
    """Asked again and again. Also after the end: somebody may still wait to be read."""
    for one in safety_checks.kept(session):
        check = safety_checks.held(session, one.id)
        if check is None:
            continue
        if now >= check.over_at + kept_for:
            _empty(session, check, now)
        else:
            _watch_over(session, check, now)


def _watch_over(session: Session, check: SafetyCheck, now: datetime) -> None:
    wanted = _reason(safety_entries.unread_before(session, check.id, now - UNREAD_AFTER))
    latest = rings.latest_about(session, check.subject)
    if wanted is None:
        _stop(session, check, now)
    elif latest is None or _is_due(latest, wanted, now):
        contractors = tuple(one.id for one in officers.all(session) if one.is_contractor)
        wish = Wish(page=f"safety/{check.id}", spared=contractors)
        ringing.ring(session, wanted, check.subject, PEOPLE, now, wish)


def _reason(unread: Collection[Condition]) -> Reason | None:
    if Condition.TROUBLE in unread:
        return Reason.SAFETY_TROUBLE
    return Reason.SAFETY_UNREAD if unread else None


def _is_due(latest: Ring, wanted: Reason, now: datetime) -> bool:
    """Somebody in trouble is a louder occasion. Whoever took it has as long as everybody had before."""
    if wanted is Reason.SAFETY_TROUBLE and latest.reason != wanted:
        return True
    if latest.state == State.RINGING:
        return False
    return latest.state != State.TAKEN or now - (latest.ended_at or now) >= UNREAD_AFTER


def _stop(session: Session, check: SafetyCheck, now: datetime) -> None:
    for ring in rings.open_about(session, check.subject):
        ringing.stop(session, ring, now)


def _empty(session: Session, check: SafetyCheck, now: datetime) -> None:
    """What remains are counts: the journal and the row say how many, never who."""
    _stop(session, check, now)
    told = safety_entries.empty(session, check, now)
    safety_checks.note(session, check, "emptied", "machine", now, **told)
