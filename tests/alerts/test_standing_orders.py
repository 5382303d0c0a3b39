"""Standing orders: what two people decided beforehand leaves at once; everything else waits for people."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts import jma_intake, standing_orders
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from store.journal import JournalLine
from store.outbox import Delivery
from tests.alerts import jma_papers as papers
from tests.alerts.desk_of_notices import Town
from tests.alerts.jma_watch import TOWN, at
from tests.conftest import NOON
from town.officers import NotAllowedError


def ordered(town: Town, kind: str) -> standing_orders.StandingOrder:
    order = standing_orders.propose(town.session, kind, town.officers["sato"], NOON)
    return standing_orders.approve(town.session, order.id, town.officers["suzuki"], NOON)


def comes(town: Town, name: str, body: bytes, minutes: float = 1) -> list[str]:
    """The stages of all drafts after this telegram came."""
    jma_intake.take(town.session, TOWN, name, body, NOON + timedelta(minutes=minutes))
    return [str(one.stage) for one in town.session.scalars(select(Broadcast).where(Broadcast.origin == "jma").order_by(Broadcast.id))]  # fmt: skip


def test_an_ordered_kind_leaves_at_once_as_a_relay_and_others_wait(town: Town):
    order = ordered(town, "heavy_rain_33")
    assert comes(town, "four", papers.rain("43", envelope=at())) == [Stage.SUBMITTED]
    assert comes(town, "five", papers.rain("33", envelope=at(1)), 2) == [Stage.SUBMITTED, Stage.SENDING]
    sent = town.session.scalars(select(Broadcast).order_by(Broadcast.id.desc()).where(Broadcast.stage == Stage.SENDING)).one()  # fmt: skip
    assert (sent.submitted_by, sent.decided_by) == (order.proposed_by, order.approved_by)
    assert town.session.scalars(select(Delivery).where(Delivery.notice_id == sent.id)).all()
    used = town.session.scalars(select(JournalLine).where(JournalLine.action == "standing_order.used")).one()
    assert (used.actor, used.details["broadcast"]) == ("machine", sent.id)


def test_going_down_training_and_cancelling_never_leave_by_themselves(town: Town):
    ordered(town, "heavy_rain_33")
    ordered(town, "heavy_rain_43")
    training = papers.rain("33", envelope=at(status="訓練"))
    assert comes(town, "drill", training) == []
    assert comes(town, "five", papers.rain("33", envelope=at(1)), 2) == [Stage.SENDING]
    assert comes(town, "down", papers.rain("43", "特別警報から危険警報", at(2)), 3)[1:] == [Stage.SUBMITTED]
    cancel = papers.cancelled(papers.RAIN, at(3, info_type="取消"))
    assert set(comes(town, "cancel", cancel, 4)[1:]) == {Stage.SUBMITTED}


def test_after_a_gap_an_ordered_level_4_leaves_and_an_ordered_level_3_waits(town: Town):
    ordered(town, "heavy_rain_43")
    ordered(town, "landslide_09")
    assert comes(town, "rain", papers.rain("43", envelope=at()), 60) == []
    assert comes(town, "slope", papers.rain("09", envelope=at(), title=papers.LANDSLIDE), 60) == []
    drafts = jma_intake.tell_what_stands(town.session, TOWN, NOON + timedelta(minutes=61))
    assert {one.written.kind: str(one.stage) for one in drafts} == {
        "レベル４大雨危険警報": Stage.SENDING, "レベル３土砂災害警報": Stage.SUBMITTED,
    }  # fmt: skip


def test_it_takes_two_people_to_order_and_one_to_end(town: Town):
    order = standing_orders.propose(town.session, "tsunami_52", town.officers["tanaka"], NOON)
    wave = papers.tsunami("52", "00", envelope=at(event_id="1"))
    assert comes(town, "before", wave) == [Stage.SUBMITTED]
    with pytest.raises(NotAllowedError):
        standing_orders.approve(town.session, order.id, town.officers["tanaka"], NOON)
    with pytest.raises(NotAllowedError):
        standing_orders.approve(town.session, order.id, town.officers["sato"], NOON)
    standing_orders.approve(town.session, order.id, town.officers["suzuki"], NOON)
    standing_orders.end(town.session, order.id, town.officers["sato"], NOON)
    lower, again = papers.tsunami("62", "52", envelope=at(1)), papers.tsunami("52", "62", envelope=at(2))
    comes(town, "lower", lower, 2)
    assert comes(town, "again", again, 3)[-1] == Stage.SUBMITTED


@pytest.mark.parametrize("kind", ["heavy_rain_10", "storm_05", "thunder_14", "landslide_3", "nothing"])
def test_what_rings_nobody_cannot_be_ordered(town: Town, kind: str):
    with pytest.raises(NotAllowedError):
        standing_orders.propose(town.session, kind, town.officers["suzuki"], NOON)


def test_who_only_looks_orders_nothing(town: Town):
    with pytest.raises(NotAllowedError):
        standing_orders.propose(town.session, "tsunami_52", town.officers["viewer"], NOON)
