"""What a notice says of a shelter and what the bot says when asked are one thing, from the moment the notice leaves."""

from datetime import timedelta

import pytest

from alerts import broadcasts, drafting
from alerts.broadcasts import Broadcast, Correcting
from alerts.drafting import Draft
from alerts.wording import in_words
from tests.alerts.desk_of_notices import Town, a_draft
from tests.alerts.filled_in import MIHON, content
from tests.conftest import NOON
from town import shelters
from town.shelters import Shelter, ShelterStatus

SCHOOL = "honcho_school"
BEFORE_NOON, AFTERWARDS = (f"{NOON + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}+00:00" for minutes in (-5, 60))


@pytest.fixture(autouse=True)
def _list(town: Town) -> None:
    shelters.load(town.session, MIHON.places.shelters)


def waits(town: Town, template: str, *, is_drill: bool = False, **values: object) -> tuple[Broadcast, str]:
    filled = content(template, "flood", shelters=[SCHOOL], **values)
    words = in_words(filled, MIHON, is_drill=is_drill, now=NOON)
    draft = a_draft(NOON, content=filled)
    return town.submitted(words, None if is_drill else draft, is_drill=is_drill), words.kind


def status(town: Town) -> str:
    return town.session.get_one(Shelter, SCHOOL).status


def test_a_shelter_is_open_when_the_notice_leaves_and_not_before(town: Town):
    notice, kind = waits(town, "shelter_opened", opened_at=BEFORE_NOON)
    assert status(town) == ShelterStatus.UNKNOWN
    town.approves(notice, typed=kind)
    assert (status(town), town.session.get_one(Shelter, SCHOOL).status_at) == (ShelterStatus.OPEN, NOON)


def test_one_that_opens_in_an_hour_is_not_open_yet(town: Town):
    notice, kind = waits(town, "shelter_opened", opened_at=AFTERWARDS)
    town.approves(notice, typed=kind)
    assert status(town) == ShelterStatus.UNKNOWN


@pytest.mark.parametrize(
    ("what", "becomes"),
    [("full", ShelterStatus.FULL), ("unsafe", ShelterStatus.CLOSED), ("moved", ShelterStatus.CLOSED)],
)
def test_a_full_or_dangerous_one_is_told_as_such(town: Town, what: str, becomes: ShelterStatus):
    notice, kind = waits(town, "shelter_changed", what=what, instead=["yamate_school"])
    town.approves(notice, typed=kind)
    assert status(town) == becomes


def test_a_false_notice_taken_back_leaves_nobody_knowing(town: Town):
    notice, kind = waits(town, "shelter_closed", closed_at=BEFORE_NOON)
    town.approves(notice, typed=kind)
    assert status(town) == ShelterStatus.CLOSED
    back = next(
        one for one in broadcasts.corrections_of(town.session, notice.id) if one.corrects_as == Correcting.RETRACTION
    )
    values = {**back.content, "values": {**back.content["values"], "why": "training"}}
    words = in_words(values, MIHON, is_drill=False, now=NOON)
    tanaka = town.officers["tanaka"]
    draft = Draft(values, back.is_for, expires_at=NOON + timedelta(days=1))
    drafting.edit(town.session, back.id, back.revision, draft, tanaka, NOON)
    drafting.submit(town.session, back.id, back.revision, words, tanaka, NOON)
    town.approves(back, typed=words.kind)
    assert status(town) == ShelterStatus.UNKNOWN


def test_a_drill_opens_nothing(town: Town):
    notice, kind = waits(town, "shelter_opened", is_drill=True, opened_at=BEFORE_NOON)
    town.approves(notice, typed=kind)
    assert status(town) == ShelterStatus.UNKNOWN
