"""A safety check in 川原 that is open, with three residents who answered it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import deciding, orders, safety_entries, safety_opening
from alerts.broadcasts import Broadcast
from alerts.orders import Issued
from alerts.safety_checks import SafetyCheck
from alerts.safety_entries import PAGE, Condition, SafetyEntry
from alerts.safety_opening import Asked
from tests.staff.townspeople import sample_town
from town import residents
from town.officers import Officer
from town.residents import Resident
from town.roles import Role

PEOPLE = (("sato", Role.BROADCAST_DRAFTER), ("suzuki", Role.BROADCAST_APPROVER), ("tanaka", Role.REPORT_HANDLER))
KAWARA, MINATO = (34.7445, 138.2610), (34.7300, 138.2700)


def ordered(session: Session, now: datetime) -> None:
    orders.issue(session, Issued(("kawara", "minato"), "flood", "避難指示", 4, now, "市長", 1), ())


def opened(session: Session, people: Sequence[Officer], now: datetime) -> SafetyCheck:
    """The first prepares it and is named to watch with the third; the second approves."""
    ordered(session, now)
    asked = Asked(("kawara", "minato"), now + timedelta(hours=6), (people[0], people[2]))
    check = safety_opening.prepare(session, asked, sample_town(), "disaster", people[0], now)
    notice = session.get_one(Broadcast, check.broadcast_id)
    deciding.approve(session, notice.id, notice.revision, people[1], "安否確認", now)
    return check


def answered(session: Session, check: SafetyCheck, now: datetime) -> None:
    told(session, check, "U1", "kawara", Condition.SAFE, now)
    first = told(session, check, "U2", "kawara", Condition.TROUBLE, now - timedelta(minutes=5))
    first.latitude, first.longitude = KAWARA
    safety_entries.add_words(session, first, "足が悪くて歩けません", "m1", now - timedelta(minutes=4))
    told(session, check, "U3", safety_entries.UNKNOWN, Condition.LEAVING, now)


def answered_by_a_page_more(session: Session, check: SafetyCheck, condition: Condition, now: datetime) -> None:
    """Of the list at the desk; all live in 川原."""
    for number in range(PAGE):
        resident = residents.meet(session, f"N{number}", now)
        safety_entries.tell(session, check, resident, "kawara", condition, now)


def told(
    session: Session, check: SafetyCheck, line_id: str, district: str, condition: Condition, now: datetime
) -> SafetyEntry:
    resident = session.scalars(select(Resident).where(Resident.line_id == line_id)).one()
    return safety_entries.tell(session, check, resident, district, condition, now)
