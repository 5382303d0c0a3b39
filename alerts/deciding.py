"""The second person: approve, return, reject, stand for a machine's draft; and the clock, when nobody comes."""

import re
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import allowance, broadcasts, corrections, line_checks, releasing
from alerts.broadcasts import Broadcast
from alerts.stages import Move, Stage
from alerts.written import is_passed
from town.night import USUAL_NIGHT, Night
from town.officers import NotAllowedError, Officer
from town.roles import Role

ASKED_AGAIN_AFTER = timedelta(minutes=15)
LAPSES_AFTER = timedelta(minutes=60)
_LEVEL = re.compile(r"^(?:警戒)?レベル[1-5](?:相当)?")


def approve(
    session: Session, broadcast_id: int, revision: int, officer: Officer, typed_kind: str, now: datetime,
    night: Night = USUAL_NIGHT,
) -> Broadcast:  # fmt: skip
    """The whole click: the rule, the stage, the corrections ready, and every row to LINE, or nothing at all."""
    broadcast = broadcasts.locked(session, broadcast_id, revision)
    _refuse_approval(session, broadcast, officer, now)
    _refuse_other_kind(broadcast, typed_kind)
    return settle(session, broadcast, Move.APPROVE, officer, now, night)


def settle(
    session: Session, broadcast: Broadcast, by: Move, officer: Officer, now: datetime, night: Night = USUAL_NIGHT
) -> Broadcast:
    """What follows a yes, whoever was allowed to say it."""
    line_checks.refuse_refused(session, broadcast)
    if broadcast.corrects_id is None:
        corrections.prepare(session, broadcast, officer.id, now)
    else:
        corrections.refuse_early(session, broadcast)
    broadcast.decided_by, broadcast.decided_at = officer.id, now
    broadcasts.move(session, broadcast, by, officer, now)
    is_due = not broadcast.send_at or broadcast.send_at <= now
    if is_due and line_checks.holds(session, broadcast):
        allowance.refuse_ordinary(session, broadcast, now)
    elif is_due:
        releasing.release(session, broadcast, now, night)
    return broadcast


def adopt(session: Session, broadcast_id: int, revision: int, officer: Officer, now: datetime) -> Broadcast:
    """An officer stands for what a machine submitted: from now on they are its submitter, and another must approve."""
    _refuse_without(officer, Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)
    broadcast = broadcasts.locked(session, broadcast_id, revision)
    if broadcast.submitted_by is not None:
        raise NotAllowedError("この配信には、もう起案者がいます。")
    broadcasts.move(session, broadcast, Move.ADOPT, officer, now)
    broadcast.submitted_by = officer.id
    return broadcast


def send_back(
    session: Session, broadcast_id: int, revision: int, officer: Officer, reason: str, now: datetime, *,
    is_final: bool = False,
) -> Broadcast:  # fmt: skip
    """Return it to be mended, or reject it for good. Both need a reason."""
    _refuse_without(officer, Role.BROADCAST_APPROVER)
    if not reason.strip():
        raise NotAllowedError("理由を書いてください。")
    broadcast = broadcasts.locked(session, broadcast_id, revision)
    broadcasts.move(session, broadcast, Move.REJECT if is_final else Move.RETURN, officer, now)
    broadcast.decided_by, broadcast.decided_at, broadcast.reason = officer.id, now, reason.strip()
    return broadcast


def lapse(
    session: Session, now: datetime, asked_again_after: timedelta = ASKED_AGAIN_AFTER
) -> tuple[list[Broadcast], list[Broadcast]]:
    """What presses and waits: asked again after 15 minutes, lapsed after 60. Returns (to ask again, lapsed)."""
    waiting = select(Broadcast).where(Broadcast.stage == Stage.SUBMITTED).with_for_update(skip_locked=True)
    again, gone = [], []
    for broadcast in session.scalars(waiting):
        since = broadcast.submitted_at or now
        if not broadcast.written.is_pressing:
            continue
        if now - since >= LAPSES_AFTER:
            broadcasts.move(session, broadcast, Move.LAPSE, None, now)
            gone.append(broadcast)
        elif now - since >= asked_again_after and broadcast.asked_again_at is None:
            broadcast.asked_again_at = now
            again.append(broadcast)
    return again, gone


def plain_kind(typed: str) -> str:
    """«警戒レベル4　避難指示», «ﾚﾍﾞﾙ4避難指示» and «避難指示» are one word."""
    folded = re.sub(r"[\s【】「」『』]", "", unicodedata.normalize("NFKC", typed))
    return _LEVEL.sub("", folded)


def _refuse_approval(session: Session, broadcast: Broadcast, officer: Officer, now: datetime) -> None:
    _refuse_without(officer, Role.BROADCAST_APPROVER)
    if broadcast.submitted_by is None:
        raise NotAllowedError("機械が作った下書きです。まず職員が内容を引き受け、別の職員が承認してください。")
    if broadcast.submitted_by == officer.id and not corrections.is_one_hand_enough(session, broadcast, now):
        raise NotAllowedError("承認に出した本人は承認できません。別の承認者にお願いしてください。")
    refuse_stale(broadcast, now)


def refuse_stale(broadcast: Broadcast, now: datetime) -> None:
    if is_passed(broadcast.expires_at, now):
        raise NotAllowedError("有効期限が過ぎたので送れません。差し戻して、期限を直してください。")
    if broadcast.written.is_pressing and broadcast.submitted_at and now - broadcast.submitted_at >= LAPSES_AFTER:
        raise NotAllowedError("承認に出してから60分が過ぎました。内容を確かめて、出し直してください。")


def _refuse_other_kind(broadcast: Broadcast, typed_kind: str) -> None:
    if plain_kind(typed_kind) != plain_kind(broadcast.written.kind):
        raise NotAllowedError(f"種類が違います。この配信の種類は「{broadcast.written.kind}」です。")


def _refuse_without(officer: Officer, *roles: Role) -> None:
    if not officer.powers.has(*roles):
        raise NotAllowedError(
            "配信を承認する役割がありません。" if roles == (Role.BROADCAST_APPROVER,) else "配信の役割がありません。"
        )
