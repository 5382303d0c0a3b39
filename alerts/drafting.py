"""Writing a notice: begin, edit, submit, take back. Nobody is told anything here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from alerts import broadcasts, ending, line_checks
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, BroadcastVersion, Origin
from alerts.stages import Move, Stage, after
from alerts.written import Effect, Written, is_passed
from town.officers import NotAllowedError, Officer
from town.roles import Role


@dataclass(frozen=True)
class Draft:
    """What an officer writes. `content` names the template and fills its placeholders."""

    content: Mapping[str, Any]
    audience: Audience
    ordered_by: str | None = None
    ordered_at: datetime | None = None
    grounds: str | None = None
    document_number: str | None = None
    send_at: datetime | None = None
    repeats: str | None = None
    repeats_until: date | None = None
    skips_closing_days: bool = False
    expires_at: datetime | None = None
    ends_order_ids: tuple[int, ...] = field(default=())


def begin(
    session: Session, draft: Draft, section_id: str, now: datetime, *,
    officer: Officer | None, is_drill: bool, origin: Origin = Origin.OFFICER,
) -> Broadcast:  # fmt: skip
    """A new draft; `officer` is None only where a machine wrote it."""
    if officer:
        _refuse_without_role(officer)
    broadcasts.refuse_unfit_audience(is_drill, draft.audience)
    broadcast = Broadcast(
        is_drill=is_drill, section_id=section_id, origin=origin, drafted_at=now, content={}, audience={},
        drafted_by=officer.id if officer else None, ends_order_ids=[], stage=Stage.DRAFT, revision=0,
    )  # fmt: skip
    fill(broadcast, draft)
    session.add(broadcast)
    session.flush()
    broadcasts.move(session, broadcast, Move.EDIT, officer, now)
    _remember(session, broadcast, officer, now)
    return broadcast


def edit(
    session: Session, broadcast_id: int, revision: int, draft: Draft, officer: Officer, now: datetime
) -> Broadcast:
    """Any change returns it to a draft. Raises OvertakenEditError when somebody else was faster."""
    _refuse_without_role(officer)
    broadcast = broadcasts.locked(session, broadcast_id, revision)
    after(Stage(broadcast.stage), Move.EDIT)
    audience = draft.audience if broadcast.corrects_id is None else broadcast.is_for  # a correction's is not chosen
    if broadcast.corrects_id is None:
        broadcasts.refuse_unfit_audience(broadcast.is_drill, audience)
    fill(broadcast, draft)
    broadcast.audience = audience.as_json()
    broadcast.frozen = broadcast.submitted_by = broadcast.submitted_at = broadcast.asked_again_at = None
    broadcasts.move(session, broadcast, Move.EDIT, officer, now)
    _remember(session, broadcast, officer, now)
    return broadcast


def submit(
    session: Session, broadcast_id: int, revision: int, written: Written, officer: Officer | None, now: datetime
) -> Broadcast:
    """Freeze the words. From here on, what is approved is letter by letter what is sent."""
    if officer:
        _refuse_without_role(officer)
    broadcast = broadcasts.locked(session, broadcast_id, revision)
    _refuse_unready(session, broadcast, written, now)
    audience = broadcast.is_for
    broadcast.audience = Audience(audience.aim, audience.ids, written.is_pressing).as_json()
    broadcast.frozen = written.as_json()
    broadcast.submitted_by, broadcast.submitted_at = officer.id if officer else None, now
    broadcast.asked_again_at = broadcast.decided_by = broadcast.decided_at = broadcast.reason = None
    broadcasts.move(session, broadcast, Move.SUBMIT, officer, now)
    line_checks.ask(session, broadcast, now)
    return broadcast


def withdraw(session: Session, broadcast_id: int, revision: int, officer: Officer, now: datetime) -> Broadcast:
    """The submitter takes it back to work on it."""
    _refuse_without_role(officer)
    broadcast = broadcasts.locked(session, broadcast_id, revision)
    broadcasts.move(session, broadcast, Move.WITHDRAW, officer, now)
    broadcast.frozen = broadcast.submitted_by = broadcast.submitted_at = None
    return broadcast


def discard(session: Session, broadcast_id: int, revision: int, officer: Officer, now: datetime) -> Broadcast:
    _refuse_without_role(officer)
    broadcast = broadcasts.locked(session, broadcast_id, revision)
    broadcasts.move(session, broadcast, Move.DISCARD, officer, now)
    return broadcast


def _refuse_without_role(officer: Officer) -> None:
    if not officer.powers.has(Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER):
        raise NotAllowedError("配信を起案する役割がありません。")


def unready(session: Session, broadcast: Broadcast, written: Written, now: datetime) -> list[tuple[str, str]]:
    """What keeps it from being handed in beside its words: the field of each, and the sentence."""
    is_order = written.effect is not Effect.NONE and not broadcast.is_drill
    wrong = [
        ("expires_at", is_passed(broadcast.expires_at, now), "有効期限が過ぎています。"),
        ("send_at", is_passed(broadcast.send_at, now), "送る日時が過ぎています。"),
        ("expires_at", broadcast.expires_at is None, "有効期限を入れてください。過ぎたら送りません。"),
        ("expires_at", _ends_before_it_leaves(broadcast), "有効期限が、送る日時より前です。"),
        ("repeats", broadcast.repeats is not None and written.is_pressing, "警戒レベル3以上と津波は、繰り返し送れません。"),
        ("repeats_until", broadcast.repeats is not None and broadcast.repeats_until is None, "繰り返しの終わりの日を入れてください。"),
        ("ordered_by", is_order and not (broadcast.ordered_by and broadcast.ordered_at), "発令者と決定時刻を入れてください。"),
        ("grounds", is_order and not broadcast.grounds, "根拠(発令基準)を入れてください。"),
        ("ends", written.effect is Effect.ENDS and is_order and not broadcast.ends_order_ids, "どの発令を終わらせるのかを選んでください。"),
        ("aim", _is_for_nobody(broadcast.is_for), "送る相手を選んでください。"),
        ("aim", written.is_pressing and broadcast.is_for.aim in (Aim.TOPICS, Aim.LANGUAGES), "警戒レベル3以上と津波は、話題や言語では送れません。"),
    ]  # fmt: skip
    found = [(field, sentence) for field, is_wrong, sentence in wrong if is_wrong]
    return found + [("ends", sentence) for sentence in ending.faults(session, broadcast, written)]


def _refuse_unready(session: Session, broadcast: Broadcast, written: Written, now: datetime) -> None:
    for _, sentence in unready(session, broadcast, written, now):
        raise NotAllowedError(sentence)


def _is_for_nobody(audience: Audience) -> bool:
    return audience.aim in (Aim.DISTRICTS, Aim.TOPICS, Aim.LANGUAGES) and not audience.ids


def _ends_before_it_leaves(broadcast: Broadcast) -> bool:
    return bool(broadcast.send_at and broadcast.expires_at and broadcast.expires_at <= broadcast.send_at)


def fill(broadcast: Broadcast, draft: Draft) -> None:
    """Put the draft's words into the row; whether they may be kept is decided by `begin` and `edit`."""
    broadcast.content, broadcast.audience = dict(draft.content), draft.audience.as_json()
    broadcast.ends_order_ids = [str(id_) for id_ in draft.ends_order_ids]
    for name in ("ordered_by", "ordered_at", "grounds", "document_number", "send_at", "repeats", "repeats_until",
                 "skips_closing_days", "expires_at"):  # fmt: skip
        setattr(broadcast, name, getattr(draft, name))


def _remember(session: Session, broadcast: Broadcast, officer: Officer | None, now: datetime) -> None:
    session.add(
        BroadcastVersion(
            broadcast_id=broadcast.id, revision=broadcast.revision, officer_id=officer.id if officer else None, at=now,
            content=broadcast.content, audience=broadcast.audience,
        )
    )  # fmt: skip
    session.flush()
