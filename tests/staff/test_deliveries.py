"""A notice that left: how far it came, stopped half way, tried again, put right, and told afterwards in its order."""

import re

import pytest
from sqlalchemy import select, update

from store.database import transaction
from store.outbox import Delivery, Status
from tests.staff.notices import does, fills_in, notice, reads, submitted
from tests.staff.without_a_screen import Browser

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def line_answers(number: int, status: Status) -> None:
    with transaction() as session:
        session.execute(update(Delivery).where(Delivery.notice_id == number).values(status=status))


def made_from(browser: Browser, number: int, way: str) -> int:
    """The draft that the page of a notice offers as its 訂正 or 取消."""
    page = browser.open(f"/staff/broadcasts/{number}").get_data(as_text=True)
    return int(re.search(rf"/staff/broadcasts/(\d+)/edit\">【{way}】を送る", page)[1])


def whom_it_went_to(number: int) -> set[tuple[str, ...]]:
    with transaction() as session:
        return {tuple(one.to) for one in session.scalars(select(Delivery).where(Delivery.notice_id == number))}


def fills_in_and_submits(browser: Browser, number: int, **values: str) -> str:
    """To the districts of the order; gives the kind that whoever approves has to type."""
    fills_in(browser, number, {"v-districts": ["honcho", "kawara"], "then": "check", "when": "now", **values})
    does(browser, "submit", number)
    return notice(number).written.kind


def test_it_is_stopped_while_it_leaves_and_the_page_says_how_many_have_it(sato, suzuki, signed_in):
    first, second = signed_in(sato), signed_in(suzuki)
    number = submitted(first)
    does(second, "approve", number, kind="避難指示")
    with transaction() as session:
        row = session.scalars(select(Delivery).where(Delivery.notice_id == number, Delivery.language == "ja")).one()
        row.status = Status.SENT
    answer = does(first, "cancel", number, reason="地区の誤り")
    assert answer.location == f"/staff/broadcasts/{number}/delivery"
    page = reads(first, answer.location)
    assert "届いた、または届くのは3人です。" in page and "止めた" in page
    assert notice(number).stage == "cancelled"


def test_what_line_refused_goes_once_more_and_the_figures_go_home_as_a_file(sato, suzuki, signed_in):
    first, second = signed_in(sato), signed_in(suzuki)
    number = submitted(first)
    does(second, "approve", number, kind="避難指示")
    line_answers(number, Status.REFUSED)
    at = f"/staff/broadcasts/{number}/delivery"
    assert "断られた分をもう一度送る" in reads(first, at)
    first.send(at, at=at)
    with transaction() as session:
        assert set(session.scalars(select(Delivery.status).where(Delivery.notice_id == number))) == {Status.WAITING}
    told = first.open(f"{at}.csv").get_data(as_text=True)
    assert told.startswith("\ufeff言語,状態") and "Português,待っている,1,1" in told


def test_a_correction_leaves_by_one_hand_and_a_retraction_of_an_order_in_force_does_not(tanaka, suzuki, signed_in):
    first, second = signed_in(tanaka), signed_in(suzuki)
    number = submitted(first)
    does(second, "approve", number, kind="避難指示")
    line_answers(number, Status.SENT)
    fix, undo = made_from(second, number, "訂正"), made_from(second, number, "取消")
    kind = fills_in_and_submits(first, fix, **{"v-wrong": "本町小学校", "v-right": "中央公民館"})
    assert does(first, "approve", fix, kind=kind).status_code == 303
    assert whom_it_went_to(number) == whom_it_went_to(fix)
    kind = fills_in_and_submits(first, undo, **{"v-why": "mistake"})
    assert does(first, "approve", undo, kind=kind).status_code == 403
    does(second, "approve", undo, kind=kind)
    assert "出している発令はありません" in reads(first, "/staff/orders")


def test_the_course_of_events_is_told_from_the_first_word_to_the_last(sato, suzuki, signed_in):
    first, second = signed_in(sato), signed_in(suzuki)
    number = submitted(first, document_number="危第12号")
    does(second, "approve", number, kind="避難指示")
    told = first.open(f"/staff/broadcasts/{number}/chronicle.csv").get_data(as_text=True)
    deeds = ("配信を書いた", "配信を承認に出した", "配信を承認した", "配信の送信を始めた")
    places = [told.index(deed) for deed in deeds]
    assert places == sorted(places) and "危第12号" in told and "見本 suzuki" in told and "市長" in told
    everything = first.open("/staff/orders/chronicle.csv?since=2026-11-20&until=2026-11-20").get_data(as_text=True)
    assert "配信を承認した" in everything
    assert "本町,避難指示,4" in first.open("/staff/orders/orders.csv").get_data(as_text=True)
