"""What a notice costs of the month's quota, what remains, and when ordinary notices must stop for the pressing ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import audience
from alerts.audience import IN_EVERY_BROADCAST, Aim
from alerts.broadcasts import Broadcast
from store import notices, quota
from town import residents
from town.calendar import to_jst
from town.officers import NotAllowedError

FULL_SENDS_KEPT = 2


@dataclass(frozen=True)
class Allowance:
    """`remaining` None: LINE names no limit. `measured_at` is when LINE was asked; what left since is taken off."""

    monthly_limit: int | None
    used: int
    full_send: int
    friend_count: int | None
    measured_at: datetime

    @property
    def remaining(self) -> int | None:
        return None if self.monthly_limit is None else max(0, self.monthly_limit - self.used)

    @property
    def kept_back(self) -> int:
        """So much stays for two notices to everybody."""
        return FULL_SENDS_KEPT * self.full_send

    def unreached(self, recipient_count: int) -> int | None:
        """How many of LINE's friends a notice to so many does not reach; None where LINE does not count them."""
        return None if self.friend_count is None else max(0, self.friend_count - recipient_count)


def find(session: Session, now: datetime) -> Allowance | None:
    """None before LINE has told anything."""
    told = quota.find(session)
    if told is None:
        return None
    full_send = max(told.friend_count or 0, residents.count_following(session))
    month = to_jst(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    is_of_this_month = told.measured_at >= month
    since = told.measured_at if is_of_this_month else month
    used = (told.used if is_of_this_month else 0) + _sent_since(session, since, full_send)
    return Allowance(told.monthly_limit, used, full_send, told.friend_count, told.measured_at)


def cost(session: Session, broadcast: Broadcast) -> int:
    """How many messages LINE will count. A drill's and a correction's go to whom they go to, whatever it costs."""
    meant = broadcast.is_for
    if meant.aim in (Aim.TESTERS, Aim.SAME):
        return 0
    by_language = audience.counts(session, meant)
    if meant.aim is not Aim.EVERYONE:
        return sum(by_language.values())
    told = quota.find(session)
    everybody = max(told.friend_count or 0 if told else 0, residents.count_following(session))
    return everybody + sum(count for language, count in by_language.items() if language not in IN_EVERY_BROADCAST)


def refuse_ordinary(session: Session, broadcast: Broadcast, now: datetime) -> None:
    """Where the quota is limited, ordinary notices leave two full sends in it. What presses, a drill and a correction
    are never asked.
    """
    if broadcast.written.is_pressing or broadcast.is_drill or broadcast.corrects_id is not None:
        return
    allowance = find(session, now)
    if allowance is None or allowance.remaining is None:
        return
    left = allowance.remaining - cost(session, broadcast)
    if left < allowance.kept_back:
        raise NotAllowedError(
            f"今月LINEで送れるのは残り{allowance.remaining:,}通です。緊急のお知らせを全員に{FULL_SENDS_KEPT}回送れる分"
            f"({allowance.kept_back:,}通)を残すため、ふだんのお知らせは送れません。来月にするか、LINEのプランを見直してください。"
        )


def _sent_since(session: Session, since: datetime, full_send: int) -> int:
    released = list(session.scalars(select(Broadcast.id).where(Broadcast.released_at >= since)))
    return sum(notices.telephone_count(session, number, full_send) for number in released)
