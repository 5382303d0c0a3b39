"""A night of rain at the desk, in a real browser: what is in force, what came in, a drill of it, and the shelters."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from alerts import jma_intake, jma_polls
from alerts.jma_intake import Town
from store.database import transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_papers import Envelope
from tests.alerts.jma_watch import PROFILE
from tests.staff.in_a_browser import look_at, sign_in
from town import shelters
from town.hazards import Hazard
from town.places import Shelter as ShelterFile
from town.shapes import Names
from town.shelters import ShelterStatus

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEW = ShelterFile(id="open_1", names=Names(ja="みほん第二体育館"), point=(34.75, 138.27), hazards=(Hazard.FLOOD,))


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def sent(now: datetime, minutes: float, **said: str) -> Envelope:
    at = now - timedelta(minutes=minutes)
    return Envelope(sent_at=f"{at:%Y-%m-%dT%H:%M:%SZ}", reported_at=at.isoformat(), **said)


def it_rains(now: datetime) -> None:
    """Three levels, four hazards, a river by which some districts lie, a training, and what is no telegram."""
    event = {"event_id": "820000000100"}
    rivers = [("820000000100", "みほん川", "41", "レベル４氾濫危険警報（発表）"), ("820000000200", "となり川", "30", "レベル３氾濫警報（発表）")]  # fmt: skip
    came = [
        papers.rain("10", envelope=sent(now, 24, headline="みほん市では、２１日夜遅くから２２日朝にかけて、低い土地の浸水に注意してください。")),
        papers.rain("43", envelope=sent(now, 20, headline="みほん市では、低い土地の浸水に厳重に警戒してください。")),
        papers.rain("09", envelope=sent(now, 18), title=papers.LANDSLIDE),
        papers.rivers(rivers, sent(now, 15, **event)),
        papers.rain("14", envelope=sent(now, 14), title=papers.OTHERS),
        papers.rain("33", envelope=sent(now, 12, status="訓練")),
        papers.rain("33", title="新しい種類の情報", envelope=sent(now, 11)),
        b"<Report",
        papers.rain("03", title="気象警報・注意報（Ｈ２７）", envelope=sent(now, 9)),
    ]  # fmt: skip
    with transaction() as session:
        for number, body in enumerate(came):
            jma_intake.take(session, Town(PROFILE, PROFILE.jma), f"http://jma.example/{number}.xml", body, now)


def test_what_is_in_force_is_seen_by_hazard_and_district_and_any_of_it_is_played_again_as_a_drill(office, context, sato):  # fmt: skip
    now = datetime.now(UTC)
    with transaction() as session:
        for feed in ("extra", "eqvol"):
            jma_polls.take(session, feed, now)
            jma_polls.succeeded(session, feed, now, None, None)
    it_rains(now)
    page = context.new_page()
    sign_in(page, office, sato.email)
    page.get_by_role("link", name="気象庁の発表").first.click()
    expect(page.get_by_role("heading", name="気象庁の発表")).to_be_visible()
    look_at(page, "bulletins")
    page.get_by_role("link", name="レベル4大雨危険警報(警戒レベル4相当)の電文 VPWW55").click()
    look_at(page, "bulletin")
    page.get_by_role("button", name="訓練").first.click()
    expect(page.get_by_text("訓練の下書きを1件作りました")).to_be_visible()
    look_at(page, "bulletin-replayed")


def test_the_list_of_shelters_begins_a_notice_and_names_whom_it_leaves_out(office, context, sato):
    now = datetime.now(UTC)
    with transaction() as session:
        shelters.load(session, [*PROFILE.places.shelters, NEW])
        for id_, status in (("honcho_school", "full"), ("kawara_hall", "open"), ("open_1", "open"), ("minato_tower", "closed")):  # fmt: skip
            shelters.set_status(session, id_, ShelterStatus(status), now)
    page = context.new_page()
    sign_in(page, office, sato.email)
    page.get_by_role("link", name="避難所").first.click()
    look_at(page, "shelters")
    page.get_by_role("button", name="「開設」1か所のお知らせの下書きを作る").click()
    expect(page.get_by_text("入っていない避難所が1か所あります: みほん第二体育館")).to_be_visible()
    look_at(page, "shelter-draft")
