"""The main job of the house as a person sees it: `madoguchi run`, a phone in the browser, a question, an answer."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsers import until
from tests.patience import PATIENCE
from tests.ports import a_free_port
from tests.reports import hostile

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs/pictures"
IS_PHOTOGRAPHED = os.environ.get("SCREENSHOTS") == "1"
SHARPNESS = 2 if IS_PHOTOGRAPHED else 1  # four times the pixels to draw, which only a picture needs


def wait_for_the_bot(line: str) -> None:
    """LINE gives a bot two seconds; a busy machine may need more."""
    switches = Request(f"{line}/phone/api/switches", json.dumps({"patience_seconds": PATIENCE}).encode())
    with urlopen(switches, timeout=PATIENCE) as turned:
        assert turned.status == 200


@pytest.fixture(scope="module")
def phone_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Everything in one process, as `make run` starts it."""
    folder = tmp_path_factory.mktemp("town")
    ports = {"PORT": str(a_free_port()), "SIMULATOR_PORT": str(a_free_port())}
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/town.db",
        "REDIS_URL": "",
        "PHOTO_FOLDER": str(folder / "photos"),
        **ports,
    }
    command = [sys.executable, "-m", "cli", "run"]
    with (folder / "log").open("w") as log:
        bot = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert bot.stdout is not None
        addresses = bot.stdout.readline()
        assert "/phone/" in addresses, (folder / "log").read_text()
        wait_for_the_bot(f"http://127.0.0.1:{ports['SIMULATOR_PORT']}")
        yield addresses.split()[-1]
        bot.terminate()
        bot.stdout.close()
        assert bot.wait(timeout=PATIENCE) == 0


@pytest.fixture
def page(browser: Browser, phone_page: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=SHARPNESS)
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
    if IS_PHOTOGRAPHED:
        until(page, "document.fonts.status === 'loaded'")
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def picture_of_chats(page: Page, name: str) -> None:
    """With the menus folded, so that more of what was said is seen."""
    for phone in page.locator(".phone").all():
        phone.locator("button[aria-expanded=true]", has_text="メニュー").click()
    for row in page.locator(".phone .row:last-child").all():
        row.evaluate("row => row.scrollIntoView({block: 'end'})")
    picture(page, name)


def press(page: Page, who: int, *labels: str) -> Locator:
    """One button after another, each on the bot's newest message. Gives the message that came last."""
    newest = page.locator(".phone").nth(who).locator(".row-bot").last
    for label in labels:
        newest.get_by_text(label, exact=True).click()
    return newest


def sends_photos(page: Page, who: int, count: int) -> None:
    """Chosen together: the telephone makes a set of them."""
    photos = [
        {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": hostile.jpeg(hostile.hole(800, 600, shade=n * 8))}
        for n in range(count)
    ]
    page.locator(".phone").nth(who).locator("input[type=file][multiple]").set_input_files(photos)  # type: ignore[arg-type]


def sends_place(page: Page, who: int, place: str) -> None:
    phone = page.locator(".phone").nth(who)
    phone.get_by_label("写真・位置情報など").click()
    phone.get_by_role("button", name="位置情報", exact=True).click()
    page.get_by_role("dialog").get_by_label("緯度, 経度").fill(place)
    page.get_by_role("dialog").get_by_role("button", name="この位置を送信").click()


def begins_report(page: Page, who: int, kind: str) -> Locator:
    ask(page, who, "メニュー")
    return press(page, who, "道路の通報", "通報をはじめる", "危険はない", kind)


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
    page = browser.new_page(viewport={"width": 375, "height": 812}, device_scale_factor=SHARPNESS)
    page.goto(phone_page)
    page.locator("main[aria-busy=false]").wait_for()
    page.get_by_label("メッセージ", exact=True).locator("visible=true").fill("体育館を予約したい")
    page.get_by_label("メッセージ", exact=True).locator("visible=true").press("Enter")
    expect(page.locator(".phone >> visible=true").locator(".row-bot").last).to_contain_text("総合体育館")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    picture(page, "narrow")
    page.close()


def test_a_hole_is_reported_with_a_set_of_three_photos(page: Page):
    newest = begins_report(page, 0, "路面の穴・段差")
    expect(newest).to_contain_text("写真を送ってください")
    sends_photos(page, 0, 3)
    expect(newest).to_contain_text("写真が3枚あります")
    press(page, 0, "次へ")
    sends_place(page, 0, "34.7600, 138.2800")
    expect(newest).to_contain_text("様子を教えてください")
    ask(page, 0, "タイヤがはまりそうな深さです")
    expect(newest).to_contain_text("この内容で通報しますか")
    picture_of_chats(page, "report-photos")
    press(page, 0, "この内容で通報する")
    expect(newest).to_contain_text("受付番号 M-")
    expect(newest).to_contain_text("はじめの連絡をします")


def test_a_lamp_is_reported_in_words_without_a_photo(page: Page):
    ask(page, 0, "街路灯が消えています")
    newest = press(page, 0, "はい、通報します", "危険はない", "写真なしで次へ")
    expect(newest).to_contain_text("柱に書かれた管理番号でもわかります")
    ask(page, 0, "駅前の本屋の前")
    press(page, 0, "次へ", "この内容で通報する")
    expect(newest).to_contain_text("駅前の本屋の前")
    expect(newest).to_contain_text("受付番号 M-")
    picture_of_chats(page, "report-words")


def test_a_national_road_has_another_keeper_and_the_town_passes_it_on(page: Page):
    newest = begins_report(page, 0, "路面の穴・段差")
    press(page, 0, "写真なしで次へ")
    sends_place(page, 0, "34.7571, 138.2720")
    expect(newest).to_contain_text("国道990号を管理しているのは国道事務所みほん出張所です")
    expect(newest).to_contain_text("#9910")
    picture_of_chats(page, "report-national-road")
    press(page, 0, "市に通報して伝えてもらう", "次へ", "この内容で通報する")
    expect(newest).to_contain_text("受付番号 M-")


def test_a_neighbour_saw_the_same_hole_and_joins(page: Page):
    newest = begins_report(page, 1, "路面の穴・段差")
    press(page, 1, "写真なしで次へ")
    sends_place(page, 1, "34.7600, 138.2800")
    press(page, 1, "次へ")
    expect(newest).to_contain_text("同じものかもしれません")
    picture_of_chats(page, "report-alike")
    newest.get_by_text("くわしく見る", exact=True).first.click()
    expect(newest).to_contain_text("いまの状態")
    newest.get_by_text("同じです", exact=True).first.click()
    expect(newest).to_contain_text("この通報に加わりました")
    press(page, 1, "私の通報")
    expect(newest).to_contain_text("受け付けた日")
