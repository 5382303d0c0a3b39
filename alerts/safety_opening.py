"""Preparing a safety check: its watchers are named, and its notice is handed in for another person to approve."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts import drafting, safety_checks, safety_watches
from alerts.audience import Aim, Audience
from alerts.drafting import Draft
from alerts.safety_checks import SafetyCheck
from alerts.wording import in_words
from town.calendar import to_jst
from town.officers import NotAllowedError, Officer
from town.profile import Profile

LONGEST = timedelta(hours=72)


@dataclass(frozen=True)
class Asked:
    """Where, until when, and who watches."""

    districts: tuple[str, ...]
    until_at: datetime
    watchers: tuple[Officer, ...]


def prepare(
    session: Session, asked: Asked, town: Profile, section_id: str, officer: Officer, now: datetime
) -> SafetyCheck:
    """Nobody is asked anything yet: it opens when another officer has approved its notice."""
    if not now < asked.until_at <= now + LONGEST:
        raise NotAllowedError(f"終わりの時刻は、いまから{LONGEST // timedelta(hours=1)}時間以内にしてください。")
    safety_checks.refuse_districts(session, asked.districts)
    check = SafetyCheck(
        districts=sorted(set(asked.districts)), prepared_by=officer.id, prepared_at=now, until_at=asked.until_at,
        told_counts={},
    )  # fmt: skip
    session.add(check)
    session.flush()
    safety_watches.name(session, check, asked.watchers, now)
    check.broadcast_id = _hand_in(session, check, town, section_id, officer, now)
    safety_checks.note(
        session, check, "prepared", officer.actor, now, watchers=len(asked.watchers), broadcast=check.broadcast_id
    )
    return check


def _hand_in(
    session: Session, check: SafetyCheck, town: Profile, section_id: str, officer: Officer, now: datetime
) -> int:
    until = f"{to_jst(check.until_at):%Y-%m-%dT%H:%M}"
    values = {"districts": check.districts, "until": until, "check": check.id}
    content = {"template": safety_checks.TEMPLATE, "values": values}
    written = in_words(content, town, is_drill=False, now=now)
    to = Audience(Aim.DISTRICTS, tuple(check.districts))
    draft = Draft(content, to, expires_at=check.until_at)
    begun = drafting.begin(session, draft, section_id, now, officer=officer, is_drill=False)
    return drafting.submit(session, begun.id, begun.revision, written, officer, now).id
