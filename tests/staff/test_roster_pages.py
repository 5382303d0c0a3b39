"""当番表 at the desk: a list is shown before it counts, a ring is answered by whom it is for, and the card is one sheet."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts import calling, ringing, rings
from alerts.ring_words import Voice
from alerts.ringing import Wish
from alerts.rings import Reason, Ring, State
from settings import SAMPLE_TOWN
from store.database import reading, transaction
from tests.staff.the_desk import desk_app
from tests.staff.without_a_screen import Browser
from town import roster
from town.duty_rules import DutyNumber
from town.profile import load_profile
from town.roles import Role
from town.roster import Planned, Shift, Span

HEAD = "日付,開始,終了,メール,順番\n"
APPROVERS = (Role.BROADCAST_APPROVER,)


def rehearsed(browser, text):
    file = (io.BytesIO(text.encode()), "roster.csv")
    return browser.send("/staff/roster", at="/staff/roster", file=file).get_data(as_text=True)


def shifts():
    with reading() as session:
        return list(session.scalars(select(Shift)))


def test_a_list_is_shown_before_it_counts_and_the_gap_it_leaves_is_told(hire, signed_in):
    hanako = hire("hanako", Role.BROADCAST_APPROVER)
    browser = signed_in(hanako)
    text = HEAD + f"2026-11-21,8:30,17:15,{hanako.email},1\n2026-11-20,6:00,7:00,{hanako.email},1\n"
    page = rehearsed(browser, text)
    assert "1日分・1件の当番" in page and "終わった当番の行(1件)" in page
    assert "2026年11月20日(金) 12:00 から 2026年11月21日(土) 08:30 まで" in page
    assert shifts() == []
    answer = browser.send("/staff/roster/take", at="/staff/roster", written=text)
    assert answer.status_code == 303
    assert [one.officer_id for one in shifts()] == [hanako.id]
    assert "見本 hanako" in browser.open("/staff/roster").get_data(as_text=True)


def test_a_list_with_a_mistake_changes_nothing(hire, signed_in):
    browser = signed_in(hire("hanako", Role.ADMINISTRATOR))
    text = HEAD + "2026-11-21,8:30,17:15,nobody@mihon.example,1\n"
    assert "2行目: このメールアドレスの職員はいません" in rehearsed(browser, text)
    assert browser.send("/staff/roster/take", at="/staff/roster", written=text).status_code == 403
    assert browser.send("/staff/roster/take", at="/staff/roster", written=HEAD).status_code == 403
    assert shifts() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_drafter_reads_the_roster_and_cannot_change_it(hire, signed_in):
    browser = signed_in(hire("hanako", Role.BROADCAST_DRAFTER))
    page = browser.open("/staff/roster").get_data(as_text=True)
    assert "いま、配信を承認できる当番がいません" in page and "CSVで入れ替える" not in page
    for path in ("/staff/roster", "/staff/roster/take", "/staff/roster/test"):
        assert browser.send(path, at="/staff/").status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_file_says_is_shown_as_words_never_as_a_page(hire, signed_in):
    browser = signed_in(hire("<script>alert(1)</script>", Role.BROADCAST_APPROVER))
    text = HEAD + "<script>,8:30,17:15,x@mihon.example,1\n"
    assert "<script>alert" not in rehearsed(browser, text)
    assert "<script>alert" not in browser.open("/staff/roster").get_data(as_text=True)


def test_whoever_comes_by_the_letter_answers_at_the_desk(hire, signed_in, clock):
    hanako, taro = hire("hanako", Role.BROADCAST_APPROVER), hire("taro", Role.BROADCAST_APPROVER)
    with transaction() as session:
        number = ringing.ring(session, Reason.APPROVAL, "broadcast:1", APPROVERS, clock(), Wish(about="避難指示")).id
        calling.go_on(session, timedelta(minutes=3), Voice("みほん市"), clock())
    browser = signed_in(hanako)
    page = browser.open(f"/staff/rings/{number}").get_data(as_text=True)
    assert "承認を待っている配信: 避難指示" in page and "呼び出し中" in page
    assert browser.send(f"/staff/rings/{number}/take", at=f"/staff/rings/{number}").status_code == 303
    page = browser.open(f"/staff/rings/{number}").get_data(as_text=True)
    assert "次の人は呼びません" in page and "了解あり" in page
    assert "ほかの人が先に" not in page
    other = signed_in(taro)
    other.send(f"/staff/rings/{number}/take", at=f"/staff/rings/{number}")
    assert "ほかの人が先に了解しました" in other.open(f"/staff/rings/{number}").get_data(as_text=True)
    with reading() as session:
        assert session.get_one(Ring, number).taken_by == hanako.id


def test_a_ring_is_not_shown_to_whom_it_is_not_for(hire, signed_in, clock):
    with transaction() as session:
        number = ringing.ring(session, Reason.APPROVAL, "broadcast:1", APPROVERS, clock()).id
    browser = signed_in(hire("hanako", Role.VIEWER))
    for path in (f"/staff/rings/{number}", "/staff/rings/999"):
        answer = browser.open(path)
        assert answer.status_code == 403 and "開く役割がありません" in answer.get_data(as_text=True)
        assert browser.send(f"{path}/take", at="/staff/").status_code == 403
    with reading() as session:
        assert session.get_one(Ring, number).state == State.RINGING


def test_the_submitter_sees_the_ring_without_a_button(hire, signed_in, clock):
    hanako = hire("hanako", Role.BROADCAST_APPROVER)
    with transaction() as session:
        wish = Wish(spared=(hanako.id,))
        number = ringing.ring(session, Reason.APPROVAL, "broadcast:1", APPROVERS, clock(), wish).id
    page = signed_in(hanako).open(f"/staff/rings/{number}").get_data(as_text=True)
    assert "呼び出し中" in page and f"/staff/rings/{number}/take" not in page


def test_the_test_ring_is_begun_at_the_desk_and_says_who_answered(hire, signed_in, clock):
    hanako = hire("hanako", Role.BROADCAST_APPROVER)
    hire("taro", Role.BROADCAST_APPROVER)
    browser = signed_in(hanako)
    assert browser.send("/staff/roster/test", at="/staff/roster").status_code == 303
    with transaction() as session:
        calling.go_on(session, timedelta(minutes=3), Voice("みほん市"), clock())
        number = rings.latest(session)[0].id
    browser.send(f"/staff/rings/{number}/take", at=f"/staff/rings/{number}")
    page = browser.open(f"/staff/rings/{number}").get_data(as_text=True)
    assert page.count("返事なし") == 1 and "全員に知らせた" in page
    assert "呼んだ人 2人・了解 1人" in browser.open("/staff/roster").get_data(as_text=True)


MIHON = load_profile(SAMPLE_TOWN)
LONG = DutyNumber(name="みほん市消防本部 通信指令室 夜間", phone="000-000-0400", note="川の水位と雨の見通しを聞く")


@pytest.fixture
def mihon(db, desk, app, clock):
    """The same desk with the sample town's own settings."""
    return desk_of(MIHON, desk)


