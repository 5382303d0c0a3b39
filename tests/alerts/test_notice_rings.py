"""For which notices somebody is rung, and for which nobody need be woken."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts import calling, deciding, drafting, lone_officer, notice_rings, ringing, rings
from alerts.broadcasts import Broadcast
from alerts.lone_officer import LoneRule
from alerts.rings import Reason, Ring, RingCall, State
from alerts.written import Written
from store.database import transaction
from tests.alerts.desk_of_notices import TO_KAWARA, Town, a_draft, in_words, people_the_town
from tests.alerts.test_ringing import STEP, VOICE, an_officer
from tests.conftest import NOON
from town import officers
from town.duty_rules import DutyRules
from town.officers import NotAllowedError, OfficerRole
from town.roles import Role

DUTY = DutyRules(test_day=1, test_hour=10)


def submit(written: Written | None = None, by: str = "sato", *, is_drill: bool = False) -> int:
    with transaction() as session:
        return people_the_town(session, NOON).submitted(written, by=by, is_drill=is_drill).id


def look(minutes: float, duty: DutyRules = DUTY) -> list[str]:
    """Who is called when the clock looks so many minutes after noon."""
    now = NOON + timedelta(minutes=minutes)
    with transaction() as session:
        deciding.lapse(session, now)
        notice_rings.look(session, duty, now)
        calling.go_on(session, STEP, VOICE, now)
        names = {one.id: one.name for one in officers.all(session)}
        called = session.scalars(select(RingCall).where(RingCall.called_at == now).order_by(RingCall.id))
        return [names[one.officer_id] for one in called]


def town_again(session: Session) -> Town:
    return Town(session, {one.name: one for one in officers.all(session)})


def reasons() -> list[tuple[str, str]]:
    with transaction() as session:
        return [(one.reason, one.state) for one in session.scalars(select(Ring).order_by(Ring.id))]


def test_what_presses_rings_the_approvers_but_never_its_submitter(db: str) -> None:
    submit(by="tanaka")
    assert look(0) == ["suzuki"]
    assert look(3) == ["suzuki"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("level", "is_rung"), [(None, True), (3, True), (5, True), (2, False)])
def test_an_everyday_notice_wakes_nobody(db: str, level: int | None, is_rung: bool) -> None:
    submit(in_words(level=level, kind="津波" if level is None else "避難指示"))
    assert bool(look(0)) == is_rung


def test_a_drill_rings_as_a_drill(db: str) -> None:
    submit(is_drill=True)
    assert look(0) == ["suzuki"]
    with transaction() as session:
        assert session.scalars(select(Ring)).one().is_drill


def test_what_was_decided_rings_no_longer(db: str) -> None:
    number = submit()
    look(0)
    with transaction() as session:
        notice = session.get_one(Broadcast, number)
        town_again(session).approves(notice, at=NOON + timedelta(minutes=1))
    assert look(3) == []
    assert reasons() == [(Reason.APPROVAL, State.STOPPED)]


def test_who_took_it_and_did_nothing_is_rung_again_after_fifteen_minutes(db: str) -> None:
    submit()
    look(0)
    with transaction() as session:
        ring = session.scalars(select(Ring)).one()
        ringing.take(session, ring.id, town_again(session).officers["suzuki"], NOON + timedelta(minutes=1))
    assert look(10) == []
    assert look(15) == ["suzuki"]
    assert reasons() == [(Reason.APPROVAL, State.TAKEN), (Reason.ASKED_AGAIN, State.RINGING)]
    assert look(60) == []
    assert reasons()[1] == (Reason.ASKED_AGAIN, State.STOPPED), "it lapsed: nobody is rung for nothing"


def test_a_machines_draft_rings_who_may_stand_for_it_and_then_another(db: str) -> None:
    with transaction() as session:
        people_the_town(session, NOON)
        draft = a_draft(NOON, TO_KAWARA)
        notice = drafting.begin(session, draft, "disaster", NOON, officer=None, is_drill=False)
        number = drafting.submit(session, notice.id, notice.revision, in_words(), None, NOON).id
    assert look(0) == ["suzuki"]
    with transaction() as session:
        notice, suzuki = session.get_one(Broadcast, number), town_again(session).officers["suzuki"]
        deciding.adopt(session, number, notice.revision, suzuki, NOON + timedelta(minutes=1))
    assert look(1) == ["tanaka"], "who stands for it cannot be the second person"
    assert reasons() == [(Reason.APPROVAL, State.STOPPED), (Reason.APPROVAL, State.RINGING)]


def limit(name: str, section_id: str) -> None:
    with transaction() as session:
        officer = town_again(session).officers[name]
        session.execute(update(OfficerRole).where(OfficerRole.officer_id == officer.id).values(section_id=section_id))


def test_who_may_not_open_another_sections_notice_is_not_rung_for_it(db: str) -> None:
    submit()
    limit("suzuki", "welfare")
    assert look(0) == ["tanaka"]
    assert look(3) == ["tanaka"]
    with transaction() as session:
        ring, suzuki = session.scalars(select(Ring)).one(), town_again(session).officers["suzuki"]
        with pytest.raises(NotAllowedError):
            ringing.take(session, ring.id, suzuki, NOON)
    limit("suzuki", "disaster")
    assert look(6) == ["suzuki"]


def test_when_nobody_is_left_who_may_decide_the_administrators_are_rung(db: str) -> None:
    submit(by="tanaka")
    limit("suzuki", "welfare")
    with transaction() as session:
        an_officer(session, "yamada", Role.ADMINISTRATOR)
    assert look(0) == ["yamada"]
    limit("suzuki", "disaster")
    assert look(1) == ["suzuki"], "somebody was found: the officer who can decide is called"
    assert reasons() == [(Reason.NOBODY_DECIDES, State.STOPPED), (Reason.APPROVAL, State.RINGING)]


def sent_alone(at: datetime) -> int:
    number = submit(by="tanaka")
    with transaction() as session:
        notice, tanaka = session.get_one(Broadcast, number), town_again(session).officers["tanaka"]
        lone_officer.send_alone(
            session, number, notice.revision, tanaka, LoneRule(is_allowed=True), at, has_fresh_factor=True, typed_kind="避難指示",
        )  # fmt: skip
    return number


def test_of_a_lone_sending_every_other_approver_is_told_once_and_after_a_day_rung(db: str) -> None:
    number = sent_alone(NOON + timedelta(minutes=4))
    with transaction() as session:
        an_officer(session, "another", Role.BROADCAST_APPROVER)
    assert look(4) == ["suzuki", "another"]
    assert look(7) == [] and look(23 * 60) == []
    assert look(24 * 60 + 4) == ["suzuki"]
    with transaction() as session:
        suzuki = town_again(session).officers["suzuki"]
        lone_officer.ratify(session, number, suzuki, NOON + timedelta(hours=24, minutes=5))
    assert look(24 * 60 + 7) == [] and look(49 * 60) == []
    assert reasons() == [(Reason.SENT_ALONE, State.TOLD), (Reason.UNRATIFIED, State.STOPPED)]


def test_the_monthly_test_rings_everybody_once_in_its_hour(db: str) -> None:
    with transaction() as session:
        people_the_town(session, NOON)
    first = datetime(2026, 12, 1, 1, 0, tzinfo=NOON.tzinfo)  # 10:00 in Japan
    minutes = (first - NOON).total_seconds() / 60
    assert look(minutes - 1) == []
    assert look(minutes) == ["suzuki", "tanaka"]
    assert look(minutes + 30) == [] and look(minutes + 60) == []
    with transaction() as session:
        assert [one.reason for one in rings.latest(session)] == [Reason.TEST]


def test_a_town_without_a_test_day_is_not_rung(db: str) -> None:
    with transaction() as session:
        people_the_town(session, NOON)
    assert look(16 * 60, DutyRules()) == []
