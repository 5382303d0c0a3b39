"""For which notices somebody is rung: one that waits for its second person, and one that went out on one person's word."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import corrections, line_checks, lone_officer, ringing, rings
from alerts.broadcasts import Broadcast, find
from alerts.line_checks import LineCheck
from alerts.ringing import Wish
from alerts.rings import Reason, Ring
from alerts.stages import Stage
from town import officers
from town.calendar import to_jst
from town.duty_rules import DutyRules
from town.roles import Role

APPROVERS = (Role.BROADCAST_APPROVER,)
ADMINISTRATORS = (Role.ADMINISTRATOR,)
BEFORE_ADOPTION = (Role.BROADCAST_APPROVER, Role.BROADCAST_DRAFTER)  # a machine's draft needs somebody to stand for it


def look(session: Session, duty: DutyRules, now: datetime) -> None:
    """Begin what has to ring and stop what is settled. Asked again and again, it rings each occasion once."""
    for one in rings.ringing(session):
        if _is_settled(session, one):
            ringing.stop(session, one, now)
    for broadcast in session.scalars(select(Broadcast).where(Broadcast.stage == Stage.SUBMITTED)):
        if broadcast.written.is_pressing:
            _ask(session, broadcast, now)
    for broadcast in lone_officer.unratified(session):
        _tell(session, broadcast, now)
    for broadcast, check in line_checks.refused_late(session):
        _warn(session, broadcast, check, now)
    if _is_test_due(duty, now):
        test(session, now, f"test:{to_jst(now):%Y-%m}")


def test(session: Session, now: datetime, once_key: str | None = None) -> Ring:
    """Everybody who would be rung is rung once, and may show that they heard it."""
    return ringing.ring(session, Reason.TEST, "roster", APPROVERS, now, Wish(once_key=once_key, is_to_all=True))


def _ring(
    session: Session, reason: Reason, broadcast: Broadcast, roles: Collection[Role], wish: Wish, now: datetime,
    subject: str | None = None,
) -> None:  # fmt: skip
    """Only those are called who may decide on this section's notices; where none is left, the administrators are, since
    they can name somebody.
    """
    today, section = to_jst(now).date(), broadcast.section_id
    able = {one.id for role in roles for one in officers.working(session, role, today, section)}
    if able - set(wish.spared):
        ringing.ring(session, reason, subject or _subject(broadcast), roles, now, wish)
    elif not corrections.is_one_hand_enough(session, broadcast, now):
        nobody = replace(wish, once_key=f"nobody:{wish.once_key}", section_id=None, spared=(), page="officers")
        ringing.ring(session, Reason.NOBODY_DECIDES, subject or _subject(broadcast), ADMINISTRATORS, now, nobody)


def _ask(session: Session, broadcast: Broadcast, now: datetime) -> None:
    again = broadcast.asked_again_at is not None
    reason = Reason.ASKED_AGAIN if again else Reason.APPROVAL
    since, submitter = broadcast.submitted_at or now, broadcast.submitted_by
    # Another submission, or another person standing for it, is another occasion.
    key = f"{reason}:broadcast:{broadcast.id}:{since.isoformat()}:{submitter or 'machine'}"
    roles = APPROVERS if submitter else BEFORE_ADOPTION
    _ring(session, reason, broadcast, roles, _wish(broadcast, key, submitter), now)


def _tell(session: Session, broadcast: Broadcast, now: datetime) -> None:
    """Every approver is told at once; unratified after a day, they are rung until somebody takes it, every day anew."""
    days = (now - (broadcast.decided_at or now)) // lone_officer.RATIFIED_WITHIN
    sender = broadcast.decided_by
    key = f"{Reason.SENT_ALONE}:broadcast:{broadcast.id}"
    if days == 0:
        wish = _wish(broadcast, key, sender, is_to_all=True)
        _ring(session, Reason.SENT_ALONE, broadcast, APPROVERS, wish, now)
    else:
        wish = _wish(broadcast, f"{Reason.UNRATIFIED}:broadcast:{broadcast.id}:{days}", sender)
        _ring(session, Reason.UNRATIFIED, broadcast, APPROVERS, wish, now)


def _warn(session: Session, broadcast: Broadcast, check: LineCheck, now: datetime) -> None:
    """Rung until somebody takes it, whatever becomes of the notice: some telephones are without it."""
    key = f"{Reason.LINE_REFUSED}:broadcast:{broadcast.id}:{check.since.isoformat()}"
    subject = f"line_check:{broadcast.id}"
    _ring(session, Reason.LINE_REFUSED, broadcast, APPROVERS, _wish(broadcast, key, None), now, subject)


def _wish(broadcast: Broadcast, key: str, spared: int | None, *, is_to_all: bool = False) -> Wish:
    return Wish(
        about=broadcast.written.kind, page=f"broadcasts/{broadcast.id}", once_key=key, is_to_all=is_to_all,
        section_id=broadcast.section_id, spared=(spared,) if spared else (), is_drill=broadcast.is_drill,
    )  # fmt: skip


def _is_settled(session: Session, ring: Ring) -> bool:
    broadcast = find(session, int(ring.subject.removeprefix("broadcast:"))) if _is_about_notice(ring) else None
    if broadcast is None:
        return False
    if ring.reason in (Reason.APPROVAL, Reason.ASKED_AGAIN) or not broadcast.is_alone:
        return broadcast.stage != Stage.SUBMITTED
    return broadcast.ratified_at is not None


def _is_about_notice(ring: Ring) -> bool:
    return ring.subject.startswith("broadcast:")


def _subject(broadcast: Broadcast) -> str:
    return f"broadcast:{broadcast.id}"


def _is_test_due(duty: DutyRules, now: datetime) -> bool:
    """In its hour only: a town that switches the rule on in the evening is not rung for the morning."""
    local = to_jst(now)
    return (local.day, local.hour) == (duty.test_day, duty.test_hour)
