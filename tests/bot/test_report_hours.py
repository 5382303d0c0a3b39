"""At night an urgent report rings until somebody of the town opens it; nobody is forgotten by a crash."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts import calling, ringing
from alerts.rings import Reason, Ring, RingCall, State
from bot import report_hours
from bot.report_hours import ReportHours
from reports import handling, moves, records, urgent
from reports.filing import Office
from reports.history import Happened, ReportEvent
from reports.moves import By, Change
from reports.records import FiledReport, Report
from reports.stages import Move
from store.database import reading, transaction
from store.letters import Letter
from tests.alerts.test_ringing import STEP, VOICE, an_officer
from tests.conftest import NOON
from tests.reports.sample_town import mihon, profile
from town import officers, roster
from town.roles import Role
from town.roster import Planned, Span
from town.sections import Section

OFFICE = Office(mihon(), profile(), "https://desk.example.jp")
NIGHT = Span(NOON - timedelta(hours=1), NOON + timedelta(hours=30))


@pytest.fixture
def case(db: str) -> int:
    """Jiro is on duty; Hanako works in the same section, Taro in another, and a contractor has their own cases."""
    with transaction() as session:
        session.add(
            Section(
                id="roads", position=0, names={"ja": "道路課"}, duties="", phone="000-000-0000", floor=1, room="1",
                hours=[], phone_languages=["ja"], email="roads@mihon.example",
            )
        )  # fmt: skip
        for name, section in (("hanako", "roads"), ("jiro", "*"), ("taro", "citizens"), ("gyosha", "roads")):
            officer = an_officer(session, name, Role.REPORT_HANDLER)
            officer.roles[0].section_id = section
            officer.is_contractor = name == "gyosha"
            if name == "jiro":
                roster.replace(session, [Planned(officer.id, NIGHT, 1)], "shell", NOON)
        return records.file(session, FiledReport("hole", "roads", text="道が落ちた", is_urgent=True), NOON).id


def look(minutes: float) -> list[str]:
    """Who is called when the clock looks so many minutes after noon."""
    now = NOON + timedelta(minutes=minutes)
    ReportHours(OFFICE, lambda: now).look(None)
    with transaction() as session:
        calling.go_on(session, STEP, VOICE, now)
        names = {one.id: one.name for one in officers.all(session)}
        called = session.scalars(select(RingCall).where(RingCall.called_at == now).order_by(RingCall.id))
        return [names[one.officer_id] for one in called]


def rung() -> list[tuple[str, str]]:
    with reading() as session:
        return [(one.reason, one.state) for one in session.scalars(select(Ring).order_by(Ring.id))]


def test_who_is_on_duty_is_rung_then_the_next_who_may_open_it_until_it_is_opened(case: int) -> None:
    assert [look(0), look(1), look(3), look(6)] == [["jiro"], [], ["hanako"], ["jiro"]]
    with transaction() as session:
        hanako = next(one for one in officers.all(session) if one.name == "hanako")
        ring = session.scalars(select(Ring)).one()
        ringing.take(session, ring.id, hanako, NOON + timedelta(minutes=7))
    assert look(9) == [], "somebody said 了解"
    assert sorted(look(15)) == ["hanako", "jiro"], "but nobody has opened it: everybody is told"
    assert look(29) == [] and len(look(30)) == 2 and look(45) == [] and len(look(60)) == 2
    with transaction() as session:
        hanako = next(one for one in officers.all(session) if one.name == "hanako")
        handling.open_case(session, case, hanako, NOON + timedelta(minutes=61))
    assert look(120) == []
    assert rung() == [(Reason.REPORT_URGENT, State.TAKEN), *[(Reason.REPORT_UNOPENED, State.TOLD)] * 3]
    with reading() as session:
        letters = list(session.scalars(select(Letter)))
        assert not any("道が落ちた" in f"{one.subject}{one.body}" for one in letters)
        assert sum(one.to == "roads@mihon.example" for one in letters) == 1, "its section has a letter once"
        opened = session.scalars(select(ReportEvent).where(ReportEvent.happened == Happened.OPENED)).one()
        assert opened.at == NOON + timedelta(minutes=61) and opened.officer_id
        assert session.get_one(Report, case).changed_at == NOON, "a look is no change that anybody outside waits for"


def test_the_ring_stops_when_it_is_opened_and_begins_again_when_another_resident_tells_of_danger(case: int) -> None:
    look(0)
    with transaction() as session:
        jiro = next(one for one in officers.all(session) if one.name == "jiro")
        handling.open_case(session, case, jiro, NOON)
        moves.make(session, OFFICE, case, Change(Move.CHECK), By(jiro), NOON)
        handling.correct(session, OFFICE, case, handling.Corrected(is_urgent=False), By(jiro), NOON)
    assert look(3) == [] and rung() == [(Reason.REPORT_URGENT, State.STOPPED)]
    with transaction() as session:
        urgent.raise_(session, session.get_one(Report, case), NOON + timedelta(minutes=5))
    assert look(5) == ["jiro"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_no_officer_can_open_it_approvers_and_administrators_hear(case: int) -> None:
    with transaction() as session:
        an_officer(session, "kanri", Role.ADMINISTRATOR)
        for one in officers.all(session):
            for role in one.roles:
                role.section_id = "citizens" if role.role == Role.REPORT_HANDLER else role.section_id
    assert look(0) == ["kanri"]
    assert rung() == [(Reason.REPORT_NOBODY, State.RINGING)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_its_section_has_no_address_the_administrators_read_that_it_lies_unopened(case: int) -> None:
    with transaction() as session:
        session.get_one(Section, "roads").email = None
        an_officer(session, "kanri", Role.ADMINISTRATOR)
    look(0), look(15), look(30)
    with reading() as session:
        found = [one for one in session.scalars(select(Letter)) if one.to == "kanri@mihon.example"]
    assert [one.subject for one in found] == ["【急ぎ】まだ開かれていない緊急の通報 M-2026-000001"]
    assert "道路課には使えるメールアドレスがない" in (found[0].body or "")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_withdrawn_case_rings_nobody_and_an_ordinary_one_never_did(case: int) -> None:
    look(0)
    with transaction() as session:
        moves.step(session, session.get_one(Report, case), Move.WITHDRAW, NOON)
        records.file(session, FiledReport("hole", "roads"), NOON)
        assert report_hours.look(session, OFFICE, NOON + timedelta(minutes=3)) == 0
    assert look(3) == [] and rung() == [(Reason.REPORT_URGENT, State.STOPPED)]
