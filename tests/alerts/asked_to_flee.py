"""An order in 川原, and a safety check for it: sato prepares it, suzuki approves, tanaka is named to watch."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts import deciding, orders, safety_checks, safety_opening, safety_watches
from alerts.broadcasts import Broadcast
from alerts.orders import Issued
from alerts.safety_checks import SafetyCheck
from alerts.safety_opening import Asked
from settings import SAMPLE_TOWN
from town import officers
from town.officers import Officer
from town.profile import load_profile

MIHON = load_profile(SAMPLE_TOWN)
KIND = "安否確認"


def officer(session: Session, name: str) -> Officer:
    found = officers.by_email(session, f"{name}@mihon.example")
    assert found
    return found


def order(session: Session, now: datetime, *districts: str) -> None:
    there = districts or ("kawara",)
    orders.issue(session, Issued(there, "flood", "避難指示", 4, now, "市長", 1), ())


def prepared(session: Session, now: datetime, *watchers: str, hours: int = 6) -> SafetyCheck:
    named = tuple(officer(session, one) for one in watchers or ("tanaka",))
    asked = Asked(("kawara",), now + timedelta(hours=hours), named)
    return safety_opening.prepare(session, asked, MIHON, "disaster", officer(session, "sato"), now)


def approved(session: Session, check: SafetyCheck, now: datetime, by: str = "suzuki") -> Broadcast:
    notice = session.get_one(Broadcast, check.broadcast_id)
    return deciding.approve(session, notice.id, notice.revision, officer(session, by), KIND, now)


def opened(session: Session, now: datetime, *watchers: str, hours: int = 6) -> SafetyCheck:
    order(session, now)
    check = prepared(session, now, *watchers, hours=hours)
    approved(session, check, now)
    assert safety_checks.find(session, check.id) is check and check.is_open(now)
    return check


def watch(session: Session, check: SafetyCheck, now: datetime, name: str = "tanaka") -> None:
    safety_watches.come(session, check.id, officer(session, name), now)
