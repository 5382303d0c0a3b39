"""Ordinary notices that come again: each time a row of its own, until the last day, and on no closing day."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from alerts import corrections
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from store import journal
from town.calendar import to_jst

MOST_SKIPPED = 60  # a town that is closed for two months has other worries


class Rhythm(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_STEPS = {
    Rhythm.DAY: relativedelta(days=1),
    Rhythm.WEEK: relativedelta(weeks=1),
    Rhythm.MONTH: relativedelta(months=1),
}
# What the next one takes over as it was approved. What belongs to one sending begins anew.
_TAKEN_OVER = (
    "is_drill", "section_id", "origin", "content", "audience", "frozen", "drafted_by", "drafted_at", "submitted_by",
    "submitted_at", "decided_by", "decided_at", "ordered_by", "ordered_at", "grounds", "document_number", "repeats",
    "repeats_until", "skips_closing_days",
)  # fmt: skip


def plan_next(session: Session, sent: Broadcast, is_closed: Callable[[date], bool], now: datetime) -> Broadcast | None:
    """The next time, already approved with the first; None where there is none."""
    moment = next_moment(sent, is_closed)
    if moment is None or sent.send_at is None or sent.expires_at is None:
        return None
    coming = Broadcast(
        stage=Stage.APPROVED, revision=1, ends_order_ids=[], send_at=moment,
        expires_at=moment + (sent.expires_at - sent.send_at), **{name: getattr(sent, name) for name in _TAKEN_OVER},
    )  # fmt: skip
    session.add(coming)
    session.flush()
    journal.write(
        session, now, actor="machine", action="broadcast.repeat", subject=f"broadcast:{coming.id}", of=sent.id
    )
    corrections.prepare(session, coming, coming.decided_by, now)
    return coming


def next_moment(sent: Broadcast, is_closed: Callable[[date], bool]) -> datetime | None:
    """The same hour of the clock one step on; a closing day is left out where the notice says so."""
    if sent.repeats is None or sent.repeats_until is None or sent.send_at is None:
        return None
    began = to_jst(sent.send_at)
    for step in range(1, MOST_SKIPPED):
        moment = began + _STEPS[Rhythm(sent.repeats)] * step
        if moment.date() > sent.repeats_until:
            return None
        if not (sent.skips_closing_days and is_closed(moment.date())):
            return moment
    return None
