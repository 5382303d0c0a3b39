"""How often residents who chose a topic hear of it: who is told too much blocks us, and then hears no alarm either."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast
from alerts.stages import GONE_OUT, Stage
from town.calendar import to_jst
from town.notice_rules import NoticeRules


@dataclass(frozen=True)
class Spent:
    """One topic in one month: `count` notices have left or are approved, this one not among them."""

    topic_id: str
    count: int
    budget: int

    @property
    def is_over(self) -> bool:
        """Whether one more is one too many. Officers are warned; nobody is stopped."""
        return self.count >= self.budget


def spent(
    session: Session, topic_ids: Collection[str], rules: NoticeRules, at: datetime, without: int | None = None
) -> list[Spent]:
    """The month of `at`, topic by topic. `without` leaves out the notice that is being looked at."""
    month = to_jst(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    leaves_at = func.coalesce(Broadcast.released_at, Broadcast.send_at)
    counted = select(Broadcast.id, Broadcast.audience).where(
        Broadcast.is_drill.is_(False), Broadcast.corrects_id.is_(None),
        Broadcast.stage.in_([*GONE_OUT, Stage.APPROVED]), leaves_at >= month, leaves_at < month + relativedelta(months=1),
    )  # fmt: skip
    used: Counter[str] = Counter()
    for number, written in session.execute(counted):
        meant = Audience.from_json(written)
        if number != without and meant.aim is Aim.TOPICS:
            used.update(set(meant.ids))
    return [Spent(topic_id, used[topic_id], rules.monthly_of(topic_id)) for topic_id in topic_ids]


def warnings(session: Session, broadcast: Broadcast, rules: NoticeRules, now: datetime) -> list[Spent]:
    """The topics of this notice that have had their share of the month."""
    meant = broadcast.is_for
    if meant.aim is not Aim.TOPICS or broadcast.is_drill:
        return []
    return [one for one in spent(session, meant.ids, rules, broadcast.send_at or now, broadcast.id) if one.is_over]
