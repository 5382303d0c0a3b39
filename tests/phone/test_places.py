"""A resident says where: on the map, by district, or by typing where no map can be drawn."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

MAP_LIBRARY = Path(__file__).parents[2] / "assets/vendor/leaflet/leaflet-src.esm.js"
WIDE = ViewportSize(width=1280, height=900)
Open = Callable[[str, ViewportSize], Page]


@pytest.fixture
def resident(line) -> str:
    return line.newcomer("花子")


def choose_place(page: Page, resident: str) -> Locator:
    """Opens the place picker on a resident's telephone."""
    tab = page.locator(f".tab[data-resident={resident}]")
    if tab.is_visible():
        tab.click()
    phone = page.locator(f".phone[data-resident={resident}]")
    phone.get_by_label("写真・位置情報など").click()
    phone.get_by_role("button", name="位置情報", exact=True).click()
    return page.get_by_role("dialog")


def place_sent(bot, resident: str) -> dict:
    event = bot.hears(lambda e: e.get("message", {}).get("type") == "location" and e["source"]["userId"] == resident)
    return event["message"]


def test_a_place_is_sent_by_typing_where_no_map_can_be_drawn(open_page, bot, resident, screen):
    page = open_page("/phone/", screen)
    page.route("**/assets/vendor/**", lambda route: route.abort())
    chooser = choose_place(page, resident)
    expect(chooser.get_by_text("地図はありません")).to_be_visible()
    chooser.get_by_label("緯度, 経度").fill("34.7321, 138.2915")
    chooser.get_by_role("button", name="この位置を送信").click()
    sent = place_sent(bot, resident)
    assert (sent["latitude"], sent["longitude"]) == (34.7321, 138.2915)
    assert sent["address"] == "静岡県みほん市港"


def test_a_place_outside_the_town_has_no_invented_address(open_page, bot, resident):
    chooser = choose_place(open_page("/phone/", WIDE), resident)
    chooser.get_by_label("緯度, 経度").fill("35.0, 139.0")
    chooser.get_by_role("button", name="この位置を送信").click()
    assert "address" not in place_sent(bot, resident)


def test_what_is_no_place_on_earth_is_not_sent(open_page, resident):
    page = open_page("/phone/", WIDE)
    chooser = choose_place(page, resident)
    chooser.get_by_label("緯度, 経度").fill("95.0, 10.0")
    chooser.get_by_role("button", name="この位置を送信").click()
    expect(chooser).to_be_visible()
    written = chooser.get_by_label("緯度, 経度")
    assert "緯度と経度を書いてください" in written.evaluate("one => one.validationMessage")
    written.fill("34.75, 138.27")
    chooser.get_by_role("button", name="この位置を送信").click()
    expect(chooser).to_have_count(0)


def test_every_district_can_be_chosen_by_its_name(open_page, resident):
    chooser = choose_place(open_page("/phone/", WIDE), resident)
    point = chooser.get_by_label("緯度, 経度")
    for district in ("honcho", "kawara", "minato", "yamate", "shinden"):
        chooser.get_by_label("地区").select_option(district)
        # Its middle lies in it: reading the point back names the same district.
        point.fill(point.input_value())
        expect(chooser.get_by_label("地区")).to_have_value(district)


@pytest.mark.skipif(
    not MAP_LIBRARY.exists() and os.environ.get("REQUIRE_SERVICES") != "1", reason="the map library is not installed"
)
def test_a_tap_on_the_map_is_the_place_that_is_sent(open_page, bot, resident, screen):
    chooser = choose_place(open_page("/phone/", screen), resident)
    name = chooser.locator(".map-name", has_text="本町")
    expect(name).to_be_visible()
    around = name.bounding_box()
    chooser.page.mouse.click(around["x"] + around["width"] / 2, around["y"] - 6)
    expect(chooser.get_by_label("地区")).to_have_value("honcho")
    chooser.get_by_role("button", name="この位置を送信").click()
    assert place_sent(bot, resident)["address"] == "静岡県みほん市本町"
