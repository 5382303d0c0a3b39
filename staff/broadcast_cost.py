"""What a notice costs of LINE's month, whom it does not reach, and what LINE said about its words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from alerts import allowance, budgets, line_checks
from alerts.allowance import Allowance
from alerts.broadcasts import Broadcast
from alerts.budgets import Spent
from alerts.line_checks import LineCheck, Opinion
from staff.broadcast_reach import Reach
from town.notice_rules import NoticeRules


@dataclass(frozen=True)
class Cost:
    """`message_count` is what LINE will count; `allowance` None: LINE has not told yet. `is_held`: it stays until LINE has
    said whether it takes these words.
    """

    message_count: int
    allowance: Allowance | None
    unreached_count: int | None
    over_budget: list[Spent]
    check: LineCheck | None
    is_held: bool

    @property
    def is_refused_by_line(self) -> bool:
        return self.check is not None and self.check.opinion == Opinion.REFUSED

    @property
    def is_waiting_for_line(self) -> bool:
        return self.check is not None and self.check.opinion == Opinion.WAITING


def of(session: Session, notice: Broadcast, reach: Reach, rules: NoticeRules, now: datetime) -> Cost:
    month = None if notice.is_drill else allowance.find(session, now)
    unreached = month.unreached(reach.count) if month and not reach.is_to_everyone else None
    return Cost(
        message_count=0 if notice.is_drill else max(allowance.cost(session, notice), reach.count), allowance=month,
        unreached_count=unreached, over_budget=budgets.warnings(session, notice, rules, now),
        check=session.get(LineCheck, notice.id) if notice.frozen else None,
        is_held=notice.frozen is not None and line_checks.holds(session, notice),
    )  # fmt: skip
