"""A hole from the telephone to the desk and back: handled, said to be done, not fixed after all, and opened again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import dramatiq
import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

import serve
from bot import report_chores
from bot.worker import Threads, register
from knowledge.topics import read_topics
from reports import records
from reports.cells import Point
from reports.history import Happened, ReportEvent
from reports.records import FiledReport, Report
from settings import COMMON, Settings
from simulator.server import RunningSimulator
from staff import app as staff
from staff.desk import Desk
from store import database
from store.database import reading, transaction
from tests.journeys.test_the_phone_page import SHARPNESS, begins_report, press, sends_place
from tests.knowledge.sample_town import SampleTown
from tests.people import Resident, TownHall, open_door
from tests.staff.conftest import HASH, KEY, WIDE, Office, secret_of
from tests.staff.in_a_browser import look_at, picture, sign_in
from tests.staff.townspeople import sample_town as profile
from town import officer_factors, officers
from town.numbers import load_numbers
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
    door = Flask("desk behind a door")
    with open_door(door) as url:
        desk = Desk(
            key=KEY, address=url.replace("127.0.0.1", "localhost"), town=profile(), now=lambda: datetime.now(UTC),
            numbers=load_numbers(COMMON), topics=read_topics(COMMON), reports=sample_town.house.reports,
        )  # fmt: skip
        staff.install(door, desk)
        yield Office(desk.address, desk)


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
    with transaction() as session:
        long_ago = now - timedelta(hours=1)
        jiro = officers.add(session, long_ago, email="jiro@mihon.example", name="見本 次郎", section_id="roads")
        jiro.password_hash = HASH
        officers.grant(session, jiro, Role.REPORT_HANDLER, "roads")
        secret = secret_of(jiro.email)
        officer_factors.add_totp(session, KEY, jiro, "トークン", secret, pyotp.TOTP(secret).at(long_ago), long_ago)
    context = browser.new_context(
        viewport=WIDE, locale="ja-JP", timezone_id="Asia/Tokyo", device_scale_factor=SHARPNESS
    )
    context.route(lambda url: not url.startswith(office.url), lambda route: route.abort())
    page = context.new_page()
    sign_in(page, office, "jiro@mihon.example")
    yield page
    context.close()


def picture_of_chat(page: Page, name: str) -> None:
    page.locator(".phone").first.locator(".row").last.evaluate("row => row.scrollIntoView({block: 'end'})")
    picture(page, name)


def two_weeks_go_by(hall: TownHall, sample_town: SampleTown, now: datetime) -> None:
    """The clocks of all who work here cannot be turned; the day of the repair can. Then the back room looks."""
    with transaction() as session:
        for case in session.scalars(select(Report).where(Report.stage == "done")):
            case.closed_at = now - timedelta(days=14, minutes=1)
    report_chores.work(sample_town.house.report_office, now)


def somebody_is_in_danger(now: datetime) -> None:
    told = FiledReport("hole", "roads", text="人が落ちそう", point=Point(34.75, 138.27), is_urgent=True, due_at=now)
    with transaction() as session:
        records.file(session, told, now)


def test_what_is_not_fixed_comes_back_to_the_top_of_the_sections_list(
    hall: TownHall, phone: Page, desk_page: Page, office: Office, sample_town: SampleTown, now: datetime
) -> None:
    newest = begins_report(phone, 0, "路面の穴・段差")
    press(phone, 0, "写真なしで次へ")
    sends_place(phone, 0, "34.7600, 138.2800")
    press(phone, 0, "次へ", "この内容で通報する")
    expect(newest).to_contain_text("受付番号 M-")

    desk_page.goto(f"{office.url}/staff/reports")
    desk_page.get_by_role("link", name="路面の穴・段差").first.click()
    for move, words in (("対応予定にする", "火曜日に直します。"), ("完了にする", "穴をふさぎました。")):
        desk_page.get_by_role("radio", name=move).check()
        desk_page.get_by_label("ひとこと・理由").fill(words)
        desk_page.get_by_role("button", name="変えて知らせる").click()
        desk_page.get_by_text("状態を変えました").wait_for()
        expect(newest).to_contain_text(words)
    picture(desk_page, "report-handled")
    picture_of_chat(phone, "report-done")

    two_weeks_go_by(hall, sample_town, now)
    expect(newest).to_contain_text("直っていましたか")
    somebody_is_in_danger(now)
    press(phone, 0, "いいえ")
    expect(newest).to_contain_text("もう一度、担当課が確認します")
    picture_of_chat(phone, "report-not-fixed")

    desk_page.goto(f"{office.url}/staff/reports")
    expect(desk_page.locator(".rows > li").first).to_contain_text("緊急")  # somebody may fall
    back = desk_page.locator(".rows > li").nth(1)
    expect(back).to_contain_text("M-2")
    expect(back).to_contain_text("直っていない")
    desk_page.locator(".town-pin").nth(1).wait_for()
    look_at(desk_page, "report_reopened")
    desk_page.get_by_text("この一覧で巡回").evaluate("line => line.scrollIntoView()")
    picture(desk_page, "report-reopened")
    back.get_by_role("link").click()
    expect(desk_page.locator("#history + .history")).to_contain_text("直っていないと返事")
    with reading() as session:
        case = session.scalars(select(Report).where(Report.reopened_count == 1)).one()
        told = session.scalars(select(ReportEvent.happened).where(ReportEvent.report_id == case.id)).all()
    assert (case.stage, case.is_fixed) == ("checking", False)
    assert {Happened.FILED, Happened.OPENED, Happened.ASKED_FIXED, Happened.NOT_FIXED} <= set(told)
