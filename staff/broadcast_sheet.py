"""One notice as its page shows it: the words, who gets them, who decided what, and what this officer may do now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from alerts import broadcasts, corrections, orders
from alerts.broadcasts import Broadcast
from alerts.lone_officer import LoneRule
from alerts.orders import Order
from alerts.stages import MOVES, Move, Stage
from alerts.written import Written
from staff import broadcast_cost, broadcast_reach, broadcast_sound, broadcast_words
from staff.broadcast_cost import Cost
from staff.broadcast_reach import Phone, Reach
from staff.broadcast_sound import Sound
from staff.broadcast_words import Fault
from staff.desk import the_desk
from staff.visit import visit
from store import testers
from town import officers
from town.roles import Role


@dataclass(frozen=True)
class Sheet:
    """`alone_from`: when one officer may send it, if ever. `standing` are the orders it ends."""

    notice: Broadcast
    title: str
    written: Written | None
    faults: tuple[Fault, ...]
    reach: Reach
    cost: Cost
    sound: Sound
    phones: list[Phone]
    names: dict[int, str]
    deeds: frozenset[str]
    alone_from: datetime | None
    corrections: list[Broadcast]
    corrected: Broadcast | None
    ends: list[Order]

    def may(self, deed: str) -> bool:
        return deed in self.deeds


def of(session: Session, notice: Broadcast) -> Sheet:
    now = visit().now
    is_frozen = notice.frozen is not None
    reading = None if is_frozen else broadcast_words.read(session, notice, now)
    written = notice.written if reading is None else reading.written
    reach = broadcast_reach.of(session, notice, written)
    return Sheet(
        notice=notice, title=broadcast_words.title_of(notice), written=written, faults=reading.faults if reading else (),
        reach=reach, cost=broadcast_cost.of(session, notice, reach, the_desk().town.notices, now),
        sound=broadcast_sound.of(session, notice, written, the_desk().town.notices.night, now),
        phones=broadcast_reach.phones(written, reach, notice.released_at or now) if written else [],
        names=_names(session, notice), deeds=_deeds(session, notice, written, bool(reading and reading.faults)),
        alone_from=_alone_from(notice), corrections=broadcasts.corrections_of(session, notice.id),
        corrected=broadcasts.find(session, notice.corrects_id or 0),
        ends=orders.numbered(session, [int(one) for one in notice.ends_order_ids]),
    )  # fmt: skip


def _alone_from(notice: Broadcast) -> datetime | None:
    """None where it can never leave by one hand, whatever the hour."""
    is_out = notice.is_drill or notice.corrects_id is not None or notice.stage != Stage.SUBMITTED
    if is_out or notice.written.has_free_text:
        return None
    return LoneRule.of(the_desk().town.notices.alone).may_from(notice)


def _deeds(session: Session, notice: Broadcast, written: Written | None, has_faults: bool) -> frozenset[str]:
    """What its stage, its words and this officer's part in it leave open. The rules themselves are kept downstairs."""
    here, stage = visit(), Stage(notice.stage)
    is_mine = notice.submitted_by == here.officer_id
    may_approve = here.powers.covers(Role.BROADCAST_APPROVER, notice.section_id)
    is_second = bool(notice.submitted_by) and (not is_mine or corrections.is_one_hand_enough(session, notice, here.now))
    open_deeds = {
        Move.EDIT: True,
        Move.SUBMIT: written is not None and not has_faults,
        Move.WITHDRAW: is_mine,
        Move.DISCARD: True,
        Move.ADOPT: notice.submitted_by is None,
        Move.APPROVE: may_approve and is_second,
        Move.RETURN: may_approve,
        Move.CANCEL: True,
    }
    deeds = {move.value for move, is_open in open_deeds.items() if is_open and (stage, move) in MOVES}
    others = {
        "ratify": notice.is_alone and not notice.ratified_at and may_approve and notice.decided_by != here.officer_id,
        "correct": notice.has_gone_out and notice.corrects_id is None,
        "try": written is not None and testers.of_officer(session, here.officer_id) is not None,
        "follow": notice.has_gone_out,
    }
    return frozenset(deeds | {name for name, is_open in others.items() if is_open})


def _names(session: Session, notice: Broadcast) -> dict[int, str]:
    ids = (notice.drafted_by, notice.submitted_by, notice.decided_by, notice.ratified_by)
    return officers.named(session, {one for one in ids if one})
