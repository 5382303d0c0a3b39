"""A notice at the desk: written, handed in, approved by another person, followed to the telephones, and corrected."""

import re

import pytest
from sqlalchemy import select

from store.database import transaction
from store.outbox import Delivery
from tests.staff import notices
from tests.staff.notices import begins, does, fills_in, has_a_telephone, notice, reads, submitted
from tests.staff.without_a_screen import Browser

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def test_two_people_send_an_order_and_the_page_says_how_many_read_what(sato, suzuki, signed_in):
    first, second = signed_in(sato), signed_in(suzuki)
    number = begins(first)
    assert fills_in(first, number).location == f"/staff/broadcasts/{number}"
    page = reads(first, f"/staff/broadcasts/{number}")
    # Two of Kawara, one of Honcho, and two who never said where they live; not Minato.
    assert " 5人" in page and "日本語 3人" in page and "Português 1人" in page and "English 0人" in page
    assert "【警戒レベル4 避難指示】" in page
    does(first, "submit", number)
    assert "承認を待っています" not in reads(first, "/staff/")
    assert "配信「避難指示」が承認を待っています" in reads(second, "/staff/")
    assert does(first, "approve", number, kind="避難指示").status_code == 403
    refusal = does(second, "approve", number, kind="高齢者等避難")
    assert refusal.status_code == 403
    assert "種類が違います。この配信の種類は「避難指示」です。" in refusal.get_data(as_text=True)
    assert does(second, "approve", number, kind="警戒レベル4　避難指示").status_code == 303
    sent = notice(number)
    assert sent.stage == "sending" and sent.recipient_count == 5
    page = reads(second, f"/staff/broadcasts/{number}")
    assert "発令時刻" in page and "送信時刻" in page and "【訂正】を送る" in page and "【取消】を送る" in page
    assert "本町: 避難指示" in reads(second, "/staff/orders")


def test_whoever_handed_it_in_cannot_approve_it_though_they_hold_both_roles(tanaka, signed_in):
    browser = signed_in(tanaka)
    number = submitted(browser)
    assert "承認に出した本人は承認できません" in reads(browser, f"/staff/broadcasts/{number}")
    answer = does(browser, "approve", number, kind="避難指示")
    assert answer.status_code == 403 and "本人は承認できません" in answer.get_data(as_text=True)
    assert notice(number).stage == "submitted"


def test_it_is_returned_with_a_reason_and_handed_in_anew(sato, suzuki, signed_in):
    first, second = signed_in(sato), signed_in(suzuki)
    number = submitted(first)
    assert does(second, "send-back", number, reason="  ", is_final="0").status_code == 403
    does(second, "send-back", number, reason="川原の北を足してください", is_final="0")
    assert "川原の北を足してください" in reads(first, f"/staff/broadcasts/{number}/edit")
    fills_in(first, number, **{"v-districts": ["kawara"]})
    does(first, "submit", number)
    assert "本町" in reads(first, f"/staff/broadcasts/{number}/history")
    does(second, "send-back", number, reason="見送り", is_final="1")
    assert notice(number).stage == "rejected"
    assert "却下" in reads(second, "/staff/broadcasts?show=shut")


def test_every_wrong_place_is_named_where_it_is_and_the_draft_is_kept(sato, signed_in):
    browser = signed_in(sato)
    number = begins(browser)
    answer = fills_in(
        browser, number, {"then": "check", "v-hazard": "flood", "grounds": "  ", "aim": "districts", "when": "now"}
    )
    assert answer.location == f"/staff/broadcasts/{number}/edit?checked=1"
    page = browser.open(answer.location).get_data(as_text=True)
    for name in ("v-districts", "v-reason", "v-shelters"):
        assert re.search(rf'id="{name}-fault">[^<]+</p>', page), name
    assert notice(number).content["values"]["hazard"] == "flood"
    refusal = does(browser, "submit", number)
    assert refusal.status_code == 403 and notice(number).stage == "draft"


def test_nobody_writes_over_somebody_faster_unasked(sato, tanaka, signed_in):
    mine, theirs = signed_in(sato), signed_in(tanaka)
    number = begins(mine)
    seen = notice(number).revision
    fills_in(theirs, number, grounds="気象台の助言")
    answer = fills_in(mine, number, revision=seen, grounds="水位の上昇")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "見本 tanakaさんが" in page and "上書きして保存する" in page
    assert "水位の上昇" in page and notice(number).grounds == "気象台の助言"
    fills_in(mine, number, grounds="水位の上昇", then="save")  # from the warning, on which the newest revision stood
    assert notice(number).grounds == "水位の上昇"
    assert mine.open(f"/staff/broadcasts/{number}/history").status_code == 200


