"""The two corrections of every notice, ready before it leaves: 【訂正】 and 【取消】, to exactly those who got it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from alerts import broadcasts, jma_polls, jma_state, orders
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, Correcting, Origin
from alerts.stages import Stage
from town.officers import NotAllowedError

KEPT = timedelta(days=7)  # as long as the telephones of a notice are kept; after that nobody can be told exactly


def prepare(session: Session, broadcast: Broadcast, officer_id: int | None, now: datetime) -> None:
    """Two drafts that lie ready. What exactly was wrong is filled in when it is known."""
    for as_what in Correcting:
        session.add(
            Broadcast(
                is_drill=broadcast.is_drill, section_id=broadcast.section_id, origin=Origin.OFFICER, stage=Stage.DRAFT,
                revision=1, content=_content(broadcast, as_what), drafted_by=officer_id, drafted_at=now,
                audience=Audience(Aim.SAME, (), broadcast.written.is_pressing).as_json(), ends_order_ids=[],
                corrects_id=broadcast.id, corrects_as=as_what, expires_at=now + KEPT,
                ordered_by=broadcast.ordered_by, ordered_at=broadcast.ordered_at, grounds=broadcast.grounds,
            )
        )  # fmt: skip
    session.flush()


def is_one_hand_enough(session: Session, broadcast: Broadcast, now: datetime) -> bool:
    """«The order stands, the place was wrong» is one person's word. That there is no order is only where nothing speaks
    for one: one hand must not cancel a true one.
    """
    if broadcast.corrects_id is None:
        return False
    is_retraction = broadcast.corrects_as != Correcting.CORRECTION
    return not (is_retraction and (_has_order_there(session, broadcast) or _agency_warns(session, now)))


def refuse_early(session: Session, broadcast: Broadcast) -> None:
    """There is nothing to correct before something may have arrived."""
    corrected = broadcasts.find(session, broadcast.corrects_id or 0)
    if corrected is None or not corrected.has_gone_out:
        raise NotAllowedError("もとの配信がまだ送られていないので、訂正や取消はできません。中止してください。")


def _has_order_there(session: Session, broadcast: Broadcast) -> bool:
    """A notice that names no district was for all of them."""
    corrected = broadcasts.find(session, broadcast.corrects_id or 0)
    districts = corrected.written.districts if corrected else ()
    return bool(orders.in_force(session, districts or None))


def _agency_warns(session: Session, now: datetime) -> bool:
    """From level 4 on, anywhere in the town: the agency's areas are larger than districts, and no map joins them. A feed
    that has fallen silent may hide such a warning.
    """
    return bool(jma_polls.silent(session, now)) or any(
        jma_state.is_grave(kind) for _, kind in jma_state.in_force(session, now)
    )


def _content(broadcast: Broadcast, as_what: Correcting) -> dict[str, Any]:
    """A template of its own, already filled with what it is about."""
    written = broadcast.written
    about = {"about": written.template_id, "kind": written.kind, "districts": list(written.districts)}
    return {"template": as_what.value, "values": {"of": broadcast.id, **about}}
