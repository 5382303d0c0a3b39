"""A resident who has gone home shows the place on a web page, and the conversation goes on in LINE."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

import serve
from bot.worker import Threads
from reports.records import Report
from settings import Settings
from simulator.server import RunningSimulator
from store.database import reading
from tests.knowledge.sample_town import SampleTown
from tests.people import Resident, TownHall, open_door, texts
from tests.staff.in_a_browser import look_at

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WEB = "https://mihon.example"


@dataclass
class Door:
    url: str


@pytest.fixture
def door() -> Door:
    return Door("")


@pytest.fixture
def hall(settings: Settings, line: RunningSimulator, sample_town: SampleTown, door: Door) -> Iterator[TownHall]:
    """A town that has said where its open web is."""
    sample_town.pour()
    house = replace(sample_town.house, reports=replace(sample_town.house.reports, address=WEB))
    worker = serve.create_worker(settings, Threads(inbox=1, outbox=1, urgent=1), house)
    with open_door(serve.web_app(settings)) as door.url:
        line.sender.webhook = f"{door.url}/line/webhook"
        yield TownHall(line, worker)
    worker.close()


def link(resident: Resident, door: Door) -> str:
    found = next(one["uri"] for one in resident.actions() if "/pin/" in one.get("uri", ""))
    return str(found).replace(WEB, door.url)


def sent(address: str, **form: str) -> tuple[int, str]:
    try:
        with urlopen(address, urlencode(form).encode() if form else None) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def arrived(resident: Resident) -> list[dict[str, Any]]:
    before = len(resident.phone())
    resident.hall.works()
    return resident.phone()[before:]


def at_the_place(hanako: Resident) -> None:
    hanako.presses_data("report:begin")
    for label in ("危険はない", "路面の穴・段差", "写真なしで次へ", "もうそこにいません"):
        hanako.presses(label)


def test_a_pin_on_the_web_map_goes_on_in_line(hanako: Resident, door: Door, browser: Browser) -> None:
    at_the_place(hanako)
    address = link(hanako, door)
    assert sent(address[:-1] + ("a" if address[-1] != "a" else "b"))[0] == 410
    assert sent(address, latitude="1e999", longitude="138.27")[0] == 400
    assert sent(address, latitude="", longitude="", words=" ")[0] == 400
    context = browser.new_context(locale="ja-JP", viewport={"width": 375, "height": 812})
    context.route(lambda url: not url.startswith("http://127.0.0.1"), lambda route: route.abort())
    page = context.new_page()
    page.goto(address)
    page.locator(".town-map .leaflet-control-attribution").wait_for()
    look_at(page, "pin")
    page.locator(".town-map").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("経度")).to_have_value(re.compile(r"^138\."))  # the middle of the map, by keys
    page.locator(".town-map").click(position={"x": 150, "y": 150})
    expect(page.get_by_label("緯度")).to_have_value(re.compile(r"^34\."))
    page.get_by_label("緯度").fill("34.60")  # far out at sea
    page.get_by_role("button", name="この場所を送る").click()
    page.get_by_text("LINEに戻ってください").wait_for()
    look_at(page, "pin_sent")
    context.close()
    told = arrived(hanako)
    assert "場所" in texts(told) and any("outside" in a.get("data", "") for a in hanako.actions())
    assert arrived(hanako) == []
    assert sent(address)[0] == 410


def test_words_are_enough_and_a_filed_case_gets_a_better_place(hanako: Resident, door: Door) -> None:
    at_the_place(hanako)
    assert sent(link(hanako, door), words="駅前の本屋の前")[0] == 200
    assert arrived(hanako)
    hanako.presses("次へ")
    hanako.presses("この内容で通報する")
    with reading() as session:
        report = session.scalars(select(Report)).one()
    assert report.place_words == "駅前の本屋の前"
    hanako.presses_data(f"report_reply:{report.id}")
    address = link(hanako, door)
    status, page = sent(address, latitude="34.60", longitude="138.27")
    assert status == 400 and "市の外のようです" in page
    assert sent(address, latitude="34.7512", longitude="138.2713")[0] == 200
    assert report.receipt_number in texts(arrived(hanako))
    hanako.presses_data("report_pin:2")  # read before: nothing moves
    with reading() as session:
        assert session.scalars(select(Report)).one().latitude == 34.7512
