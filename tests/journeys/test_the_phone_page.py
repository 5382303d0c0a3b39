"""The main job of the house as a person sees it: `madoguchi run`, a phone in the browser, a question, an answer."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs/pictures"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def phone_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Everything in one process, as `make run` starts it."""
    folder = tmp_path_factory.mktemp("town")
    ports = {"PORT": str(free_port()), "SIMULATOR_PORT": str(free_port())}
    settings = {"DATABASE_URL": f"sqlite:///{folder}/town.db", "REDIS_URL": "", **ports}
    command = [sys.executable, "-m", "cli", "run"]
    with (folder / "log").open("w") as log:
        bot = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert bot.stdout is not None
        addresses = bot.stdout.readline()
        assert "/phone/" in addresses, (folder / "log").read_text()
        yield addresses.split()[-1]
        bot.terminate()
        bot.stdout.close()
        assert bot.wait(timeout=15) == 0


@pytest.fixture
def page(browser: Browser, phone_page: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=2)
    page.goto(phone_page)
    page.locator("main[aria-busy=false]").wait_for()
    yield page
    page.close()


def ask(page: Page, who: int, words: str) -> None:
    phone = page.locator(".phone").nth(who)
    phone.get_by_label("メッセージ", exact=True).fill(words)
    phone.get_by_label("メッセージ", exact=True).press("Enter")


def picture(page: Page, name: str) -> None:
    """Kept only when somebody asks for new pictures: `make screenshots`."""
    if os.environ.get("SCREENSHOTS") == "1":
        page.wait_for_function("document.fonts.status === 'loaded'")
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def test_a_person_asks_on_the_phone_and_reads_the_answer(page: Page):
    ask(page, 0, "住民票をコンビニで取りたい")
    answer = page.locator(".phone").nth(0).locator(".row-bot").last
    expect(answer).to_contain_text("コンビニで証明書を取る")
    expect(answer).to_contain_text("出典")
    expect(answer).to_contain_text("市民課に電話")
    ask(page, 1, "Como tiro o cartão My Number?")
    expect(page.locator(".phone").nth(1).locator(".row-bot").last).to_contain_text("My Number")
    for phone in page.locator(".phone").all():
        phone.locator("button[aria-expanded=true]", has_text="メニュー").click()
        phone.locator(".row").last.evaluate("row => row.previousElementSibling.scrollIntoView({block: 'start'})")
    picture(page, "phone")


def test_the_menu_leads_to_an_answer_without_typing(page: Page):
    phone = page.locator(".phone").nth(0)
    ask(page, 0, "メニュー")
    phone.locator(".row-bot").last.get_by_text("手続き", exact=True).click()
    expect(phone.locator(".row-bot").last).to_contain_text("引っ越し・住所")
    phone.locator(".row-bot").last.get_by_text("引っ越し・住所", exact=True).click()
    expect(phone.locator(".row-bot").last).to_contain_text(re.compile("転入|引っ越して"))
    picture(page, "menu")


def test_somebody_in_danger_gets_the_numbers_first(page: Page):
    ask(page, 0, "台所が火事です")
    answer = page.locator(".phone").nth(0).locator(".row-bot").last
    expect(answer).to_contain_text("119")
    expect(answer).to_contain_text("このLINEでは救助を呼べません")
    picture(page, "danger")


def test_the_page_fits_a_small_telephone(browser: Browser, phone_page: str):
    page = browser.new_page(viewport={"width": 375, "height": 812}, device_scale_factor=2)
    page.goto(phone_page)
    page.locator("main[aria-busy=false]").wait_for()
    page.get_by_label("メッセージ", exact=True).locator("visible=true").fill("体育館を予約したい")
    page.get_by_label("メッセージ", exact=True).locator("visible=true").press("Enter")
    expect(page.locator(".phone >> visible=true").locator(".row-bot").last).to_contain_text("総合体育館")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    picture(page, "narrow")
    page.close()