def desk_of(town, desk):
    return desk_app("desk of the sample town", replace(desk, town=town))


def test_the_duty_card_names_numbers_steps_and_whoever_is_on_duty(mihon, hire, clock):
    hanako = hire("hanako", Role.BROADCAST_APPROVER)
    with transaction() as session:
        night = Span(clock() + timedelta(hours=5), clock() + timedelta(hours=20))
        roster.replace(session, [Planned(hanako.id, night, 1)], "shell", clock())
    browser = Browser(mihon, clock)
    assert browser.sign_in(hanako).status_code == 303
    page = browser.open("/staff/duty-card").get_data(as_text=True)
    for words in ("000-000-0401", "000-000-0199", "119", "当直室の金庫", "見本 hanako", "だれも来ないとき", "3分おき"):
        assert words in page, words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_duty_card_is_one_sheet_of_a4_also_where_all_of_it_is_full(desk, hire, clock, browser):
    full = MIHON.duty.model_copy(update={"people": (LONG,) * 6, "numbers": (LONG,) * 6})
    three = [hire(f"太郎花子{n}", Role.BROADCAST_APPROVER) for n in range(3)]
    with transaction() as session:
        nights = [Span(clock() + timedelta(days=n, hours=5), clock() + timedelta(days=n, hours=20)) for n in range(9)]
        planned = [Planned(one.id, night, 1) for night in nights for one in three]
        roster.replace(session, planned, "shell", clock())
    officer = Browser(desk_of(MIHON.model_copy(update={"duty": full}), desk), clock)
    officer.sign_in(three[0])
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()

    def from_the_desk(route):
        answer = officer.open(re.sub(r"^https?://[^/]+", "", route.request.url))
        route.fulfill(status=answer.status_code, body=answer.get_data(), content_type=answer.content_type)

    page.route("**/*", from_the_desk)
    page.goto("http://localhost/staff/duty-card")
    sheet = page.pdf(prefer_css_page_size=True, print_background=True)
    context.close()
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][.0-9]* 84[12]", sheet)
