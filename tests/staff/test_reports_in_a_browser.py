"""The pages of a case in a real browser, with much on them: on a screen, on a telephone and on paper."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from reports import handling, moderating, moves, records
from reports.cells import Point
from reports.filing import Office as Counter
from reports.moderating import Moderated
from reports.moves import By, Change
from reports.photo_shelf import FolderShelf
from reports.records import FiledReport
from reports.stages import Move
from store.database import transaction
from tests.browsers import until
from tests.conftest import NOON
from tests.reports.photographed import photographed
from tests.reports.sample_town import mihon, profile
from tests.staff.in_a_browser import look_at, look_at_paper, sign_in
from town.officers import Officer
from town.roles import Role

HANDLER, STOP = Role.REPORT_HANDLER, Point(34.75, 138.27)
COUNTER = Counter(mihon(), profile())
PAIR = r"34\.\d{6}, 138\.\d{6}"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(sample_desk, shelf: FolderShelf):
    return replace(sample_desk, reports=mihon(), shelf=shelf)


def filed(**more: object) -> int:
    told = {"text": "バス停の前の穴", "point": STOP, "due_at": NOON + timedelta(days=14)} | more
    with transaction() as session:
        return records.file(session, FiledReport("hole", "roads", **told), NOON).id  # type: ignore[arg-type]


def long_history(shelf: FolderShelf, officer: Officer) -> int:
    """A case with a photo that has been asked about, moved, moderated and noted."""
    photographed(shelf)
    with transaction() as session:
        case, by = 1, By(session.merge(officer))
        report = session.get_one(records.Report, case)
        report.text, report.is_urgent, report.place_words = "深くて、自転車が転びそうです。", True, "駅前の本屋の前"
        records.put_at(report, STOP)
        moves.make(session, COUNTER, case, Change(Move.CHECK, "明日の朝に見に行きます。"), by, NOON)
        handling.ask(session, COUNTER, case, "車道ですか、歩道ですか。", by, NOON)
        handling.write_note(session, case, "部品の在庫を確認。" * 20, by, NOON)
        wish = Moderated("深い穴があります。", reason="個人が分かる言葉を省きました。")
        moderating.moderate(session, COUNTER, case, wish, by, NOON)
        moves.make(session, COUNTER, case, Change(Move.SCHEDULE, "来週の火曜に直します。"), by, NOON)
        return case


def opened(context, office, email: str) -> Page:
    """Signed in, on a desk that reaches no tiles."""
    context.route(lambda url: not url.startswith(office.url), lambda route: route.abort())
    page = context.new_page()
    sign_in(page, office, email)
    return page


def points_at_the_map(page: Page) -> None:
    frame = page.get_by_role("region", name="場所を選ぶ地図")
    frame.locator(".leaflet-control-zoom").wait_for()
    frame.click(position={"x": 90, "y": 60})
    assert re.fullmatch(PAIR, page.get_by_label("座標").input_value())
    frame.locator(".town-pin").wait_for()


def takes_the_middle_by_keys(page: Page) -> None:
    field = page.get_by_label("座標")
    field.fill("34.75000, 138.27000")
    field.press("Tab")
    page.get_by_role("region", name="場所を選ぶ地図").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("status").filter(has_text="座標を入れました").inner_text().endswith(field.input_value())
    assert [round(float(one), 3) for one in field.input_value().split(",")] == [34.75, 138.27], "the map went there"


def takes_in_another_though_one_is_alike(page: Page) -> None:
    page.get_by_label("種類").select_option("hole")
    look_at(page, "report_entry_with_map")
    page.get_by_role("button", name="次へ").click()
    page.get_by_text("M-2026-000001 に加える").wait_for()
    look_at(page, "report_entry_alike")
    page.get_by_role("button", name="新しく受け付ける").click()
    page.get_by_text("受付番号 M-2026-000002").wait_for()
    look_at(page, "report_receipt_read_out")


def moves_the_first_to_the_middle_of_its_map(page: Page) -> None:
    page.get_by_text("地図で場所を選ぶ").click()
    page.get_by_role("button", name="地図の真ん中をこの場所にする").click()
    page.get_by_role("button", name="直す", exact=True).click()
    page.get_by_text("内容を直しました").wait_for()
    page.wait_for_load_state()


def test_a_place_is_pointed_at_on_a_map_or_taken_from_its_middle_by_keys(office, context, hire):
    hire("hanako", HANDLER)
    case = filed()
    page = opened(context, office, "hanako@mihon.example")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{office.url}/staff/reports/new")
    points_at_the_map(page)
    takes_the_middle_by_keys(page)
    takes_in_another_though_one_is_alike(page)
    page.goto(f"{office.url}/staff/reports/{case}")
    moves_the_first_to_the_middle_of_its_map(page)
    assert faults == []


def test_a_case_with_a_long_history_and_how_it_is_muted_by_two(office, context, hire, shelf: FolderShelf):
    hanako, taro = hire("hanako", HANDLER), hire("taro", HANDLER)
    case = long_history(shelf, hanako)
    page = opened(context, office, hanako.email)
    page.goto(f"{office.url}/staff/reports/{case}")
    card = page.locator("section[aria-labelledby=mute]")
    card.get_by_label("理由").fill("同じ写真を何度も送り、職員をののしっています。")
    card.get_by_role("button", name="提案する").click()
    card.get_by_text("決定待ち").wait_for()
    look_at(page, "report_mute_proposed")
    page.get_by_role("button", name="ログアウト").click()
    sign_in(page, office, taro.email)
    page.goto(f"{office.url}/staff/reports/{case}")
    card.get_by_role("button", name="止めると決定する").click()
    card.get_by_text("停止中").wait_for()
    look_at(page, "report_muted")


def test_cases_on_paper_show_what_an_inspector_needs(office, context, hire, shelf: FolderShelf):
    hanako = hire("hanako", HANDLER)
    case = long_history(shelf, hanako)
    for step in range(3):
        filed(point=Point(34.751 + step / 400, 138.27), is_urgent=step == 1)
    filed(point=None, place_words="駅前の本屋の前の、赤い自動販売機の右")
    page = opened(context, office, hanako.email)
    page.goto(f"{office.url}/staff/reports/{case}/print")
    until(page, "[...document.images].every((one) => one.complete && one.naturalWidth > 0)")
    assert page.locator(".on-paper img").count() == 1
    look_at(page, "report_printed_full")
    look_at_paper(page, "report_printed_full")
    page.goto(f"{office.url}/staff/reports/print")
    look_at(page, "reports_printed_full")
    look_at_paper(page, "reports_printed_full")
    page.goto(f"{office.url}/staff/reports/trip?view=open&cases=1,2,3,4,5")
    page.locator(".town-pin").nth(3).wait_for()
    look_at(page, "report_trip_full")
    look_at_paper(page, "report_trip_full")
    page.goto(f"{office.url}/staff/reports/trip?cases=999")
    page.get_by_text("巡回する通報がありません").wait_for()
    look_at(page, "report_trip_empty")
    page.goto(f"{office.url}/staff/reports/figures")
    look_at(page, "report_figures_full")
