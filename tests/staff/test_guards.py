"""Every page of the desk, asked for by whoever may not have it."""

import pytest

from staff.pages import Needs, Page
from staff.routes import PAGES
from tests.staff.the_desk import PASSWORD
from town.roles import Role

PARTS = {
    "officer_id": "1",
    "factor_id": "1",
    "proposal_id": "1",
    "token": "x",
    "entry_id": "x",
    "asked_id": "1",
    "ring_id": "1",
    "broadcast_id": "1",
    "shelter_id": "school",
    "report_id": "1",
    "telegram_id": "1",
    "standing_id": "1",
    "switch_id": "1",
    "check_id": "1",
    "told_id": "1",
    "photo_id": "1",
    "view_id": "1",
    "size": "small",
    "path": "x",
}
GUARDED = [page for page in PAGES if page.needs is not Needs.NOTHING]
FOR_ROLES = [page for page in PAGES if isinstance(page.needs, tuple)]
SENDING = [page for page in PAGES if "POST" in page.methods]


def address(page: Page) -> str:
    path = "/staff" + page.rule
    for name, value in PARTS.items():
        path = path.replace(f"<int:{name}>", value).replace(f"<path:{name}>", value).replace(f"<{name}>", value)
    assert "<" not in path
    return path


def test_no_page_of_the_desk_stands_outside_the_table(app):
    rules = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("staff.")}
    assert rules - {"staff.static"} == {f"staff.{page.name}" for page in PAGES}
    assert {page.name for page in PAGES if page.needs is Needs.NOTHING} == {
        "sign_in", "sign_out", "invitation", "asset"
    }  # fmt: skip


def test_page_names_are_unique():
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_session_every_page_leads_to_the_door(browser_of):
    """Each page is asked for by somebody who comes anew; nothing is changed, so one desk serves for all."""
    for page in GUARDED:
        if "GET" in page.methods:
            assert browser_of().open(address(page)).location.startswith("/staff/sign-in?next="), page.name
        if "POST" in page.methods:
            assert browser_of().send(address(page)).location.startswith("/staff/sign-in"), page.name


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_half_way_in_no_page_opens(hire, browser_of):
    hanako, browser = hire("hanako", *Role), browser_of()
    browser.send("/staff/sign-in", email=hanako.email, password=PASSWORD)
    token = browser.form_token()
    for page in GUARDED:
        if page.needs in (Needs.PASSWORD, Needs.HALFWAY):
            continue
        answer = browser.open(address(page)) if "GET" in page.methods else browser.send(address(page), token=token)
        assert answer.status_code == 302 and "/staff/sign-in" in answer.location, page.name


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_with_every_role_but_the_right_one_the_page_stays_shut(hire, signed_in):
    for role in Role:
        browser = signed_in(hire(f"only-{role}".replace("_", "-"), *[one for one in Role if one is not role]))
        token = browser.form_token("/staff/")
        for page in FOR_ROLES:
            if not set(page.needs) <= {role}:
                continue
            answer = browser.open(address(page)) if "GET" in page.methods else browser.send(address(page), token=token)
            assert answer.status_code == 403, page.name


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_the_form_token_nothing_is_taken(hire, signed_in):
    browser = signed_in(hire("hanako", *Role))
    for page in SENDING:
        for token in ("", "made up"):
            answer = browser.send(address(page), token=token)
            assert answer.status_code == 400, page.name
            assert "画面を開いてから時間がたった" in answer.get_data(as_text=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_token_of_somebody_else_is_not_taken(hire, signed_in):
    mine, theirs = signed_in(hire("hanako", *Role)), signed_in(hire("taro", *Role))
    stolen = theirs.form_token("/staff/")
    assert mine.send("/staff/sign-out", token=stolen).status_code == 400


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_dangerous_act_asks_for_the_second_factor_again(hire, signed_in, clock):
    browser = signed_in(hire("hanako", *Role))
    token = browser.form_token("/staff/")
    clock.skip(minutes=6)
    for page in PAGES:
        if page.is_dangerous:
            assert browser.send(address(page), token=token, at="/staff/").location.startswith("/staff/confirm?next=")
    assert any(page.is_dangerous for page in PAGES)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_page_takes_an_upload_without_end(hire, signed_in):
    """What is announced as larger than the page's own measure is not read at all."""
    browser = signed_in(hire("hanako", *Role))
    for page in SENDING:
        assert page.most_bytes <= 60_000_000, page.name
        large = {"CONTENT_LENGTH": str(page.most_bytes + 1)}
        kind = "application/x-www-form-urlencoded"
        answer = browser.client.post(address(page), data="x", content_type=kind, environ_overrides=large)
        assert answer.status_code == 413, page.name
