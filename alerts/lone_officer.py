"""Two in the morning and nobody comes: what one officer may send, and how it is made good within a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import broadcasts, deciding
from alerts.broadcasts import Broadcast
from alerts.stages import Move
from alerts.written import Effect
from store import journal
from town.notice_rules import Alone
from town.officers import NotAllowedError, Officer
from town.roles import Role

RATIFIED_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class LoneRule:
    """The town's own decision at set-up. Without it nobody ever sends alone."""

    is_allowed: bool = False
    wait: timedelta = timedelta(minutes=3)  # level 4, level 5 and tsunami
    wait_at_level_3: timedelta = timedelta(minutes=10)

    @classmethod
    def of(cls, alone: Alone) -> "LoneRule":
        """As it stands in `notices: alone:` of the town's profile."""
        waits = (alone.after_minutes, alone.after_minutes_at_level_3)
        return cls(alone.is_allowed, *(timedelta(minutes=minutes) for minutes in waits))

    def may_from(self, broadcast: Broadcast) -> datetime | None:
        """From when on, or None: never."""
        if not self.is_allowed or broadcast.submitted_at is None or not broadcast.written.is_for_one_hand:
            return None
        return broadcast.submitted_at + (self.wait_at_level_3 if broadcast.written.level == 3 else self.wait)


def send_alone(
    session: Session, broadcast_id: int, revision: int, officer: Officer, rule: LoneRule, now: datetime, *,
    has_fresh_factor: bool, typed_kind: str,
) -> Broadcast:  # fmt: skip
    """An unchanged template, an order on record, a second factor just now, and nobody else in time; or a refusal."""
    broadcast = broadcasts.locked(session, broadcast_id, revision)
    _refuse(broadcast, officer, rule, now, has_fresh_factor=has_fresh_factor)
    if deciding.plain_kind(typed_kind) != deciding.plain_kind(broadcast.written.kind):
        raise NotAllowedError(f"種類が違います。この配信の種類は「{broadcast.written.kind}」です。")
    broadcast.is_alone = True
    if broadcast.submitted_by is None:
        broadcast.submitted_by = officer.id
    deciding.settle(session, broadcast, Move.SEND_ALONE, officer, now)
    journal.write(session, now, actor=officer.actor, action="broadcast.sent_alone", subject=f"broadcast:{broadcast.id}")
    return broadcast


def _refuse(broadcast: Broadcast, officer: Officer, rule: LoneRule, now: datetime, *, has_fresh_factor: bool) -> None:
    allowed_from = rule.may_from(broadcast)
    wrong = [
        (not officer.powers.has(Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER), "配信の役割がありません。"),
        (not rule.is_allowed, "この町では、1人で送ることを認めていません。"),
        (broadcast.written.effect is Effect.ENDS, "解除は、1人では送れません。"),
        (allowed_from is None, "1人で送れるのは、警戒レベル3以上と津波だけです。"),
        (broadcast.is_drill, "訓練は、1人では送れません。別の承認者と練習してください。"),
        (broadcast.corrects_id is not None, "取消は、1人では送れません。"),
        (allowed_from is not None and now < allowed_from, "まだ承認者を待つ時間です。"),
        (broadcast.written.has_free_text, "自由に書いた文があるので、1人では送れません。ひな形の選択肢だけを使ってください。"),
        (not (broadcast.ordered_by and broadcast.ordered_at), "だれがいつ決めたのか(発令者と決定時刻)を入れてください。"),
        (not has_fresh_factor, "もう一度、二要素の確認をしてください。"),
    ]  # fmt: skip
    for is_wrong, sentence in wrong:
        if is_wrong:
            raise NotAllowedError(sentence)
    deciding.refuse_stale(broadcast, now)


def ratify(session: Session, broadcast_id: int, officer: Officer, now: datetime) -> Broadcast:
    """A second approver makes it good. Late is written down as late, not refused."""
    broadcast = broadcasts.locked(session, broadcast_id)
    if not officer.powers.has(Role.BROADCAST_APPROVER) or broadcast.decided_by == officer.id:
        raise NotAllowedError("送った本人ではない承認者だけが、追認できます。")
    if not broadcast.is_alone or broadcast.ratified_at is not None:
        raise NotAllowedError("追認を待っている配信ではありません。")
    broadcast.ratified_by, broadcast.ratified_at = officer.id, now
    is_late = now - (broadcast.decided_at or now) > RATIFIED_WITHIN
    journal.write(
        session, now, actor=officer.actor, action="broadcast.ratify", subject=f"broadcast:{broadcast.id}",
        late=int(is_late),
    )  # fmt: skip
    return broadcast


def unratified(session: Session) -> list[Broadcast]:
    """What one officer sent and nobody has made good yet, oldest first."""
    query = select(Broadcast).where(Broadcast.is_alone, Broadcast.ratified_at.is_(None))
    return list(session.scalars(query.order_by(Broadcast.decided_at)))
