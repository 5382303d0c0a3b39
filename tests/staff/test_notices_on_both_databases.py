"""One notice through the desk on SQLite and on PostgreSQL alike: written, approved, sent, corrected, and ended from the register."""

import re

import pytest

from alerts import releasing
from store.database import transaction
from store.outbox import Status
from tests.staff.notices import begins, does, fills_in, notice, reads, submitted
from tests.staff.test_deliveries import line_answers


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def test_from_the_first_word_to_the_all_clear(tanaka, suzuki, signed_in, clock):
    first, second = signed_in(tanaka), signed_in(suzuki)
    number = submitted(first)
    does(second, "send-back", number, reason="本町だけにしてください", is_final="0")
    fills_in(first, number, **{"v-districts": ["honcho"]})
    does(first, "submit", number)
    assert does(second, "approve", number, kind="避難指示").status_code == 303
    line_answers(number, Status.SENT)
    with transaction() as session:
        assert releasing.finish_done(session, clock()) == [number]
    assert "送信済み" in reads(first, f"/staff/broadcasts/{number}") and "LINEが受け付けた" in reads(
        first, f"/staff/broadcasts/{number}/delivery"
    )
    page = second.open(f"/staff/broadcasts/{number}").get_data(as_text=True)
    fix = int(re.search(r"/staff/broadcasts/(\d+)/edit\">【訂正】を送る", page)[1])
    right = {
        "v-districts": ["honcho"],
        "v-wrong": "本町小学校",
        "v-right": "中央公民館",
        "then": "check",
        "when": "now",
    }
    fills_in(first, fix, right)
    does(first, "submit", fix)
    assert does(first, "approve", fix, kind=notice(fix).written.kind).status_code == 303
    ended_from_the_register(first, second)


def ended_from_the_register(first, second):
    """The order is chosen in the list; district, hazard and kind stand in the draft."""
    page = first.open("/staff/orders").get_data(as_text=True)
    order = re.search(r'name="order" value="(\d+)"', page)[1]
    assert first.send("/staff/broadcasts/ending", at="/staff/orders", way="lifted").status_code == 403
    begun = first.send("/staff/broadcasts/ending", at="/staff/orders", way="lifted", order=order)
    lifting = int(re.fullmatch(r"/staff/broadcasts/(\d+)/edit", begun.location)[1])
    values = notice(lifting).content["values"]
    assert (values["districts"], values["hazard"], values["ended"]) == (["honcho"], "flood", "order")
    form = {f"v-{name}": value for name, value in values.items()} | {"ends": order, "aim": "districts", "when": "now"}
    filled = fills_in(first, lifting, {**form, "then": "check", "ordered_by": "市長", "grounds": "水位が下がったため"})
    assert filled.location == f"/staff/broadcasts/{lifting}"
    does(first, "submit", lifting)
    does(second, "approve", lifting, kind="解除")
    assert "出している発令はありません" in reads(second, "/staff/orders")
    again = begins(first, "lifted")
    assert "対象地区" in reads(first, f"/staff/broadcasts/{again}/edit")
