"""避難所 at the desk: one press, journalled, and nobody overwrites what a colleague said a moment ago."""

import re

import pytest
from sqlalchemy import select

from alerts.audience import Aim
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from store.database import reading, transaction
from store.journal import JournalLine
from store.outbox import Delivery
from tests.staff.without_a_screen import Browser
from town import shelters
from town.hazards import Hazard
from town.places import Shelter as ShelterFile
from town.roles import Role
from town.shapes import Names
from town.shelters import Shelter

AT = "/staff/shelters"


@pytest.fixture
def school(app) -> str:
    file = ShelterFile(
        id="school", names=Names(ja="本町小学校"), point=(34.75, 138.27), hazards=(Hazard.FLOOD,), capacity=420
    )
    with transaction() as session:
        shelters.save(session, file)
    return "school"


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def listed(app, desk) -> None:
    with transaction() as session:
        shelters.load(session, desk.town.places.shelters)


def seen_by(browser: Browser) -> str:
    page = browser.open(AT).get_data(as_text=True)
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found.group(1)


def status() -> str:
    with reading() as session:
        return session.scalars(select(Shelter)).one().status


def test_one_press_opens_a_shelter_and_the_journal_says_who(hire, signed_in, school):
    hanako = hire("hanako", Role.BROADCAST_DRAFTER)
    browser = signed_in(hanako)
    assert "未確認 1" in browser.open(AT).get_data(as_text=True)
    assert browser.send(f"{AT}/{school}", at=AT, status="open", seen="").status_code == 303
    page = browser.open(AT).get_data(as_text=True)
    assert "本町小学校を「開設」にしました" in page and "開設 1" in page
    with reading() as session:
        [entry] = session.scalars(select(JournalLine).where(JournalLine.action == "shelter.status"))
    assert (entry.subject, entry.details["after"]) == ("shelter:school", "開設")


def test_who_looked_at_an_older_page_overwrites_nobody(hire, signed_in, school):
    browser = signed_in(hire("hanako", Role.BROADCAST_DRAFTER))
    old = seen_by(browser)
    browser.send(f"{AT}/{school}", at=AT, status="full", seen=old)
    answer = browser.send(f"{AT}/{school}", at=AT, status="open", seen=old)
    assert answer.status_code == 403
    assert "「満員」に変えました" in answer.get_data(as_text=True)
    assert status() == "full"


def test_a_status_we_do_not_know_and_a_shelter_that_is_gone_change_nothing(hire, signed_in, school):
    browser = signed_in(hire("hanako", Role.BROADCAST_APPROVER))
    assert browser.send(f"{AT}/{school}", at=AT, status="burnt", seen="").status_code == 403
    assert browser.send(f"{AT}/nowhere", at=AT, status="open", seen="").status_code == 403
    assert status() == "unknown"


def test_what_the_list_says_becomes_a_draft_for_the_district_and_nobody_is_told_yet(hire, signed_in, listed):
    browser = signed_in(hire("hanako", Role.BROADCAST_DRAFTER))
    browser.send(f"{AT}/honcho_school", at=AT, status="full", seen="")
    answer = browser.send(f"{AT}/notice", at=AT, status="full", shelter="honcho_school")
    assert answer.status_code == 303
    page = browser.open(answer.location).get_data(as_text=True)
    assert "避難所の満員・変更" in page and "一覧から下書きを作りました" in page
    with reading() as session:
        [draft] = session.scalars(select(Broadcast))
        assert draft.content["values"]["shelters"] == ["honcho_school"] and draft.content["values"]["what"] == "full"
        assert (draft.stage, draft.is_for.aim, draft.is_for.ids) == (Stage.DRAFT, Aim.DISTRICTS, ("honcho",))
        assert not session.scalars(select(Delivery)).all()


def test_a_button_of_an_older_page_and_a_shelter_no_notice_can_name_make_no_draft(hire, signed_in, listed, school):
    browser = signed_in(hire("hanako", Role.BROADCAST_DRAFTER))
    gone = browser.send(f"{AT}/notice", at=AT, status="open", shelter="honcho_school")
    assert gone.status_code == 403 and "状況が変わりました" in gone.get_data(as_text=True)
    browser.send(f"{AT}/{school}", at=AT, status="open", seen="")
    unwritten = browser.send(f"{AT}/notice", at=AT, status="open", shelter=school)
    assert unwritten.status_code == 403 and "places.yaml" in unwritten.get_data(as_text=True)
    assert browser.send(f"{AT}/notice", at=AT, status="unknown").status_code == 403


def test_a_shelter_that_no_notice_can_name_is_left_out_by_name(hire, signed_in, listed, school):
    """It came from open data and stands not in the town's file."""
    browser = signed_in(hire("hanako", Role.BROADCAST_DRAFTER))
    for one in (school, "kawara_hall"):
        browser.send(f"{AT}/{one}", at=AT, status="open", seen="")
    page = browser.open(AT).get_data(as_text=True)
    assert "「開設」1か所のお知らせの下書きを作る" in page and "お知らせの文には書けません" in page
    made = browser.send(f"{AT}/notice", at=AT, status="open")
    said = browser.open(made.location).get_data(as_text=True)
    assert "入っていない避難所が1か所あります: 本町小学校。" in said and "places.yaml" in said
    with reading() as session:
        [draft] = session.scalars(select(Broadcast))
        assert draft.content["values"]["shelters"] == ["kawara_hall"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_only_reads_has_no_buttons(hire, signed_in, school):
    browser = signed_in(hire("hanako", Role.VIEWER))
    assert "本町小学校" in browser.open(AT).get_data(as_text=True)
    assert 'name="status"' not in browser.open(AT).get_data(as_text=True)
    assert browser.send(f"{AT}/{school}", at=AT, status="open", seen="").status_code == 403
