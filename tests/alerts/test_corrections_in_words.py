"""From the order to its correction in words: what lies ready since approval needs only what was wrong and what is right."""

from datetime import timedelta

import pytest

from alerts import broadcasts, drafting, lone_officer, orders
from alerts.broadcasts import Broadcast, Correcting
from alerts.drafting import Draft
from alerts.lone_officer import LoneRule
from alerts.stages import Stage
from alerts.wording import UnfitError, in_words
from speech.languages import Language
from tests.alerts.desk_of_notices import Town, a_draft
from tests.alerts.filled_in import MIHON, content, text
from tests.conftest import NOON
from town.officers import NotAllowedError

BEFORE_NOON = f"{NOON - timedelta(minutes=5):%Y-%m-%dT%H:%M}+00:00"


def sent(town: Town) -> Broadcast:
    filled = content("evacuation_order", "flood", ordered_at=BEFORE_NOON, districts=["kawara"])
    words = in_words(filled, MIHON, is_drill=False, now=NOON)
    return town.approves(town.submitted(words, a_draft(NOON, content=filled)))


def ready(town: Town, notice: Broadcast, as_what: Correcting) -> Broadcast:
    return next(one for one in broadcasts.corrections_of(town.session, notice.id) if one.corrects_as == as_what)


def filled(correction: Broadcast, **values: str) -> dict[str, object]:
    return {**correction.content, "values": {**correction.content["values"], **values}}


def test_a_correction_lies_ready_but_for_what_was_wrong(town: Town):
    correction = ready(town, sent(town), Correcting.CORRECTION)
    with pytest.raises(UnfitError) as unfit:
        in_words(correction.content, MIHON, is_drill=False, now=NOON)
    assert {one.placeholder for one in unfit.value.complaints} == {"wrong", "right"}


def test_one_person_corrects_an_order_that_stands_and_it_keeps_its_haste(town: Town):
    correction = ready(town, sent(town), Correcting.CORRECTION)
    draft = Draft(
        filled(correction, wrong="川原小学校", right="本町小学校"),
        correction.is_for,
        expires_at=NOON + timedelta(days=1),
    )
    tanaka = town.officers["tanaka"]
    drafting.edit(town.session, correction.id, correction.revision, draft, tanaka, NOON)
    words = in_words(correction.content, MIHON, is_drill=False, now=NOON)
    drafting.submit(town.session, correction.id, correction.revision, words, tanaka, NOON)
    town.approves(correction, by="tanaka", typed="訂正")
    assert correction.stage == Stage.SENDING
    assert correction.written.is_pressing
    assert text(correction.written).startswith("【訂正】警戒レベル4 避難指示は続いています 川原")


def test_a_retraction_says_in_every_language_that_there_is_no_order(town: Town):
    retraction = ready(town, sent(town), Correcting.RETRACTION)
    words = in_words(filled(retraction, why="training"), MIHON, is_drill=False, now=NOON)
    assert "避難指示は出ていません" in text(words)
    assert "has issued no Evacuation Instruction" in text(words, Language.EN)
    assert words.districts == ("kawara",)


def test_an_all_clear_never_leaves_by_one_hand(town: Town):
    order = sent(town)
    values = content("lifted", "flood", ended="order", ordered_at=BEFORE_NOON, districts=["kawara"])
    words = in_words(values, MIHON, is_drill=False, now=NOON)
    (in_force,) = orders.in_force(town.session, order.written.districts)
    lifted = town.submitted(words, a_draft(NOON, content=values, ends_order_ids=(in_force.id,)))
    later = NOON + timedelta(minutes=20)
    with pytest.raises(NotAllowedError, match="解除は、1人では"):
        lone_officer.send_alone(
            town.session, lifted.id, lifted.revision, town.officers["sato"], LoneRule(is_allowed=True), later,
            has_fresh_factor=True, typed_kind="解除",
        )  # fmt: skip
    town.approves(lifted, typed="解除")
    assert lifted.stage == Stage.SENDING
