"""The list of cases as a tool: narrowed on the map, kept under a name, changed together, printed, and gone round."""

import re
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from reports import records
from reports.cells import Point
from reports.kinds import read_report_rules
from reports.records import FiledReport, Report
from reports.report_town import ReportTown
from settings import SAMPLE_TOWN
from store.database import reading, transaction
from store.journal import JournalLine
from tests.conftest import NOON
from tests.staff.in_a_browser import look_at, sign_in
from town.roles import Role

HANDLER, STOP = Role.REPORT_HANDLER, Point(34.75, 138.27)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(sample_desk):
    return replace(sample_desk, reports=ReportTown(read_report_rules(SAMPLE_TOWN)))


def filed(point: Point | None = STOP, section: str = "roads", **more: object) -> Report:
    with transaction() as session:
        return records.file(session, FiledReport("hole", section, text="バス停の前の穴", point=point, **more), NOON)


def stored(number: int) -> Report:
    with reading() as session:
        return session.get_one(Report, number)


def picked(browser, at: str = "/staff/reports") -> list[str]:
    """The boxes that stand on the list."""
    return re.findall(r'name="case" value="([0-9:]+)"', browser.open(at).get_data(as_text=True))


def change(browser, cases: list[str], act: str, **form: str) -> str:
    answer = browser.send("/staff/reports/change", at="/staff/reports", case=cases, act=act, **form)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_several_cases_are_changed_and_each_refusal_is_told_in_its_line(hire, signed_in, app: Flask):
    browser = signed_in(hire("hanako", HANDLER, section="roads"))
    one, other, theirs = filed(), filed(), filed(section="citizens")
    cases = picked(browser)
    assert sorted(cases) == [f"{one.id}:1", f"{other.id}:1"]
    with transaction() as session:
        session.get_one(Report, other.id).revision = 2  # somebody was faster
    told = change(browser, [*cases, f"{theirs.id}:1", "x:1"], "priority", priority="2")
    assert "3件のうち 1件を変えました" in told
    assert "ほかの職員が先に変更しました" in told and "扱う役割がありません" in told
    assert theirs.receipt_number not in told
    assert [stored(each.id).priority for each in (one, other, theirs)] == [2, 0, 0]
    assert "2件は変えていません" in told


def test_section_person_and_hold_follow_the_rules_of_each_case(hire, signed_in, app: Flask):
    hanako, taro = hire("hanako", HANDLER), hire("taro", HANDLER, section="citizens")
    browser, case = signed_in(hanako), filed()
    assert "扱う役割がありません" in change(browser, picked(browser), "person", to_person=str(taro.id))
    assert stored(case.id).officer_id is None
    change(browser, picked(browser), "section", to_section="citizens")
    change(browser, picked(browser), "person", to_person=str(taro.id))
    assert (stored(case.id).section_id, stored(case.id).officer_id) == ("citizens", taro.id)
    change(browser, picked(browser), "me")
    assert stored(case.id).officer_id == hanako.id
    assert "理由を書いてください" in change(browser, picked(browser), "hold")
    change(browser, picked(browser), "hold", text="部品を待っています")
    assert stored(case.id).stage == "on_hold"
    for form in ({"act": "me"}, {"act": "sing", "case": f"{case.id}:1"}):
        assert browser.send("/staff/reports/change", at="/staff/reports", **form).status_code == 400


def test_the_map_knows_no_more_than_the_list(hire, signed_in, app: Flask):
    here, there = filed(), filed(Point(34.78, 138.25), section="citizens", is_urgent=True)
    filed(None)

    def on_map(browser, asked: str = "") -> list[str]:
        return [one["name"].split()[-1] for one in browser.open(f"/staff/reports/map.json{asked}").get_json()]

    everything = signed_in(hire("hanako", HANDLER))
    assert on_map(everything) == [there.receipt_number, here.receipt_number]
    assert on_map(everything, "?window=138.26,34.74,138.28,34.76") == [here.receipt_number]
    assert here.receipt_number not in everything.open("/staff/reports?window=138.2,34.77,138.3,34.79").get_data(
        as_text=True
    )
    assert on_map(everything, "?window=nonsense&person=me") == []
    assert on_map(signed_in(hire("taro", HANDLER, section="roads"))) == [here.receipt_number]
    contractor = hire("gyosha", HANDLER, is_contractor=True, ends_on=date(2027, 3, 31))
    browser = signed_in(contractor)
    assert on_map(browser) == []
    with transaction() as session:
        session.get_one(Report, there.id).officer_id = contractor.id
    assert on_map(browser) == [there.receipt_number]
    assert here.receipt_number not in browser.open(f"/staff/reports/trip?cases={here.id},{there.id}").get_data(
        as_text=True
    )
    assert "バス停" not in browser.open("/staff/reports/map.json").get_data(as_text=True)
    with reading() as session:
        assert "reports.read" in {one.action for one in session.scalars(select(JournalLine))}


