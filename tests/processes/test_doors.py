"""The whole web process with every door in one house: what leads in from outside, and what each door asks for first."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

import serve
from public.routes import PAGES as PUBLIC_PAGES
from settings import SAMPLE_TOWN, Settings
from staff.pages import Needs
from staff.routes import PAGES as STAFF_PAGES
from store import database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# What a stranger hears at every door that is neither the desk nor the open web. A new door is written in here, or the
# stories below fail.
OTHERS = {
    "health.alive": 200, "health.ready": 200, "health.metrics": 200,  # counts without words
    "webhook.receive": 400,  # not signed by LINE
    "cap.receive": 401,  # no key
}  # fmt: skip
# On the open web: a page that is written to without signing in asks for something nobody can guess.
WRITTEN_TO = {"public.drop_pin": 410, "public.open311_file": 403}


ADDRESS = "https://mihon.example"


@pytest.fixture
def house(db: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        _env_file=None, database_url=db, town_folder=SAMPLE_TOWN, staff_secret_key="k" * 32, public_address=ADDRESS,
        line_channel_secret="s", line_channel_token="t", line_api_url="http://127.0.0.1:9", photo_folder=tmp_path,
    )  # fmt: skip
    yield serve.web_app(settings)
    database.disconnect()


def address(house: Flask, rule: Rule) -> str:
    """Some address of it, of something that is not there."""
    parts = {name: "xml" if name == "form" else "1" for name in rule.arguments}
    return house.url_map.bind("localhost").build(rule.endpoint, parts, method=min(rule.methods or {"GET"}))


def test_every_door_of_the_house_is_known(house: Flask) -> None:
    desk = {f"staff.{page.name}" for page in STAFF_PAGES} | {"staff.static"}
    web = {f"public.{page.name}" for page in PUBLIC_PAGES} | {"public.static"}
    assert {rule.endpoint for rule in house.url_map.iter_rules()} == desk | web | set(OTHERS)


def test_no_two_doors_call_a_template_by_one_name(house: Flask) -> None:
    """Flask looks for a name at every door, and takes the first it finds."""
    named = Counter(
        name for door in house.blueprints.values() if door.jinja_loader for name in door.jinja_loader.list_templates()
    )
    assert len(named) > 60
    assert [name for name, count in named.items() if count > 1] == []


@pytest.mark.parametrize(
    "page", ["/reports", "/reports.geojson", "/reports.csv", "/reports/feed.rss", "/staff/sign-in"]
)
def test_the_open_web_and_the_desk_stand_side_by_side(house: Flask, page: str) -> None:
    answer = house.test_client().get(page)
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.mimetype == "text/html":
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';") and "unsafe" not in policy


@pytest.mark.parametrize("page", ["/reports/feed.rss", "/open311/discovery.xml", "/staff/sign-in", "/staff/"])
def test_whatever_name_a_visitor_calls_us_by_our_links_lead_to_us(house: Flask, page: str) -> None:
    """An answer may be kept on the way, and handed to others."""
    answer = house.test_client().get(page, headers={"Host": "harm.example", "X-Forwarded-Host": "harm.example"})
    assert "harm.example" not in answer.get_data(as_text=True) + str(answer.headers)
    assert page.startswith("/staff/") or ADDRESS in answer.get_data(as_text=True)


def test_a_stranger_comes_through_no_door_that_is_not_for_strangers(house: Flask) -> None:
    """Every address with every method it knows, without cookie, signature, key or token of a form."""
    open_to_all = {f"staff.{page.name}" for page in STAFF_PAGES if page.needs is Needs.NOTHING} | {"staff.static"}
    for rule in house.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            stranger = house.test_client()
            answer = stranger.open(address(house, rule), method=method)
            if rule.endpoint in OTHERS:
                assert answer.status_code == OTHERS[rule.endpoint], rule.endpoint
            elif rule.endpoint.startswith("public."):
                assert method == "GET" or answer.status_code == WRITTEN_TO[rule.endpoint], rule.endpoint
            elif method == "GET" and rule.endpoint not in open_to_all:
                assert answer.status_code == 302 and answer.location.startswith("/staff/sign-in?next="), rule.endpoint
            elif method != "GET":
                assert answer.status_code == 400, rule.endpoint  # nothing is taken without a token of the form
            assert not _cookies(stranger) or rule.endpoint.startswith("staff."), rule.endpoint


def _cookies(stranger: FlaskClient) -> bool:
    return (
        stranger.get_cookie("madoguchi_desk", path="/staff/") is not None or stranger.get_cookie("session") is not None
    )


def test_whatever_is_sent_to_any_door_has_a_limit(house: Flask) -> None:
    """What is announced as too large is not read at all."""
    for rule in house.url_map.iter_rules():
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            large = {"CONTENT_LENGTH": str(100_000_000)}
            answer = house.test_client().open(
                address(house, rule), method=method, data=b"x", content_type="application/x-www-form-urlencoded",
                environ_overrides=large,
            )  # fmt: skip
            assert answer.status_code == 413, rule.endpoint
