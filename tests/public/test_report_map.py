"""The map of reports in a real browser: pins without any tile, and the same list without script or map."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from reports.cells import Point
from tests.people import open_door
from tests.public.conftest import OpenTown
from tests.staff.in_a_browser import look_at

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def address(town: OpenTown) -> Iterator[str]:
    with open_door(town.app) as url:
        yield url


def opened(browser: Browser, wanted: str, *, has_script: bool = True) -> Page:
    """A visitor from whose network no tile can be had."""
    context = browser.new_context(
        locale="ja-JP", java_script_enabled=has_script, viewport={"width": 1280, "height": 900}
    )
    context.route(lambda url: not url.startswith("http://127.0.0.1"), lambda route: _refuse(route))
    page = context.new_page()
    page.goto(wanted)
    return page


def _refuse(route: Route) -> None:
    assert route.request.url.startswith("https://cyberjapandata.gsi.go.jp/"), route.request.url
    route.abort()


def test_the_map_shows_what_the_list_shows_and_leads_to_it(town: OpenTown, address: str, browser: Browser) -> None:
    town.has()
    town.has("street_light", Point(34.76, 138.28), stage="done")
    page = opened(browser, f"{address}/reports")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.locator(".town-map .town-pin").nth(1).wait_for()
    expect(page.locator(".leaflet-control-attribution")).to_have_text("地理院タイル")
    look_at(page, "open-reports")
    page.locator(".town-map .town-pin.closed").click()
    page.locator(".leaflet-popup a").click()
    page.get_by_role("heading", name="街路灯").wait_for()
    look_at(page, "open-report")
    page.goto(f"{address}/reports?kind=hole&lang=vi")
    expect(page.locator(".town-map .town-pin")).to_have_count(1)
    look_at(page, "open-reports-vi")
    assert faults == []


def test_without_script_the_list_says_it_all(town: OpenTown, address: str, browser: Browser) -> None:
    report = town.has()
    page = opened(browser, f"{address}/reports", has_script=False)
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    page.get_by_label("種類").select_option("hole")
    page.get_by_role("button", name="表示").click()
    page.get_by_role("link", name=report.receipt_number).click()
    page.get_by_text("駅前の穴").wait_for()
    page.context.close()
