"""A report at the desk: found on the list, opened, moved along, and the one who told hears of it in their language."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from reports import records
from reports.cells import Point
from reports.kinds import read_report_rules
from reports.records import FiledReport, Report
from reports.report_town import ReportTown
from settings import SAMPLE_TOWN
from store.database import reading, transaction
from store.outbox import Delivery
from tests.conftest import NOON
from tests.staff.the_desk import desk_app
from town import residents
from town.roles import Role

HANDLER = Role.REPORT_HANDLER


@pytest.fixture
def app(app: Flask, desk) -> Flask:
    """The same desk, in a town that takes reports in."""
    return desk_app("desk of reports", replace(desk, reports=ReportTown(read_report_rules(SAMPLE_TOWN))))


@pytest.fixture
def case(app: Flask) -> int:
    return filed("Umaria", language="pt")


def filed(line_id: str, kind: str = "hole", section: str = "roads", language: str = "ja", **more: object) -> int:
    with transaction() as session:
        resident = residents.follow(session, line_id, NOON)
        resident.language = language
        told = FiledReport(
            kind, section, language, resident_id=resident.id, text="バス停の前の穴", point=Point(34.75, 138.27), **more
        )
        return records.file(session, told, NOON).id


def send(browser, case: int, page: str, **form: object):
    """A click on the page as it stands now."""
    at = f"/staff/reports/{case}"
    found = re.search(r'name="revision" value="(\d+)"', browser.open(at).get_data(as_text=True))
    assert found
    return browser.send(f"{at}/{page}", at=at, **{"revision": found.group(1), **form})


def heard() -> str:
    with reading() as session:
        return "\n".join(str(one.messages) for one in session.scalars(select(Delivery).order_by(Delivery.id)))


def test_a_case_is_opened_moved_and_its_reporter_hears_in_their_language(hire, signed_in, case):
    browser = signed_in(hire("hanako", HANDLER, section="roads"))
    page = browser.open("/staff/reports").get_data(as_text=True)
    assert "バス停の前の穴" in page and "未開封 1" in page
    assert send(browser, case, "move", move="schedule", text="来週の火曜に直します").status_code == 303
    page = browser.open(f"/staff/reports/{case}").get_data(as_text=True)
    assert "対応予定" in page and "来週の火曜に直します" in page
    assert "Aviso M-2026-000001" in heard() and "来週の火曜に直します" in heard()
    assert "未開封 0" in browser.open("/staff/reports").get_data(as_text=True)


def test_a_reason_is_asked_for_and_nothing_changes_without(hire, signed_in, case):
    browser = signed_in(hire("hanako", HANDLER))
    answer = send(browser, case, "move", move="refuse")
    assert answer.status_code == 403 and "理由を書いてください" in answer.get_data(as_text=True)
    assert send(browser, case, "move", move="sing").status_code == 403
    with reading() as session:
        assert session.get_one(Report, case).stage == "received"
    assert heard() == ""


def test_who_was_slower_is_told_so(hire, signed_in, case):
    browser = signed_in(hire("hanako", HANDLER))
    send(browser, case, "move", move="check")
    answer = send(browser, case, "move", revision="1", move="finish")
    assert answer.status_code == 403 and "ほかの職員が先に変更しました" in answer.get_data(as_text=True)


def test_a_question_goes_to_the_reporter_and_a_note_stays(hire, signed_in, case):
    browser = signed_in(hire("hanako", HANDLER))
    send(browser, case, "ask", text="穴の深さはどれくらいですか")
    send(browser, case, "note", text="業者に電話した")
    page = browser.open(f"/staff/reports/{case}").get_data(as_text=True)
    assert "穴の深さはどれくらいですか" in page and "業者に電話した" in page
    assert "穴の深さ" in heard() and "業者" not in heard()


def test_the_same_damage_twice_becomes_one_case(hire, signed_in, case):
    browser, second = signed_in(hire("hanako", HANDLER)), filed("Ujiro")
    assert send(browser, second, "merge", receipt="m-2026-000001").status_code == 303
    assert send(browser, case, "merge", receipt="M-2026-000009").status_code == 403
    page = browser.open(f"/staff/reports/{second}").get_data(as_text=True)
    assert "重複" in page and "まとめた先" in page
    assert "いっしょに待つ人 1人" in browser.open(f"/staff/reports/{case}").get_data(as_text=True)


def test_words_are_hidden_from_the_web_only_with_a_reason(hire, signed_in, case):
    browser = signed_in(hire("hanako", HANDLER))
    assert send(browser, case, "moderate", text="", shown="1").status_code == 403
    assert send(browser, case, "moderate", text="バス停の前の穴", shown="1", rounded="1").status_code == 303
    with reading() as session:
        assert session.get_one(Report, case).public_text == "バス停の前の穴"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_sections_case_is_neither_listed_nor_opened(hire, signed_in, case):
    browser = signed_in(hire("hanako", HANDLER, section="citizens"))
    assert "バス停の前の穴" not in browser.open("/staff/reports").get_data(as_text=True)
    assert browser.open(f"/staff/reports/{case}").status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_contractor_sees_the_case_given_to_them(hire, signed_in, case):
    officer = hire("gyosha", HANDLER, is_contractor=True, ends_on=date(2027, 3, 31))
    browser = signed_in(officer)
    assert "バス停の前の穴" not in browser.open("/staff/reports").get_data(as_text=True)
    with transaction() as session:
        session.get_one(Report, case).officer_id = officer.id
    assert "バス停の前の穴" in browser.open("/staff/reports").get_data(as_text=True)
    assert browser.open(f"/staff/reports/{case}").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_lists_put_first_what_presses(hire, signed_in, case, clock):
    filed("Ujiro", is_urgent=True, due_at=NOON + timedelta(days=1))
    browser = signed_in(hire("hanako", HANDLER))
    page = browser.open("/staff/reports").get_data(as_text=True)
    assert page.index("M-2026-000002") < page.index("M-2026-000001")
    assert "M-2026-000001" not in browser.open("/staff/reports?view=urgent").get_data(as_text=True)
    clock.skip(days=2)
    browser = signed_in(hire("taro", HANDLER))
    assert "期限超過 1" in browser.open("/staff/reports?view=nonsense").get_data(as_text=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_case_past_its_day_of_which_nobody_was_told_stands_on_a_list_of_its_own(hire, signed_in, case, clock):
    told = filed("Ujiro", due_at=NOON + timedelta(days=1))
    filed("Uhanako", due_at=NOON + timedelta(days=1))
    clock.skip(days=2)
    with transaction() as session:
        session.get_one(Report, told).overdue_told_at = clock()
    browser = signed_in(hire("hanako", HANDLER))
    assert "期限超過・未連絡 1" in browser.open("/staff/reports").get_data(as_text=True)
    page = browser.open("/staff/reports?view=untold").get_data(as_text=True)
    assert "M-2026-000003" in page and "M-2026-000002" not in page
    assert "まだだれにもメールで知らせていない" in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_somebody_may_fall_stands_above_what_came_back(hire, signed_in, case):
    urgent = filed("Ujiro", is_urgent=True)
    with transaction() as session:
        session.get_one(Report, case).reopened_count = 1
    page = signed_in(hire("kato", HANDLER)).open("/staff/reports").get_data(as_text=True)
    assert urgent == 2 and page.index("M-2026-000002") < page.index("M-2026-000001")


def test_the_figures_say_how_many_were_handled_of_those_posted(hire, signed_in, case):
    browser = signed_in(hire("hanako", HANDLER))
    filed("Ujiro", kind="street_light")
    send(browser, case, "move", move="finish")
    page = browser.open("/staff/reports/figures").get_data(as_text=True)
    assert "50%" in page and "街路灯" in page and "道路課" in page
    assert "2026年度" in page and "2025年度" not in page, "only years with reports"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_figures_of_last_year_are_still_there_in_april(hire, signed_in, case, clock):
    send(signed_in(hire("hanako", HANDLER)), case, "move", move="finish")
    clock.time = datetime(2027, 3, 31, 14, 59, tzinfo=UTC)  # the last minute of the fiscal year in Japan
    browser = signed_in(hire("taro", HANDLER))
    assert "100%" in browser.open("/staff/reports/figures").get_data(as_text=True)
    clock.time = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
    browser = signed_in(hire("jiro", HANDLER))
    assert "100%" not in browser.open("/staff/reports/figures").get_data(as_text=True)
    assert "100%" in browser.open("/staff/reports/figures?year=2026").get_data(as_text=True)
    assert "2027年度" in browser.open("/staff/reports/figures?year=999999999").get_data(as_text=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_an_accident_needs_is_held(hire, signed_in, case):
    browser = signed_in(hire("hanako", HANDLER))
    send(browser, case, "hold", held="1", text="事故の調査のため")
    assert "保存延長中" in browser.open(f"/staff/reports/{case}").get_data(as_text=True)
    assert send(browser, case, "assign", section="citizens").status_code == 303
    with reading() as session:
        assert (session.get_one(Report, case).section_id, session.get_one(Report, case).is_held) == ("citizens", True)


def test_what_was_wrong_is_put_right_and_the_history_keeps_both(hire, signed_in, case):
    hanako = hire("hanako", HANDLER, section="roads")
    browser = signed_in(hanako)
    right = {
        "kind": "gutter",
        "place": "本屋の前",
        "coordinates": "34.75010, 138.27010",
        "priority": "1",
        "urgent": "1",
    }
    assert send(browser, case, "correct", due="2026-12-01", **right).status_code == 303
    page = browser.open(f"/staff/reports/{case}").get_data(as_text=True)
    for words in (
        "種類: 路面の穴・段差 → 側溝・ふた",
        "優先度: ふつう → 高い",
        "目標の日: なし → 2026-12-01",
        "→ 本屋の前 (34.75010",
    ):
        assert words in page
    assert send(browser, case, "correct", coordinates="138.27, 34.75").status_code == 403
    assert send(browser, case, "correct", revision="1", kind="hole").status_code == 403
    assert send(browser, case, "correct", kind="dragon").status_code == 403
    assert send(browser, case, "assign", section="roads", person=str(hanako.id)).status_code == 303
    assert "道路課・担当者なし → 道路課・見本 hanako" in browser.open(f"/staff/reports/{case}").get_data(as_text=True)
    assert send(browser, case, "assign", section="citizens").location.endswith("/staff/reports"), "not theirs any more"


def test_words_of_strangers_are_never_markup(hire, signed_in, app):
    with transaction() as session:
        told = FiledReport("hole", "roads", text="<script>alert(1)</script>", place_words="<b>駅前</b>")
        number = records.file(session, told, NOON).id
    browser = signed_in(hire("hanako", HANDLER))
    for path in ("/staff/reports", f"/staff/reports/{number}"):
        page = browser.open(path).get_data(as_text=True)
        assert "<script>alert" not in page and "<b>駅前" not in page
