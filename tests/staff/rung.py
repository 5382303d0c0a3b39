"""A roster with two nights on it, a test ring that one officer heard, and a notice that waits for its second person."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts import calling, drafting, notice_rings, ringing, wording
from alerts.audience import Aim, Audience
from alerts.ring_words import Voice
from tests.alerts.desk_of_notices import TO_KAWARA, a_draft
from tests.staff.townspeople import sample_town
from town import officers, roster
from town.roster import Planned, Span

FILLED = {
    "template": "evacuation_order",
    "values": {
        "hazard": "landslide", "districts": ["kawara"], "reason": "heavy_rain", "shelters": ["honcho_school"],
        "ordered_at": "2026-11-20T11:50",
    },
}  # fmt: skip


def rung(session: Session, everybody: list[officers.Officer], now: datetime) -> int:
    """The number of the ring."""
    nights = [Span(now + timedelta(days=n), now + timedelta(days=n, hours=15)) for n in (0, 2)]
    roster.replace(session, [Planned(everybody[n].id, night, 1) for n, night in enumerate(nights)], "shell", now)
    ring = notice_rings.test(session, now)
    calling.go_on(session, timedelta(minutes=3), Voice("みほん市"), now)
    ringing.take(session, ring.id, everybody[1], now)
    return ring.id


def waiting_notice(session: Session, officer: officers.Officer, now: datetime, *, is_drill: bool = False) -> int:
    """The number of a notice that was handed in."""
    draft = a_draft(now, Audience(Aim.TESTERS) if is_drill else TO_KAWARA, content=FILLED)
    begun = drafting.begin(session, draft, "citizens", now, officer=officer, is_drill=is_drill)
    written = wording.in_words(FILLED, sample_town(), is_drill=is_drill, now=now)
    return drafting.submit(session, begun.id, begun.revision, written, officer, now).id
