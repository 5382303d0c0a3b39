"""解除 and stepping down: a notice ends only orders that stand, and says of them what the register says."""

import pytest

from alerts import broadcasts, ending, orders
from alerts.broadcasts import Broadcast
from alerts.orders import Order
from alerts.wording import in_words
from tests.alerts.desk_of_notices import Town, a_draft
from tests.alerts.desk_of_notices import in_words as says
from tests.alerts.filled_in import MIHON, content
from tests.conftest import NOON
from town.officers import NotAllowedError

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ORDERED_AT = "2026-11-20T11:55"


@pytest.fixture
def order(town: Town) -> Order:
    """Level 4 for floods in 川原 alone."""
    town.approves(town.submitted())
    (found,) = orders.in_force(town.session)
    return found


def begun(town: Town, template: str, *ids: int, **instead: object) -> Broadcast:
    """From the register, as the desk begins it; an officer may then have chosen something else."""
    prefilled, named = ending.content(town.session, ids, template)
    values = {"ordered_at": ORDERED_AT, **prefilled["values"], **instead}
    filled = content(template, str(values["hazard"]), **values)
    words = in_words(filled, MIHON, is_drill=False, now=NOON)
    return town.submitted(words, a_draft(NOON, content=filled, ends_order_ids=named))


def test_it_is_begun_with_district_hazard_and_kind_and_ends_the_order(town: Town, order: Order):
    notice = begun(town, "lifted", order.id)
    assert notice.content["values"]["districts"] == ["kawara"]
    assert notice.content["values"]["ended"] == "order"
    town.approves(notice, typed="解除")
    assert orders.in_force(town.session) == []


def test_stepping_down_leaves_the_lower_order_in_force(town: Town, order: Order):
    town.approves(begun(town, "elderly_evacuation", order.id), typed="高齢者等避難")
    assert [one.level for one in orders.in_force(town.session)] == [3]


@pytest.mark.parametrize(
    ("instead", "why"),
    [
        ({"ended": "elderly"}, "種類とちがいます"), ({"districts": ["kawara", "minato"]}, "発令の出ていない地区"),
        ({"districts": ["minato"]}, "対象地区にありません"), ({"hazard": "landslide"}, "災害の種類がちがいます"),
    ],
)  # fmt: skip
def test_what_the_register_does_not_say_is_not_said_to_be_over(
    town: Town, order: Order, instead: dict[str, object], why: str
):
    with pytest.raises(NotAllowedError, match=why), town.session.begin_nested():
        begun(town, "lifted", order.id, **instead)
    assert broadcasts.listed(town.session, is_drill=False)[0].id == order.broadcast_id


def test_what_goes_up_is_no_step_down(town: Town, order: Order):
    with pytest.raises(NotAllowedError, match="引き下げになりません"):
        ending.content(town.session, [order.id], "evacuation_order")
    with pytest.raises(NotAllowedError, match="引き下げになっていません"):
        town.submitted(says(5, "緊急安全確保"), a_draft(NOON, ends_order_ids=(order.id,)))


def test_only_what_stands_and_belongs_together_can_be_chosen(town: Town, order: Order):
    town.approves(town.submitted(says(3, "高齢者等避難", hazard="landslide")), typed="高齢者等避難")
    town.approves(town.submitted(says(3, "高齢者等避難", districts=("minato",))), typed="高齢者等避難")
    flood, landslide, minato = orders.in_force(town.session)
    for ids, why in (
        ([], "一覧から"), ([999], "一覧から"), ([flood.id, landslide.id], "災害のちがう"), ([flood.id, minato.id], "段階のちがう"),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError, match=why):
            ending.content(town.session, ids, "lifted")
