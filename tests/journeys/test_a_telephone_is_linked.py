"""An officer links a telephone by the code of the account page; a stranger's guess links nothing."""

from datetime import datetime, timedelta

import pytest

from store import testers
from store.database import transaction
from tests.alerts.test_ringing import an_officer
from tests.people import Resident, TownHall, texts
from town import officers, telephone_codes
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def suzuki(hall: TownHall) -> int:
    with transaction() as session:
        an_officer(session, "suzuki", Role.BROADCAST_APPROVER)
        return officers.all(session)[0].id


def code_of(officer_id: int, at: datetime) -> str:
    with transaction() as session:
        return telephone_codes.make(session, officer_id, at)


def linked() -> list[int]:
    with transaction() as session:
        return [one.officer_id for one in testers.all(session)]


def test_the_code_works_once_however_it_is_typed(
    hall: TownHall, hanako: Resident, maria: Resident, suzuki: int, now: datetime
) -> None:
    code = code_of(suzuki, now)
    typed = code.lower().replace("-", " ")
    assert "suzukiさんのLINEを結びました" in texts(hanako.says(typed))
    assert linked() == [suzuki]
    assert "Este código não funciona" in texts(maria.says(code)) or "この番号は使えません" in texts(maria.phone())
    with transaction() as session:
        tester = testers.of_telephone(session, hanako.id)
        assert tester is not None and tester.officer_id == suzuki


def test_an_old_code_an_overtaken_one_and_a_guess_link_nothing(
    hall: TownHall, hanako: Resident, suzuki: int, now: datetime
) -> None:
    old = code_of(suzuki, now - timedelta(minutes=16))
    assert "この番号は使えません" in texts(hanako.says(old))
    overtaken, newest = code_of(suzuki, now), code_of(suzuki, now)
    for wrong in (overtaken, "MD-2222-2222"):
        assert "この番号は使えません" in texts(hanako.says(wrong))
    assert linked() == [] and newest != overtaken
    assert "結びました" not in texts(hanako.says("MD-7K2M"))
