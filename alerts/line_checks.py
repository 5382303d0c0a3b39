"""LINE's own opinion of a notice's messages, asked for from its submission on.

What LINE is known to refuse is not approved. An ordinary notice waits for the opinion; what presses does not, and a
refusal that comes too late rings the approvers.

waiting -LINE takes them-> fit     waiting -LINE names what is wrong-> refused     waiting -no answer-> waiting, asked again
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from store.database import Record, wake
from town.officers import NotAllowedError

ASKED_AGAIN_AFTER = timedelta(seconds=30)
LEAVING = (Stage.APPROVED, Stage.SENDING, Stage.SENT)
ASKED_ABOUT = (Stage.SUBMITTED, *LEAVING)


class Opinion(StrEnum):
    WAITING = "waiting"
    FIT = "fit"
    REFUSED = "refused"


class LineCheck(Record):
    """The newest submission of one notice. `since` is its moment: an answer about older words changes nothing."""

    __tablename__ = "line_checks"

    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True)
    since: Mapped[datetime]
    opinion: Mapped[str] = mapped_column(String(8), index=True)
    complaint: Mapped[str | None] = mapped_column(String(400))  # LINE's words about our message, never a resident's
    next_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Question:
    """Which words LINE is to be asked about."""

    broadcast_id: int
    since: datetime


def ask(session: Session, broadcast: Broadcast, now: datetime) -> None:
    """In the same transaction as the submission; the worker asks as soon as it commits."""
    check = session.get(LineCheck, broadcast.id) or LineCheck(broadcast_id=broadcast.id)
    check.since, check.opinion, check.next_at = now, Opinion.WAITING, now
    check.complaint = check.answered_at = None
    session.add(check)
    wake(session, "notices")


def due(session: Session, now: datetime) -> list[Question]:
    """What nobody is asking this moment. Whoever asks has half a minute; then somebody else may."""
    query = (
        select(LineCheck)
        .join(Broadcast)
        .where(LineCheck.opinion == Opinion.WAITING, LineCheck.next_at <= now, Broadcast.stage.in_(ASKED_ABOUT))
    )
    found = list(session.scalars(query.order_by(LineCheck.since).with_for_update(skip_locked=True, of=LineCheck)))
    for check in found:
        check.next_at = now + ASKED_AGAIN_AFTER
    return [Question(check.broadcast_id, check.since) for check in found]


def settle(session: Session, question: Question, opinion: Opinion, complaint: str | None, now: datetime) -> None:
    """Write LINE's answer down, unless other words were submitted since."""
    asked = (LineCheck.broadcast_id == question.broadcast_id, LineCheck.since == question.since)
    told = {"opinion": opinion, "complaint": complaint and complaint[:400], "answered_at": now}
    session.execute(update(LineCheck).where(*asked).values(told))
    wake(session, "notices")  # it may leave now, or somebody must be rung


def find(session: Session, broadcast_id: int) -> LineCheck | None:
    return session.get(LineCheck, broadcast_id)


def holds(session: Session, broadcast: Broadcast) -> bool:
    """Whether it stays until LINE has said something. What presses, drills and corrections wait for nobody's opinion."""
    if broadcast.written.is_pressing or broadcast.is_drill or broadcast.corrects_id is not None:
        return False
    return _is(session, broadcast, Opinion.WAITING)


def refused_late(session: Session) -> list[tuple[Broadcast, LineCheck]]:
    """What pressed and left before LINE said that it would not take it: somebody is without it."""
    query = select(Broadcast, LineCheck).join(LineCheck, LineCheck.broadcast_id == Broadcast.id)
    found = session.execute(query.where(LineCheck.opinion == Opinion.REFUSED, Broadcast.stage.in_(LEAVING)))
    return [(broadcast, check) for broadcast, check in found if broadcast.written.is_pressing]


def refuse_refused(session: Session, broadcast: Broadcast) -> None:
    """What LINE refused would reach nobody."""
    check = session.get(LineCheck, broadcast.id, populate_existing=True)
    if check and check.opinion == Opinion.REFUSED:
        raise NotAllowedError(
            f"LINEがこの文を受け付けないため、送れません。文を直して出し直してください(LINEの答え: {check.complaint or '理由なし'})。"
        )


def _is(session: Session, broadcast: Broadcast, opinion: Opinion) -> bool:
    check = session.get(LineCheck, broadcast.id, populate_existing=True)
    return check is not None and check.opinion == opinion
