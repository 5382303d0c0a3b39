"""安否確認 in a real browser: what residents tell appears at the desk by itself."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from alerts.safety_checks import SafetyCheck
from alerts.safety_entries import Condition
from store.database import transaction
from tests.staff import asked_how_they_are as asked
from tests.staff.in_a_browser import look_at, picture, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def three(hire, townspeople):
    return [hire(name, role) for name, role in asked.PEOPLE]


def somebody_answers_from_minato(check_id):
    with transaction() as session:
        found = session.get_one(SafetyCheck, check_id)
        entry = asked.told(session, found, "U4", "minato", Condition.TROUBLE, datetime.now(UTC))
        entry.latitude, entry.longitude = asked.MINATO


def begins_to_watch(page):
    page.get_by_role("button", name="見守りを始める").click()
    expect(page.get_by_text("住民への返事: 市が見ています")).to_be_visible()
    expect(page.locator(".town-pin")).to_have_count(1)


def sees_the_new_one_by_itself(page):
    page.clock.fast_forward(21_000)
    expect(page.locator(".entries > li")).to_have_count(4)
    expect(page.locator(".town-pin")).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="未読 4件")).to_be_attached()
    look_at(page, "safety-live")
    picture(page, "safety-check")


def test_in_a_browser_what_comes_appears_by_itself(office, context, three):
    """Twenty seconds pass in the browser alone."""
    now = datetime.now(UTC)
    with transaction() as session:
        check = asked.opened(session, [session.merge(one) for one in three], now)
        asked.answered(session, check, now)
        number = check.id
    page = context.new_page()
    sign_in(page, office, "tanaka@mihon.example")
    page.clock.install()
    page.goto(f"{office.url}/staff/safety/{number}")
    begins_to_watch(page)
    somebody_answers_from_minato(number)
    sees_the_new_one_by_itself(page)
    page.get_by_role("button", name=re.compile("番号2を読んだ")).click()
    expect(page.get_by_text("読んだ: 見本 tanaka")).to_be_visible()
    with transaction() as session:
        asked.answered_by_a_page_more(session, session.get_one(SafetyCheck, number), Condition.SAFE, now)
    page.goto(f"{office.url}/staff/safety/{number}")
    page.get_by_role("link", name="次のページ").click()
    expect(page.get_by_text("いま201件目から204件目(2/2ページ)")).to_be_visible()
    look_at(page, "safety-second-page")
