"""A notice is submitted; the officer on duty hears it on the telephone and takes it, and nobody else is woken."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from alerts.rings import Ring, RingCall, State
from store import testers
from store.database import transaction
from tests.alerts.desk_of_notices import OFFICERS, Town, a_draft
from tests.alerts.test_ringing import an_officer
from tests.people import Resident, TownHall, texts
from town import officers, roster
from town.roster import Planned, Span


@pytest.fixture
def suzuki(hall: TownHall) -> Resident:
    return hall.newcomer("鈴木")


@pytest.fixture
def tanaka(hall: TownHall) -> Resident:
    return hall.newcomer("田中")


@pytest.fixture
def town(hall: TownHall, suzuki: Resident, tanaka: Resident, now: datetime) -> None:
    """Suzuki is on duty tonight, Tanaka sleeps; the town hall knows both their telephones. Sato submits."""
    with transaction() as session:
        for name, roles in OFFICERS.items():
            an_officer(session, name, *roles)
        found = {one.name: one for one in officers.all(session)}
        testers.link(session, found["suzuki"].id, suzuki.id, now)
        testers.link(session, found["tanaka"].id, tanaka.id, now)
        tonight = Span(now - timedelta(hours=1), now + timedelta(hours=8))
        roster.replace(session, [Planned(found["suzuki"].id, tonight, 1)], "officer:1", now)
    for one in (suzuki, tanaka):
        one.follows()


def submit(hall: TownHall, now: datetime) -> None:
    with transaction() as session:
        town = Town(session, {one.name: one for one in officers.all(session)})
        notice = town.submitted(draft=a_draft(now, expires_at=now + timedelta(hours=6)))
        notice.submitted_at = now
    look(hall)


def look(hall: TownHall) -> None:
    """The clock rings the bells; letters stay, for here is no post office."""
    for bell in ("notices", "urgent", "letters"):
        hall.worker.drains[bell]()


def three_minutes_pass(hall: TownHall) -> None:
    with transaction() as session:
        session.execute(update(Ring).values(next_at=Ring.started_at))
    look(hall)


def test_whoever_is_on_duty_takes_it_and_the_next_is_not_rung(
    hall: TownHall, suzuki: Resident, tanaka: Resident, town: None, now: datetime
) -> None:
    submit(hall, now)
    assert "職員の呼び出し: 避難指示" in texts(suzuki.phone()) and "承認を待っている" in texts(suzuki.phone())
    quiet = tanaka.phone()
    assert "次の人は呼びません" in texts(suzuki.presses("了解"))
    three_minutes_pass(hall)
    assert tanaka.phone() == quiet
    with transaction() as session:
        assert session.scalars(select(Ring)).one().state == State.TAKEN


def test_who_does_not_answer_is_followed_by_the_next_and_told_who_took_it(
    hall: TownHall, suzuki: Resident, tanaka: Resident, town: None, now: datetime
) -> None:
    submit(hall, now)
    three_minutes_pass(hall)
    assert "職員の呼び出し" in texts(tanaka.phone())
    tanaka.presses("了解")
    assert "tanakaさんが先に了解しました" in texts(suzuki.presses("了解"))
    with transaction() as session:
        assert len(session.scalars(select(RingCall)).all()) == 2


def test_a_strangers_press_changes_nothing_and_learns_nothing(
    hall: TownHall, hanako: Resident, suzuki: Resident, town: None, now: datetime
) -> None:
    submit(hall, now)
    hanako.follows()
    for data in ("ring:1:taken", "ring:99:taken", "ring:１:taken", "ring:", "ring:1:other", "ring:-1:taken"):
        assert texts(hanako.presses_data(data)) == "このボタンは、職員だけが使います。"
    with transaction() as session:
        assert session.scalars(select(Ring)).one().state == State.RINGING
