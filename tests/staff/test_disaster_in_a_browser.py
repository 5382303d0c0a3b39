"""The disaster switch in a real browser: proposed at one desk, confirmed at another, and nobody can overlook it."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from alerts import disaster_watch, jma_intake
from alerts.jma_intake import Town
from store.database import transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_papers import Envelope
from tests.alerts.jma_watch import PROFILE
from tests.staff.in_a_browser import NARROW, look_at, picture, sign_in
from town.disaster_rules import DisasterRules

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHY = "みほん川の水位が上がり、避難指示を検討しているため"


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def a_warning_of_level_4_is_in_force(now: datetime) -> None:
    said = Envelope(sent_at=f"{now - timedelta(minutes=9):%Y-%m-%dT%H:%M:%SZ}", reported_at=now.isoformat())
    with transaction() as session:
        jma_intake.take(session, Town(PROFILE, PROFILE.jma), "rain", papers.rain("43", envelope=said), now)


def proposes(page: Page) -> None:
    page.get_by_role("link", name="災害モード").first.click()
    look_at(page, "disaster-ordinary")
    page.get_by_label("理由").fill(WHY)
    page.get_by_role("button", name="申請する(1人目)").click()
    expect(page.get_by_text("まだ何も変わっていません")).to_be_visible()


def confirms_by_keys(page: Page) -> None:
    page.get_by_role("link", name="内容を見る").first.click()
    expect(page.get_by_text(WHY).first).to_be_visible()
    look_at(page, "disaster-proposed")
    page.get_by_role("button", name="承認して、災害モードに切り替える").focus()
    page.keyboard.press("Enter")
    page.get_by_text("いま、災害モードです").wait_for()


def test_one_desk_proposes_another_confirms_and_every_page_shows_it(office, context, browser, sato, suzuki):
    a_warning_of_level_4_is_in_force(datetime.now(UTC))
    page = context.new_page()
    sign_in(page, office, sato.email)
    proposes(page)
    with closing(browser.new_context(viewport=NARROW, locale="ja-JP", timezone_id="Asia/Tokyo")) as other:
        second = other.new_page()
        sign_in(second, office, suzuki.email)
        confirms_by_keys(second)

    with transaction() as session:
        disaster_watch.look(session, DisasterRules(), datetime.now(UTC))
    page.goto(f"{office.url}/staff/")
    expect(page.get_by_text("災害モード中")).to_be_visible()
    page.get_by_role("link", name="災害モードの画面").click()
    look_at(page, "disaster-on")
    picture(page, "disaster-mode")
