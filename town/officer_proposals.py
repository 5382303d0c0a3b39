"""Changes that wait for a second administrator: one role, or a whole 人事異動 on its day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from store import journal
from store.database import Record
from town import officer_changes
from town.calendar import to_jst
from town.officer_changes import CHANGES, Change
from town.officers import NotAllowedError, Officer


class Stage(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"  # its day has not come yet
    MADE = "made"
    REJECTED = "rejected"
    FAILED = "failed"  # on its day something no longer fitted; nothing of it was made


class OfficerProposal(Record):
    __tablename__ = "officer_proposals"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    changes: Mapped[list[dict[str, Any]]]
    takes_effect_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(8), index=True)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    decided_at: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(300))  # why it failed

    @property
    def subject(self) -> str:
        return f"officer_proposal:{self.id}"

    def values(self) -> tuple[Change, ...]:
        return CHANGES.validate_python(self.changes)


def propose(
    session: Session, changes: Iterable[Change], by: Officer, now: datetime, takes_effect_on: date | None = None
) -> OfficerProposal:
    listed = CHANGES.dump_python(tuple(changes), mode="json")
    if not listed:
        raise NotAllowedError("変わるところがありません。")
    proposal = OfficerProposal(changes=listed, stage=Stage.WAITING, proposed_by=by.id, proposed_at=now)
    proposal.takes_effect_on = takes_effect_on or to_jst(now).date()
    session.add(proposal)
    session.flush()
    journal.write(
        session,
        now,
        actor=by.actor,
        action="officer_proposal.made",
        subject=proposal.subject,
        changes_count=len(listed),
    )
    return proposal


def change(session: Session, changed: Change, by: Officer, now: datetime) -> OfficerProposal | None:
    """Made at once where one administrator is enough; else the proposal that now waits for a second one."""
    if officer_changes.needs_second(session, changed):
        return propose(session, [changed], by, now)
    officer_changes.make(session, changed, now, by.actor)
    return None


def approve(session: Session, proposal: OfficerProposal, by: Officer, now: datetime) -> None:
    _decide(session, proposal, by, now, Stage.APPROVED)
    journal.write(session, now, actor=by.actor, action="officer_proposal.approved", subject=proposal.subject)
    if proposal.takes_effect_on <= to_jst(now).date():
        _make(session, proposal, now)


def reject(session: Session, proposal: OfficerProposal, by: Officer, now: datetime) -> None:
    """Whoever proposed it may take it back."""
    _decide(session, proposal, by, now, Stage.REJECTED)
    journal.write(session, now, actor=by.actor, action="officer_proposal.rejected", subject=proposal.subject)


def make_due(session: Session, now: datetime) -> int:
    """What was approved for today or earlier. A batch is made whole or not at all."""
    due = session.scalars(
        select(OfficerProposal.id)
        .where(OfficerProposal.stage == Stage.APPROVED, OfficerProposal.takes_effect_on <= to_jst(now).date())
        .order_by(OfficerProposal.takes_effect_on, OfficerProposal.id)
    )
    made = 0
    for proposal_id in list(due):
        proposal = session.get_one(OfficerProposal, proposal_id)
        try:
            with session.begin_nested():
                _make(session, proposal, now)
                made += 1
        except NotAllowedError as refusal:
            proposal.stage, proposal.reason = Stage.FAILED, str(refusal)
            journal.write(session, now, actor="clock", action="officer_proposal.failed", subject=proposal.subject)
    return made


def find(session: Session, proposal_id: int) -> OfficerProposal | None:
    return session.get(OfficerProposal, proposal_id)


def latest(session: Session, limit: int = 50) -> Sequence[OfficerProposal]:
    """Those that wait come first."""
    is_decided = OfficerProposal.stage != Stage.WAITING
    return session.scalars(select(OfficerProposal).order_by(is_decided, OfficerProposal.id.desc()).limit(limit)).all()


def count_waiting(session: Session) -> int:
    return len(session.scalars(select(OfficerProposal.id).where(OfficerProposal.stage == Stage.WAITING)).all())


def _decide(session: Session, proposal: OfficerProposal, by: Officer, now: datetime, stage: Stage) -> None:
    if stage is Stage.APPROVED and proposal.proposed_by == by.id:
        raise NotAllowedError("申請した本人は承認できません。別の管理者が承認してください。")
    if stage is Stage.APPROVED and _is_about(proposal, by):
        raise NotAllowedError("自分の権限についての申請は、自分では承認できません。")
    taken = session.execute(
        update(OfficerProposal)
        .where(OfficerProposal.id == proposal.id, OfficerProposal.stage == Stage.WAITING)
        .values(stage=stage, decided_by=by.id, decided_at=now)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise NotAllowedError("この申請は、もう決まっています。")
    session.refresh(proposal)


def _is_about(proposal: OfficerProposal, officer: Officer) -> bool:
    return any(one.email == officer.email and one.kind in ("grant", "reset") for one in proposal.values())


def _make(session: Session, proposal: OfficerProposal, now: datetime) -> None:
    for one in proposal.values():
        officer_changes.make(session, one, now, proposal.subject)
    proposal.stage, proposal.made_at = Stage.MADE, now
    journal.write(session, now, actor="clock", action="officer_proposal.applied", subject=proposal.subject)