def test_a_view_has_a_name_and_belongs_to_one_officer(hire, signed_in, app: Flask):
    mine, theirs = signed_in(hire("hanako", HANDLER)), signed_in(hire("taro", HANDLER))
    mine.send("/staff/reports/views", at="/staff/reports", name="道路課の急ぎ", view="urgent", section="roads")
    page = mine.open("/staff/reports").get_data(as_text=True)
    assert "/staff/reports?view=urgent&amp;section=roads" in page and "道路課の急ぎ" in page
    assert "道路課の急ぎ" not in theirs.open("/staff/reports").get_data(as_text=True)
    assert theirs.send("/staff/reports/views/1/drop", at="/staff/reports").status_code == 403
    assert mine.send("/staff/reports/views", at="/staff/reports", name="  ").status_code == 403
    assert mine.send("/staff/reports/views/1/drop", at="/staff/reports").status_code == 303
    assert "道路課の急ぎ" not in mine.open("/staff/reports").get_data(as_text=True)


def test_a_trip_leads_from_the_town_hall_along_the_open_cases(hire, signed_in, app: Flask):
    browser = signed_in(hire("hanako", HANDLER))
    far, near, lamp = (
        filed(Point(34.77, 138.27)),
        filed(Point(34.751, 138.27)),
        filed(None, place_words="駅前の本屋の前"),
    )
    answer = browser.send("/staff/reports/trip", at="/staff/reports", case=[f"{one.id}:1" for one in (far, near, lamp)])
    assert answer.location == f"/staff/reports/trip?cases={far.id},{near.id},{lamp.id}"
    page = browser.open(answer.location).get_data(as_text=True)
    assert page.index(near.receipt_number) < page.index(far.receipt_number) < page.index(lamp.receipt_number)
    turned = browser.open(f"{answer.location}&start=34.78,138.27").get_data(as_text=True)
    assert turned.index(far.receipt_number) < turned.index(near.receipt_number)
    assert near.receipt_number in browser.open("/staff/reports/trip?view=open&start=nan,x").get_data(as_text=True)
    assert "巡回する通報がありません" in browser.open("/staff/reports/trip?cases=999,x").get_data(as_text=True)


def test_the_desk_map_in_a_browser_narrows_the_list_and_plans_a_trip(office, context, hire):
    hire("hanako", HANDLER)
    for step in range(4):
        filed(Point(34.75 + step / 500, 138.27 + (step % 2) / 300), is_urgent=step == 2)
    context.route(lambda url: not url.startswith(office.url), lambda route: route.abort())
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    sign_in(page, office, "hanako@mihon.example")
    page.goto(f"{office.url}/staff/reports")
    page.locator(".town-pin").nth(3).wait_for()
    look_at(page, "reports_with_map")
    page.locator(".town-pin.urgent").focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup a").wait_for()
    page.get_by_role("button", name="いまの地図の範囲だけにする").click()
    page.wait_for_url("**window=138.*")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="巡回の順番をつくる").click()
    page.locator(".trip > li").nth(3).wait_for()
    page.locator(".town-pin").nth(3).wait_for()
    look_at(page, "report_trip_full")
    page.locator(".town-map").click(position={"x": 60, "y": 200})
    expect(page.get_by_label("出発する場所")).to_have_value(re.compile(r"^34\.\d{5},138\.\d{5}$"))
    assert faults == []