def test_what_the_page_keeps_by_itself_is_kept_and_a_late_page_is_told(sato, tanaka, signed_in):
    mine, theirs = signed_in(sato), signed_in(tanaka)
    number = begins(mine)
    words = {"revision": notice(number).revision, "v-hazard": "landslide", "aim": "districts"}
    at = f"/staff/broadcasts/{number}/edit"
    kept = mine.send(f"/staff/broadcasts/{number}/keep", at=at, **words)
    assert kept.get_json() == {"revision": notice(number).revision}
    assert notice(number).content["values"]["hazard"] == "landslide"
    late = theirs.send(f"/staff/broadcasts/{number}/keep", at=at, **words)
    assert late.status_code == 409 and "先に変更しました" in late.get_json()["sentence"]


def test_one_officer_sends_alone_after_three_minutes_and_another_ratifies(sato, suzuki, signed_in, clock):
    first, second = signed_in(sato), signed_in(suzuki)
    number = submitted(first)
    assert "承認者を待ちます" in reads(first, f"/staff/broadcasts/{number}")
    assert does(first, "send-alone", number, kind="避難指示").status_code == 403
    clock.skip(minutes=6)
    token = first.form_token(f"/staff/broadcasts/{number}")
    form = {"revision": notice(number).revision, "kind": "避難指示"}
    at = f"/staff/broadcasts/{number}"
    asked = first.send(f"{at}/send-alone", token=token, at=at, **form)
    assert asked.location.startswith("/staff/confirm?next=")
    first.show_code(sato.email, at="/staff/confirm")
    assert does(first, "send-alone", number, kind="避難指示").status_code == 303
    assert notice(number).is_alone and "代決(1人で送信)" in reads(first, at)
    assert does(first, "ratify", number).status_code == 403
    does(second, "ratify", number)
    assert notice(number).ratified_by == suzuki.id and "追認" in reads(second, at)


def test_a_trial_reaches_only_the_own_telephone_and_says_so(sato, signed_in, clock):
    browser = signed_in(sato)
    number = begins(browser)
    fills_in(browser, number)
    assert "まだ結ばれていません" in does(browser, "try", number).get_data(as_text=True)
    has_a_telephone(sato, clock())
    does(browser, "try", number)
    with transaction() as session:
        row = session.scalars(select(Delivery)).one()
    assert row.to == [f"Utester{sato.id}"] and row.notice_id is None
    assert row.messages[0]["text"].startswith("【試し送り・あなたにだけ届いています】")


def test_the_same_notice_stands_ready_for_the_other_channels(sato, signed_in):
    browser = signed_in(sato)
    number = submitted(browser)
    page = reads(browser, f"/staff/broadcasts/{number}/copies")
    for label in ("防災無線", "緊急速報メール", "X", "Lアラート", "発令・解除対象地区 本町"):
        assert label in page, label
    unfinished = begins(browser)
    assert browser.open(f"/staff/broadcasts/{unfinished}/copies").status_code == 403


def test_another_sections_notice_stays_shut(sato, hire, signed_in):
    number = submitted(signed_in(sato))
    roads = signed_in(hire("roads", *notices.BROADCASTERS, section="roads"))
    answer = roads.open(f"/staff/broadcasts/{number}")
    assert answer.status_code == 403 and "ほかの課" in answer.get_data(as_text=True)
    for deed in ("approve", "withdraw", "cancel", "edit", "keep", "send-back", "try"):
        token = roads.form_token("/staff/")
        refused = roads.send(f"/staff/broadcasts/{number}/{deed}", token=token, revision="2", kind="避難指示")
        assert refused.status_code == 403, deed
    assert "避難指示" not in reads(roads, "/staff/broadcasts")


def test_words_typed_into_a_form_stay_words(sato, suzuki, signed_in):
    evil = '<script>alert("x")</script>'
    browser = signed_in(sato)
    number = submitted(browser, ordered_by=evil, grounds=evil, document_number=evil)
    does(signed_in(suzuki), "send-back", number, reason=evil, is_final="0")
    for path in ("", "/edit", "/history", "/delivery"):
        if path != "/delivery":
            assert "<script>alert" not in browser.open(f"/staff/broadcasts/{number}{path}").get_data(as_text=True)
    assert "'=1+1" in chronicle_with_formula(browser)


def chronicle_with_formula(browser: Browser) -> str:
    number = submitted(browser, grounds="=1+1")
    return browser.open(f"/staff/broadcasts/{number}/chronicle.csv").get_data(as_text=True)
