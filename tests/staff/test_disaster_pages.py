"""災害モード at the desk: two people at two browsers, and how the town stands at the top of every page."""

from dataclasses import replace

import pytest

from alerts import disaster_switches, jma_intake
from alerts.jma_intake import Town
from alerts.rings import Reason
from staff import ring_pages
from staff.desk import EXTENSION
from store.database import reading, transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import PROFILE, at
from tests.conftest import NOON
from town.roles import Role

AT = "/staff/disaster"
WHY = "川の水位が上がっているため"
IN_THE_MODE, PROPOSED = "<b>災害モード中</b>", "<b>申請: 災害モード"


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def is_on() -> bool:
    with reading() as session:
        return disaster_switches.is_on(session)


def test_two_people_switch_the_town_and_every_page_says_so(sato, suzuki, signed_in, hire):
    first, second = signed_in(sato), signed_in(suzuki)
    assert IN_THE_MODE not in first.open("/staff/").get_data(as_text=True)
    assert first.send(f"{AT}/propose", at=AT, way="on", reason=WHY).status_code == 303
    assert PROPOSED in second.open("/staff/account").get_data(as_text=True)
    assert WHY in second.open(AT).get_data(as_text=True)
    assert first.send(f"{AT}/1/confirm", at=AT).status_code == 403
    assert not is_on()
    assert second.send(f"{AT}/1/confirm", at=AT).status_code == 303
    assert is_on()
    clerk = signed_in(hire("clerk", Role.ANSWER_EDITOR))
    for page in ("/staff/", "/staff/account", "/staff/answers"):
        assert IN_THE_MODE in clerk.open(page).get_data(as_text=True), page


def test_whoever_proposed_it_does_not_confirm_it_and_somebody_may_take_it_back(tanaka, sato, signed_in):
    alone, other = signed_in(tanaka), signed_in(sato)
    alone.send(f"{AT}/propose", at=AT, way="on", reason=WHY)
    answer = alone.send(f"{AT}/1/confirm", at=AT)
    assert answer.status_code == 403 and "申請した本人は承認できません" in answer.get_data(as_text=True)
    assert other.send(f"{AT}/1/withdraw", at=AT).status_code == 303
    assert not is_on() and PROPOSED not in alone.open("/staff/").get_data(as_text=True)


def test_a_ring_about_the_mode_can_be_read_at_the_desk(sato, suzuki, signed_in):
    first, second = signed_in(sato), signed_in(suzuki)
    first.send(f"{AT}/propose", at=AT, way="on", reason=WHY)
    assert "災害モードに切り替える申請" in second.open("/staff/rings/1").get_data(as_text=True)
    assert set(ring_pages.REASONS) == set(Reason)


def test_bad_forms_are_answered_with_a_sentence_and_change_nothing(sato, signed_in):
    browser = signed_in(sato)
    for form in ({"way": "on", "reason": "  "}, {"way": "sideways", "reason": WHY}, {"way": "off", "reason": WHY}, {}):
        assert browser.send(f"{AT}/propose", at=AT, **form).status_code == 403
    with reading() as session:
        assert disaster_switches.history(session) == []


def test_the_page_shows_what_stands_and_a_stale_page_ends_nothing(sato, suzuki, signed_in, clock):
    first, second = signed_in(sato), signed_in(suzuki)
    first.send(f"{AT}/propose", at=AT, way="on", reason=WHY)
    second.send(f"{AT}/1/confirm", at=AT)
    first.send(f"{AT}/propose", at=AT, way="off", reason="水が引いたため")
    with transaction() as session:
        jma_intake.take(session, Town(PROFILE, PROFILE.jma), "rain", papers.rain("43", envelope=at(-1)), NOON)
    assert second.send(f"{AT}/2/confirm", at=AT, seen=[]).status_code == 403
    page = second.open(AT).get_data(as_text=True)
    assert "レベル4大雨危険警報" in page and "まだ出ているものがあります" in page
    seen = [line.split('value="')[1].split('"')[0] for line in page.splitlines() if 'name="seen"' in line]
    assert second.send(f"{AT}/2/confirm", at=AT, seen=seen).status_code == 303
    assert not is_on()


def test_a_standing_order_takes_two_people_too(sato, suzuki, signed_in):
    first, second = signed_in(sato), signed_in(suzuki)
    assert first.send(f"{AT}/standing", at=AT).status_code == 303
    assert first.send(f"{AT}/standing/1/approve", at=AT).status_code == 403
    assert second.send(f"{AT}/standing/1/approve", at=AT).status_code == 303
    assert "有効" in second.open(AT).get_data(as_text=True)
    assert "disaster_mode" not in second.open("/staff/bulletins").get_data(as_text=True)
    assert first.send(f"{AT}/standing/1/end", at=AT).status_code == 303
    assert "いつも2人で切り替えます" in first.open(AT).get_data(as_text=True)


def test_where_another_bot_keeps_the_menus_nobody_waits_for_them_to_change(desk, sato, suzuki, signed_in, app):
    app.extensions[EXTENSION] = replace(desk, changes_menus=False)
    first, second = signed_in(sato), signed_in(suzuki)
    first.send(f"{AT}/propose", at=AT, way="on", reason=WHY)
    second.send(f"{AT}/1/confirm", at=AT)
    page = second.open(AT).get_data(as_text=True)
    assert is_on() and "災害モードにしました。住民のメニューは、この設定(SEND_ONLY=1)では変わりません。" in page
    assert "切り替えているところ" not in page and "もう一つの仕組みで" in page
    app.extensions[EXTENSION] = desk
    assert "切り替えているところ" in second.open(AT).get_data(as_text=True)
