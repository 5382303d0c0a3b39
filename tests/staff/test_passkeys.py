"""Passkeys beyond the browser's story: a challenge is for one thing, for one try, for one person."""

import pytest

from store.database import reading
from tests.staff.the_desk import PASSWORD
from town import officer_factors
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OPTIONS, ANSWER, ADD = "/staff/passkey/options", "/staff/passkey/answer", "/staff/account/factors/passkey"
ASKED = "/staff/account/factors/passkey/options"


def send(browser, path: str, said: object) -> int:
    headers = {"X-CSRFToken": browser.form_token("/staff/"), "Referer": "http://localhost/staff/"}
    return int(browser.client.post(path, json=said, headers=headers).status_code)


@pytest.fixture
def hanako(hire):
    return hire("hanako", Role.ADMINISTRATOR)


def test_a_challenge_for_signing_in_enrols_no_key(hanako, signed_in, clock):
    """Whoever finds a desk left open could otherwise leave a key of their own behind."""
    browser = signed_in(hanako)
    clock.skip(minutes=6)
    assert send(browser, ASKED, {}) == 403
    assert send(browser, OPTIONS, {}) == 200
    assert send(browser, ADD, {"id": "x", "rawId": "x", "type": "public-key", "response": {}}) == 403
    with reading() as session:
        assert officer_factors.passkeys(session, hanako.id) == []


@pytest.mark.parametrize(
    "said", [{}, [], None, "x", {"id": "x"}, {"id": "x", "rawId": "x", "response": {"signature": 1}}]
)
def test_whatever_is_said_in_place_of_an_answer_opens_nothing(hanako, browser_of, said):
    browser = browser_of()
    browser.send("/staff/sign-in", email=hanako.email, password=PASSWORD)
    token = browser.form_token("/staff/sign-in/factor")
    browser.client.post(OPTIONS, headers={"X-CSRFToken": token})
    answer = browser.client.post(ANSWER, json=said, headers={"X-CSRFToken": token})
    assert answer.status_code in (400, 403)
    assert browser.client.post(ANSWER, json=said, headers={"X-CSRFToken": token}).status_code == 403  # spent
    assert not browser.is_in()
