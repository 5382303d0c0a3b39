"""After the repair: reporter and followers see the picture an officer took, and nobody sees a resident's as it came."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from reports import followers, handling, moves, photo_links, photos
from reports.filing import Office
from reports.moves import By, Change
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from reports.stages import Move
from simulator.contract import complaints_about_messages
from store.outbox import Delivery
from tests.conftest import NOON
from tests.reports.conftest import Town
from tests.reports.sample_town import mihon, profile
from tests.reports.test_moves import hired
from town.officers import NotAllowedError

OFFICE = Office(replace(mihon(), address="https://mihon.example"), profile())


def has_photo(town: Town, report: Report, officer_id: int | None, name: str, original_id: int | None = None) -> int:
    photo = ReportPhoto(
        report_id=report.id, officer_id=officer_id, original_id=original_id, name=name, state=PhotoState.READY,
        wanted_at=NOON, next_try_at=NOON,
    )  # fmt: skip
    town.session.add(photo)
    town.session.flush()
    return photo.id


@pytest.fixture
def by(town: Town) -> By:
    return By(hired(town, "sato", "roads"))


def messages(town: Town) -> list[list[dict[str, object]]]:
    return [row.messages or [] for row in town.session.scalars(select(Delivery).order_by(Delivery.id))]


def test_done_with_a_picture_reaches_the_reporter_and_every_follower(town: Town, by: By):
    report = town.reports()
    followers.join(town.session, report, town.jiro, NOON)
    after = has_photo(town, report, by.officer.id, "a" * 40)
    moves.make(town.session, OFFICE, report.id, Change(Move.FINISH, "埋めました。", photo_id=after), by, NOON)
    told = messages(town)
    assert len(told) == 2
    for one in told:
        assert complaints_about_messages(one) == []
        card, picture = one
        assert (card["type"], picture["type"]) == ("flex", "image")
        name = (
            str(picture["originalContentUrl"]).removeprefix("https://mihon.example/reports/photos/").partition("-")[0]
        )
        assert picture["previewImageUrl"] == f"https://mihon.example/reports/photos/{name}-small.jpg"
        link = photo_links.find(town.session, name)
        assert link is not None and photo_links.opened(town.session, link)
    assert told[0][1] == told[1][1]
    assert photo_links.published(town.session) == {}
    photos.destroy(town.session, photos.of_report(town.session, report.id), NOON)
    assert photo_links.opened(town.session, link) is None


def test_a_residents_photo_an_original_and_another_cases_are_not_sent_and_nothing_happens(town: Town, by: By):
    report, other = town.reports(), town.reports()
    theirs, elsewhere = has_photo(town, report, None, "a" * 40), has_photo(town, other, by.officer.id, "b" * 40)
    copy = has_photo(town, report, by.officer.id, "c" * 40, theirs)
    for photo_id in (theirs, elsewhere, 999):
        with pytest.raises(NotAllowedError, match="写真"):
            moves.make(town.session, OFFICE, report.id, Change(Move.CHECK, photo_id=photo_id), by, NOON)
    assert (report.stage, messages(town)) == ("received", [])
    handling.say(town.session, OFFICE, report.id, "この穴です。", by, NOON, copy)
    assert [one["type"] for one in messages(town)[0]] == ["flex", "image"]


def test_without_an_address_on_the_open_web_the_officer_is_told(town: Town, by: By):
    report = town.reports()
    after = has_photo(town, report, by.officer.id, "a" * 40)
    here = replace(OFFICE, town=mihon())
    with pytest.raises(NotAllowedError, match="PUBLIC_ADDRESS"):
        moves.make(town.session, here, report.id, Change(Move.FINISH, photo_id=after), by, NOON)
    moves.make(town.session, here, report.id, Change(Move.FINISH), by, NOON)
    assert [one["type"] for one in messages(town)[0]] == ["flex"]
