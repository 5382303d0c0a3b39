"""「避難指示は出ていません」: one person's word only where neither the town nor the agency says that there is danger."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts import jma_intake, jma_polls, orders
from alerts.broadcasts import Correcting
from alerts.stages import Stage
from tests.alerts import jma_papers as papers
from tests.alerts.desk_of_notices import Town
from tests.alerts.jma_watch import TOWN, at
from tests.alerts.test_releasing import EVERYDAY, correcting
from tests.conftest import NOON
from town.officers import NotAllowedError


def test_one_hand_does_not_take_back_an_order_in_force(town: Town) -> None:
    notice = town.approves(town.submitted())
    town.line_takes_everything()
    retraction = correcting(town, notice, Correcting.RETRACTION)
    with pytest.raises(NotAllowedError, match="本人"):
        town.approves(retraction, by="tanaka", typed="訂正")
    town.approves(retraction, by="suzuki", typed="訂正")
    assert orders.in_force(town.session) == []


def test_one_hand_takes_back_what_nothing_in_force_supports(town: Town) -> None:
    notice = town.approves(town.submitted(EVERYDAY), typed="お知らせ")
    town.line_takes_everything()
    assert (
        town.approves(correcting(town, notice, Correcting.RETRACTION), by="tanaka", typed="訂正").stage == Stage.SENDING
    )


@pytest.mark.parametrize(
    ("warning", "needs_two"),
    [
        (papers.rain("43", envelope=at()), True), (papers.rain("03", envelope=at()), False),
        (papers.tsunami("51", "00", envelope=at(event_id="1")), True), (None, False),
    ],
)  # fmt: skip
def test_one_hand_takes_nothing_back_while_the_agency_warns_at_level_4(
    town: Town, warning: bytes | None, needs_two: bool
) -> None:
    notice = town.approves(town.submitted())
    town.line_takes_everything()
    orders.strike(town.session, notice.id, 0, NOON)  # no order of the town's own is left
    if warning:
        jma_intake.take(town.session, TOWN, "warning", warning, NOON)
    retraction = correcting(town, notice, Correcting.RETRACTION)
    if needs_two:
        with pytest.raises(NotAllowedError, match="本人"):
            town.approves(retraction, by="tanaka", typed="訂正")
        assert town.approves(retraction, by="suzuki", typed="訂正").stage == Stage.SENDING
    else:
        assert town.approves(retraction, by="tanaka", typed="訂正").stage == Stage.SENDING


def test_a_silent_feed_may_hide_a_warning_and_takes_two_people_as_well(town: Town) -> None:
    notice = town.approves(town.submitted(EVERYDAY), typed="お知らせ")
    town.line_takes_everything()
    jma_polls.take(town.session, "extra", NOON - timedelta(minutes=6))
    with pytest.raises(NotAllowedError, match="本人"):
        town.approves(correcting(town, notice, Correcting.RETRACTION), by="tanaka", typed="訂正")


def test_what_named_no_district_is_taken_back_by_two_while_any_order_stands(town: Town) -> None:
    town.approves(town.submitted())
    nowhere = replace(EVERYDAY, districts=())
    notice = town.approves(town.submitted(nowhere), typed="お知らせ")
    town.line_takes_everything()
    with pytest.raises(NotAllowedError, match="本人"):
        town.approves(correcting(town, notice, Correcting.RETRACTION), by="tanaka", typed="訂正")
