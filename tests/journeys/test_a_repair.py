"""A hole from the telephone to the desk and back: handled, said to be done, not fixed after all, and opened again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import dramatiq
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

import serve
from bot import report_chores
from bot.worker import Threads, register
from reports import records
from reports.cells import Point
from reports.history import Happened, ReportEvent
from reports.records import FiledReport, Report
from settings import Settings
from simulator.server import RunningSimulator
from store import database
from store.database import reading, transaction
from tests.journeys.test_the_phone_page import SHARPNESS, begins_report, press, sends_place
from tests.knowledge.sample_town import SampleTown
from tests.people import Resident, TownHall, open_door
from tests.staff.in_a_browser import look_at, picture, sign_in
from tests.staff.the_desk import WIDE, Office, desk_of_the_sample_town, hired, open_office
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
QUEUES = {"inbox", "outbox", "urgent", "photos"}


@pytest.fixture
def hall(
    settings: Settings, line: RunningSimulator, sample_town: SampleTown, broker: dramatiq.Broker
) -> Iterator[TownHall]:
    """With colleagues who answer the bells by themselves: a browser cannot wake anybody."""
    sample_town.pour()
    worker = serve.create_worker(settings, Threads(inbox=2, outbox=2, urgent=1), sample_town.house)
    register(worker, broker)
    colleagues = dramatiq.Worker(broker, queues=QUEUES, worker_threads=4, worker_timeout=100)
    colleagues.start()
    with open_door(serve.web_app(settings)) as url:
        line.sender.webhook = f"{url}/line/webhook"
        yield TownHall(line, worker)
    colleagues.stop()
    worker.close()
    database.disconnect()


@pytest.fixture
def office(hall: TownHall, sample_town: SampleTown) -> Iterator[Office]:
    desk = desk_of_the_sample_town(lambda: datetime.now(UTC))
    with open_office(replace(desk, reports=sample_town.house.reports)) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, hall: TownHall, hanako: Resident) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=SHARPNESS)
    page.goto(f"{hall.line.url}/phone/")
    page.locator("main[aria-busy=false]").wait_for()
    yield page
    page.close()


@pytest.fixture
def desk_page(browser: Browser, office: Office, now: datetime) -> Iterator[Page]:
    """An officer of the roads section, signed in. The maker of the tiles is not asked."""
    long_ago = now - timedelta(hours=1)
    jiro = hired(long_ago, "jiro", Role.REPORT_HANDLER, section="roads", name="見本 次郎", section_id="roads")
    context = browser.new_context(
        viewport=WIDE, locale="ja-JP", timezone_id="Asia/Tokyo", device_scale_factor=SHARPNESS
    )
    context.route(lambda url: not url.startswith(office.url), lambda route: route.abort())
    page = context.new_page()
    sign_in(page, office, jiro.email)
    yield page
    context.close()


def picture_of_chat(page: Page, name: str) -> None:
    page.locator(".phone").first.locator(".row").last.evaluate("row => row.scrollIntoView({block: 'end'})")
    picture(page, name)


def two_weeks_go_by(sample_town: SampleTown, now: datetime) -> None:
    """The clocks of all who work here cannot be turned; the day of the repair can. Then the back room looks."""
    with transaction() as session:
        for case in session.scalars(select(Report).where(Report.stage == "done")):
            case.closed_at = now - timedelta(days=14, minutes=1)
    report_chores.work(sample_town.house.report_office, now)


def somebody_is_in_danger(now: datetime) -> None:
    told = FiledReport("hole", "roads", text="人が落ちそう", point=Point(34.75, 138.27), is_urgent=True, due_at=now)
    with transaction() as session:
        records.file(session, told, now)


def reports_a_hole(phone: Page) -> Locator:
    """Gives the bot's newest message, which from now on tells how it goes on."""
    newest = begins_report(phone, 0, "路面の穴・段差")
    press(phone, 0, "写真なしで次へ")
    sends_place(phone, 0, "34.7600, 138.2800")
    press(phone, 0, "次へ", "この内容で通報する")
    expect(newest).to_contain_text("受付番号 M-")
    return newest


def is_moved(case: Page, move: str, words: str, newest: Locator) -> None:
    """At the desk; and whoever reported it reads why."""
    case.get_by_role("radio", name=move).check()
    case.get_by_label("ひとこと・理由").fill(words)
    case.get_by_role("button", name="変えて知らせる").click()
    case.get_by_text("状態を変えました").wait_for()
    expect(newest).to_contain_text(words)


def says_it_is_not_fixed(phone: Page, newest: Locator) -> None:
    press(phone, 0, "いいえ")
    expect(newest).to_contain_text("もう一度、担当課が確認します")
    picture_of_chat(phone, "report-not-fixed")


def stands_right_behind_the_danger(desk_page: Page) -> Locator:
    """The second line of the section's list, which is given; a pin of its own on the map."""
    expect(desk_page.locator(".rows > li").first).to_contain_text("緊急")  # somebody may fall
    back = desk_page.locator(".rows > li").nth(1)
    expect(back).to_contain_text("M-2")
    expect(back).to_contain_text("直っていない")
    desk_page.locator(".town-pin").nth(1).wait_for()
    look_at(desk_page, "report_reopened")
    desk_page.get_by_text("この一覧で巡回").evaluate("line => line.scrollIntoView()")
    picture(desk_page, "report-reopened")
    return back


def it_is_open_again_and_its_history_tells_why() -> None:
    with reading() as session:
        case = session.scalars(select(Report).where(Report.reopened_count == 1)).one()
        told = session.scalars(select(ReportEvent.happened).where(ReportEvent.report_id == case.id)).all()
    assert (case.stage, case.is_fixed) == ("checking", False)
    assert {Happened.FILED, Happened.OPENED, Happened.ASKED_FIXED, Happened.NOT_FIXED} <= set(told)


def test_what_is_not_fixed_comes_back_to_the_top_of_the_sections_list(
    phone: Page, desk_page: Page, office: Office, sample_town: SampleTown, now: datetime
) -> None:
    newest = reports_a_hole(phone)

    desk_page.goto(f"{office.url}/staff/reports")
    desk_page.get_by_role("link", name="路面の穴・段差").first.click()
    is_moved(desk_page, "対応予定にする", "火曜日に直します。", newest)
    is_moved(desk_page, "完了にする", "穴をふさぎました。", newest)
    picture(desk_page, "report-handled")
    picture_of_chat(phone, "report-done")

    two_weeks_go_by(sample_town, now)
    expect(newest).to_contain_text("直っていましたか")
    somebody_is_in_danger(now)
    says_it_is_not_fixed(phone, newest)

    desk_page.goto(f"{office.url}/staff/reports")
    stands_right_behind_the_danger(desk_page).get_by_role("link").click()
    expect(desk_page.locator("#history + .history")).to_contain_text("直っていないと返事")
    it_is_open_again_and_its_history_tells_why()
