"""Signing in and out: what lets an officer in, and what does not."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from store.database import reading
from store.journal import Looked, search
from tests.staff.the_desk import PASSWORD
from tests.staff.without_a_screen import Browser
from town.roles import Role


def deeds() -> list[str]:
    with reading() as session:
        return [line.action for line in search(session, Looked())]


def test_an_officer_signs_in_with_password_and_token_and_out_again(hire, browser_of):
    hanako, browser = hire("hanako", Role.ADMINISTRATOR), browser_of()
    assert browser.sign_in(hanako).location == "/staff/"
    page = browser.open("/staff/").get_data(as_text=True)
    assert "見本 hanakoさん" in page and "管理者" in page
    browser.send("/staff/sign-out", at="/staff/")
    assert not browser.is_in()
    assert deeds()[:2] == ["signin.left", "signin.passed"]


def test_the_password_alone_is_only_half_of_the_way(hire, browser_of):
    hanako, browser = hire("hanako", Role.VIEWER), browser_of()
    browser.send("/staff/sign-in", email=hanako.email, password=PASSWORD)
    assert not browser.is_in()


@pytest.mark.parametrize(("email", "password"), [("hanako@mihon.example", "wrong"), ("nobody@mihon.example", PASSWORD)])
def test_nobody_learns_which_addresses_exist(hire, browser_of, email, password):
    hire("hanako", Role.VIEWER)
    browser = browser_of()
    answer = browser.send("/staff/sign-in", email=email, password=password)
    told = re.sub(r'value="[^"]*"|content="[^"]*"', "", answer.get_data(as_text=True))
    other = browser_of().send("/staff/sign-in", email="third@mihon.example", password="x")
    assert answer.status_code == 401
    assert told == re.sub(r'value="[^"]*"|content="[^"]*"', "", other.get_data(as_text=True))
    assert deeds()[0] == "signin.failed"


def test_who_is_inside_already_is_not_sent_to_and_fro_at_the_door(hire, signed_in):
    """By going back in the browser, or by a second window."""
    browser = signed_in(hire("hanako", *Role))
    assert browser.open("/staff/sign-in/factor").location == "/staff/"
    asked = "/staff/sign-in?next=/staff/sign-in/factor"
    assert browser.open(asked, follow_redirects=True).status_code == 200


def test_a_code_works_once(hire, browser_of):
    hanako, first, second = hire("hanako", Role.VIEWER), browser_of(), browser_of()
    first.sign_in(hanako)
    second.send("/staff/sign-in", email=hanako.email, password=PASSWORD)
    answer = second.send("/staff/sign-in/factor", at="/staff/sign-in/factor", code=second.code(hanako.email))
    assert answer.status_code == 401 and not second.is_in()


def test_after_five_failures_even_the_right_password_waits(hire, browser_of, clock):
    hanako, browser = hire("hanako", Role.VIEWER, has_token=False), browser_of()
    for _ in range(6):
        browser.send("/staff/sign-in", email=hanako.email, password="wrong")
    assert browser.sign_in(hanako).status_code == 401
    assert deeds()[0] == "signin.locked"
    clock.skip(minutes=16)
    browser.sign_in(hanako)
    assert browser.is_in()


def test_a_hundred_hands_at_once_get_no_more_tries_than_one(hire, browser_of):
    hanako, browsers = hire("hanako", Role.VIEWER, has_token=False), [browser_of() for _ in range(24)]
    ready = [(browser, browser.form_token()) for browser in browsers]

    def knock(who: tuple[Browser, str]) -> int:
        browser, token = who
        return browser.send("/staff/sign-in", token=token, email=hanako.email, password="wrong").status_code

    with ThreadPoolExecutor(8) as hands:
        assert set(hands.map(knock, ready)) == {401}
    assert deeds().count("signin.failed") <= 5
    assert deeds().count("signin.failed") + deeds().count("signin.locked") == 24


def test_a_stranger_elsewhere_cannot_lock_an_officer_out(hire, browser_of):
    hanako, at_home, stranger = hire("hanako", Role.VIEWER, has_token=False), browser_of(), browser_of("203.0.113.9")
    at_home.sign_in(hanako)
    at_home.send("/staff/sign-out", at="/staff/")
    for _ in range(30):
        stranger.send("/staff/sign-in", token="", email=hanako.email, password="wrong")
        stranger.send("/staff/sign-in", email=hanako.email, password="wrong")
    assert stranger.sign_in(hanako).status_code == 401
    at_home.sign_in(hanako)
    assert at_home.is_in()


def test_one_address_that_tries_many_accounts_is_shut(hire, browser_of):
    hanako, browser = hire("hanako", Role.VIEWER, has_token=False), browser_of("203.0.113.9")
    token = browser.form_token()
    for number in range(41):
        browser.send("/staff/sign-in", token=token, email=f"guess{number}@mihon.example", password="wrong")
    assert browser.sign_in(hanako).status_code == 401


def test_wrong_codes_send_one_back_to_the_password_and_then_lock(hire, browser_of):
    hanako, browser = hire("hanako", Role.ADMINISTRATOR), browser_of()
    browser.send("/staff/sign-in", email=hanako.email, password=PASSWORD)
    at = "/staff/sign-in/factor"
    for _ in range(5):
        answer = browser.send(at, at=at, code="000000")
    assert answer.location == "/staff/sign-in"
    assert browser.sign_in(hanako).status_code == 401


def test_a_session_ends_after_half_an_hour_of_silence_and_after_ten_hours(hire, signed_in, clock):
    hanako = hire("hanako", Role.VIEWER)
    browser = signed_in(hanako)
    clock.skip(minutes=29)
    assert browser.is_in()
    clock.skip(minutes=31)
    assert not browser.is_in()
    browser = signed_in(hanako)
    for _ in range(25):
        clock.skip(minutes=25)
        was_in = browser.is_in()
    assert not was_in


def test_the_token_in_the_cookie_is_another_one_after_signing_in(hire, browser_of):
    """Session fixation: a cookie planted before is worth nothing after."""
    hanako, browser, thief = hire("hanako", Role.VIEWER), browser_of(), browser_of()
    browser.send("/staff/sign-in", email=hanako.email, password=PASSWORD)
    planted = browser.client.get_cookie("madoguchi_desk", path="/staff/")
    thief.client.set_cookie("madoguchi_desk", planted.value, path="/staff/")
    browser.show_code(hanako.email)
    assert browser.is_in() and not thief.is_in()
    assert browser.client.get_cookie("madoguchi_desk", path="/staff/").value != planted.value


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "goal",
    ["https://evil.example/", "//evil.example/staff/", "/\\evil.example", "/staff/\\..\\", "javascript:alert(1)",
     "/staff//evil.example", "/line/webhook", "https:/staff/", "/staff/../metrics", "/staff/\n/x", "\t//evil.example/staff/"],
)  # fmt: skip
def test_after_signing_in_one_stays_in_the_house(hire, browser_of, goal):
    hanako, browser = hire("hanako", Role.VIEWER), browser_of()
    answer = browser.sign_in(hanako, next=goal)
    assert answer.location == "/staff/"


def test_one_comes_back_to_the_page_that_was_asked_for(hire, browser_of):
    hanako, browser = hire("hanako", Role.ADMINISTRATOR), browser_of()
    asked = browser.open("/staff/journal?actor=officer:1")
    assert asked.location == "/staff/sign-in?next=/staff/journal?actor%3Dofficer:1"
    assert browser.sign_in(hanako, next="/staff/journal?actor=officer:1").location == "/staff/journal?actor=officer:1"


def test_a_disabled_officer_is_out_at_once(hire, signed_in):
    hanako, taro, jiro = (hire(name, Role.ADMINISTRATOR) for name in ("hanako", "taro", "jiro"))
    browser, theirs = signed_in(hanako), signed_in(jiro)
    browser.send(f"/staff/officers/{jiro.id}/disable", at="/staff/")
    assert not theirs.is_in()
    assert theirs.sign_in(jiro).status_code == 401
    assert taro.disabled_at is None


def test_every_answer_carries_the_headers_that_protect_it(hire, signed_in):
    browser = signed_in(hire("hanako", Role.VIEWER))
    for path in ("/staff/", "/staff/account", "/staff/journal", "/staff/static/desk.css"):
        headers = browser.open(path).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"
    assert browser.open("/staff/").headers["Cache-Control"] == "no-store"
