"""Switching the disaster mode by hand: one officer proposes with a reason, another confirms what they see in force."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from alerts import disaster_causes, disaster_switches, ringing
from alerts.disaster_switches import DisasterMode, DisasterSwitch, State, Way
from alerts.ringing import Wish
from alerts.rings import Reason, open_about
from alerts.standing_orders import StandingOrder
from store import journal
from store.database import wake
from town.officers import NotAllowedError, Officer
from town.roles import Role

LONGEST_REASON = 200
PAGE = "disaster"
BROADCASTERS = (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)


def propose(session: Session, way: Way, reason: str, officer: Officer, now: datetime) -> DisasterSwitch:
    """Nothing changes yet. To begin the mode an approver is rung; to end it nobody is woken."""
    _refuse_without(officer, *BROADCASTERS)
    words = " ".join(reason.split())
    if not words or len(words) > LONGEST_REASON:
        raise NotAllowedError(f"理由を書いてください({LONGEST_REASON}文字まで)。")
    row = disaster_switches.held(session)
    lapse(session, now)
    if row.is_on is (way is Way.ON):
        raise NotAllowedError("すでに災害モードです。" if row.is_on else "災害モードではありません。")
    if disaster_switches.waiting(session, now):
        raise NotAllowedError("切り替えの申請が、もう出ています。承認するか、取り下げてから出してください。")
    switch = _entered(session, DisasterSwitch(way=way, reason=words, proposed_by=officer.id, proposed_at=now))
    _journal(session, switch, "proposed", officer.actor, now)
    if way is Way.ON:
        wish = Wish(page=PAGE, spared=(officer.id,), once_key=f"{Reason.DISASTER_ASKED}:{switch.id}")
        ringing.ring(session, Reason.DISASTER_ASKED, subject(switch), (Role.BROADCAST_APPROVER,), now, wish)
    return switch


def confirm(
    session: Session, switch_id: int, officer: Officer, seen: Collection[str], also_by: Collection[str], now: datetime
) -> DisasterSwitch:
    """The second person's click. `seen`: the keys of what the page showed as in force; to end it they must be true."""
    _refuse_without(officer, Role.BROADCAST_APPROVER)
    row, switch = disaster_switches.held(session), _open(session, switch_id, now)
    if switch.proposed_by == officer.id:
        raise NotAllowedError("申請した本人は承認できません。別の承認者にお願いしてください。")
    in_force = disaster_causes.keys(disaster_causes.in_force(session, now, also_by))
    if switch.way == Way.OFF and sorted(seen) != in_force:
        raise NotAllowedError("出ている発令や警報が、画面を開いてから変わりました。開き直して確かめてください。")
    switch.state, switch.decided_by, switch.decided_at = State.DONE, officer.id, now
    _settle(session, switch, now)
    _turn(session, row, switch, in_force, officer.actor, now)
    return switch


def withdraw(session: Session, switch_id: int, officer: Officer, now: datetime) -> DisasterSwitch:
    """One person is enough to leave things as they are."""
    _refuse_without(officer, *BROADCASTERS)
    disaster_switches.held(session)
    switch = _open(session, switch_id, now)
    switch.state, switch.decided_by, switch.decided_at = State.WITHDRAWN, officer.id, now
    _settle(session, switch, now)
    _journal(session, switch, "withdrawn", officer.actor, now)
    return switch


def begin_by_order(
    session: Session, row: DisasterMode, order: StandingOrder, reason: str, in_force: Collection[str], now: datetime
) -> DisasterSwitch:
    """By the word two people gave beforehand. What somebody proposed meanwhile is settled with it."""
    if proposed := disaster_switches.waiting(session, now):
        proposed.state, proposed.decided_at = State.LAPSED, now
        _settle(session, proposed, now)
    made = DisasterSwitch(
        way=Way.ON, reason=reason[:LONGEST_REASON], proposed_by=order.proposed_by, proposed_at=now,
        decided_by=order.approved_by, decided_at=now, by_order=order.id,
    )  # fmt: skip
    switch = _entered(session, made, State.DONE)
    _turn(session, row, switch, in_force, "machine", now)
    wish = Wish(about=reason[:120], page=PAGE, once_key=f"{Reason.DISASTER_BEGUN}:{switch.id}", is_to_all=True)
    ringing.ring(session, Reason.DISASTER_BEGUN, subject(switch), BROADCASTERS, now, wish)
    return switch


def lapse(session: Session, now: datetime) -> None:
    """An old proposal was made in another situation."""
    for switch in disaster_switches.lapsed(session, now):
        switch.state, switch.decided_at = State.LAPSED, now
        _settle(session, switch, now)
        _journal(session, switch, "lapsed", "machine", now)


def subject(switch: DisasterSwitch) -> str:
    return f"disaster:{switch.id}"


def _turn(
    session: Session, row: DisasterMode, switch: DisasterSwitch, in_force: Collection[str], actor: str, now: datetime
) -> None:
    """The state, its journal line and the call to whoever changes the menus leave together or not at all."""
    disaster_switches.turn(session, row, Way(switch.way), in_force, now)
    _journal(session, switch, f"switched_{switch.way}", actor, now, in_force=len(in_force))
    wake(session, "menus")
    wake(session, "notices")


def _entered(session: Session, switch: DisasterSwitch, state: State = State.WAITING) -> DisasterSwitch:
    switch.state = state
    session.add(switch)
    session.flush()
    return switch


def _open(session: Session, switch_id: int, now: datetime) -> DisasterSwitch:
    switch = disaster_switches.waiting(session, now)
    if switch is None or switch.id != switch_id:
        raise NotAllowedError("この申請は、もうありません(1時間で期限切れになります)。画面を開き直してください。")
    return switch


def _settle(session: Session, switch: DisasterSwitch, now: datetime) -> None:
    session.flush()
    for ring in open_about(session, subject(switch)):
        ringing.stop(session, ring, now)


def _refuse_without(officer: Officer, *roles: Role) -> None:
    if not officer.powers.has(*roles):
        raise NotAllowedError("配信を承認する役割がありません。" if len(roles) == 1 else "配信の役割がありません。")


def _journal(
    session: Session, switch: DisasterSwitch, deed: str, actor: str, now: datetime, **details: int | str
) -> None:
    journal.write(session, now, actor=actor, action=f"disaster.{deed}", subject=subject(switch), way=switch.way, **details)  # fmt: skip
