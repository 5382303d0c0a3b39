"""Every page with hostile words on it in a real browser: no script of theirs runs, and the page asks for none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from store.database import transaction
from tests.people import open_door
from tests.staff import whole_house
from tests.staff.in_a_browser import sign_in
from tests.staff.poisoned import HARM, poison
from tests.staff.the_desk import Office
from tests.staff.whole_house import addresses

desk, house, inside = whole_house.desk, whole_house.house, whole_house.inside
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TILES = "cyberjapandata.gsi.go.jp"
LISTENS = """
    window.harm = () => { harmed(); console.info("noticed"); };
    addEventListener("securitypolicyviolation", (event) => {
        violated(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
        console.info("noticed");
    }, true)"""
# What no element of a page that is drawn may be or have, whoever drew it.
LOOKS = """[...document.querySelectorAll("*")].filter((one) =>
    one.matches("base, iframe, object, embed, #harm, .harm, meta[http-equiv], script:not([src])")
    || [...one.attributes].some((each) => each.name.startsWith("on") || each.name === "srcdoc"
        || (/^(href|src|action|formaction)$/.test(each.name) && /^[a-z]+:/i.test(each.value)
            && !/^(https?|tel|mailto|data:image\\/png|blob):?/i.test(each.value)))).map((one) => one.outerHTML.slice(0, 120))"""


@dataclass
class Watch:
    """What the browser tells of a page: calls of `harm`, violations of its policy, and where it went outside."""

    url: str
    harmed: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)

    def stays(self, route: Route) -> None:
        host = urlsplit(route.request.url).hostname
        if host == urlsplit(self.url).hostname:
            return route.fallback()
        self.foreign.add(str(host))
        return route.abort()

    def over(self, context: BrowserContext) -> None:
        context.expose_binding("harmed", lambda source: self.harmed.append(source["page"].url))
        context.expose_binding("violated", lambda source, what: self.violations.append(f"{source['page'].url} {what}"))
        context.add_init_script(LISTENS)
        context.route("**/*", self.stays)


@pytest.fixture
def watch(house, context) -> Iterator[Watch]:
    with open_door(house) as url:
        watching = Watch(url.replace("127.0.0.1", "localhost"))
        watching.over(context)
        yield watching


def test_no_word_in_any_column_runs_in_a_browser(house, inside, watch, context, desk):
    officer, parts = inside
    pages = [path for path in addresses(house, parts) if officer.open(path).mimetype == "text/html"]
    page = context.new_page()
    sign_in(page, Office(watch.url, desk), "taro@mihon.example")
    with transaction() as session:
        poison(session, "javascript:harm(1)//")
    marked = 0
    for path in pages:
        page.goto(f"{watch.url}{path}")
        _everything_is_drawn(page)
        assert page.evaluate(LOOKS) == [], path
        marked += bool(re.search(r"k\d+k", page.inner_text("body")))
    assert (watch.harmed, watch.violations) == ([], [])
    assert watch.foreign <= {TILES}
    assert len(pages) > 60 and marked > 40, "the words are there, as words"


def _everything_is_drawn(page: Page) -> None:
    """Also what stands folded, and what the scripts of the page fetch and draw."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    if page.locator("[data-messages]").count():
        page.locator("[data-messages] .lm").first.wait_for()
    if page.locator("[data-source]").count():
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_page_that_did_let_them_through_would_be_noticed(watch, context, is_guarded):
    """The stories above can fail: behind the policy the attempt is told, without it the script runs."""
    policy = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"} if is_guarded else {}
    words = HARM.format(start="", mark="k1k")
    context.route("**/careless", lambda route: route.fulfill(
        body=f"<!doctype html><title>x</title><textarea>{words}", content_type="text/html", headers=policy
    ))  # fmt: skip
    page = context.new_page()
    with page.expect_console_message(lambda said: said.text == "noticed"):
        page.goto(f"{watch.url}/careless", wait_until="commit")
    assert watch.violations if is_guarded else watch.harmed
    assert bool(watch.violations) is is_guarded
