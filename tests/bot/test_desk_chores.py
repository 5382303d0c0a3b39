"""The desk's housework, by the clock."""

import pytest

from bot import desk_chores
from store import journal_seals, testers
from store.database import reading, transaction
from tests.conftest import Clock
from town import officer_proposals, officer_sessions, officers, sign_in_attempts
from town.calendar import to_jst
from town.officer_changes import Disable, Grant
from town.officer_proposals import Stage
from town.officers import Officer
from town.roles import Role


@pytest.fixture
def office(db: str, clock: Clock) -> list[Officer]:
    with transaction() as session:
        made = []
        for name in ("hanako", "taro", "jiro"):
            one = officers.add(session, clock(), email=f"{name}@mihon.example", name=name, section_id="citizens")
            one.password_hash = "set"
            made.append(one)
        for one in made[:2]:
            officers.grant(session, one, Role.ADMINISTRATOR, "*")
    return made


def test_a_batch_waits_for_its_day_and_is_made_whole(office, clock):
    hanako, taro, jiro = office
    tomorrow = to_jst(clock()).date().replace(day=21)
    with transaction() as session:
        changes = [Grant(email=jiro.email, role=Role.BROADCAST_APPROVER, section_id="*")]
        proposal = officer_proposals.propose(session, changes, hanako, clock(), tomorrow)
        officer_proposals.approve(session, proposal, taro, clock())
    desk_chores.make_personnel_changes(clock())
    with reading() as session:
        assert not session.get_one(Officer, jiro.id).powers.roles
    clock.skip(hours=12)  # midnight in Japan
    desk_chores.make_personnel_changes(clock())
    with reading() as session:
        assert session.get_one(Officer, jiro.id).powers.roles == {Role.BROADCAST_APPROVER}
        assert officer_proposals.find(session, proposal.id).stage == Stage.MADE


def test_the_telephone_of_a_contract_that_ended_is_forgotten_the_day_after(office, clock):
    with transaction() as session:
        for number, one in enumerate(office):
            testers.link(session, one.id, f"U{number}", clock())
        session.get_one(Officer, office[2].id).ends_on = to_jst(clock()).date()
    desk_chores.make_personnel_changes(clock())
    with reading() as session:
        assert len(testers.all(session)) == 3
    clock.skip(hours=12)  # midnight in Japan
    desk_chores.make_personnel_changes(clock())
    with reading() as session:
        assert [one.line_id for one in testers.all(session)] == ["U0", "U1"]


def test_a_batch_that_no_longer_fits_changes_nothing_and_says_why(office, clock):
    hanako, taro, jiro = office
    with transaction() as session:
        changes = [
            Grant(email=jiro.email, role=Role.VIEWER, section_id="*"),
            Disable(email=taro.email),  # and then only one administrator would be left
        ]
        proposal = officer_proposals.propose(session, changes, hanako, clock(), to_jst(clock()).date().replace(day=21))
        officer_proposals.approve(session, proposal, taro, clock())
    clock.skip(hours=24)
    desk_chores.make_personnel_changes(clock())
    with reading() as session:
        assert not session.get_one(Officer, jiro.id).powers.roles
        found = officer_proposals.find(session, proposal.id)
        assert found.stage == Stage.FAILED and "管理者が2人" in found.reason


def test_the_journal_is_sealed(office, clock):
    with transaction() as session:
        officer_proposals.propose(session, [Disable(email="x@y.example")], office[0], clock())
    desk_chores.seal_journal()
    with reading() as session:
        assert journal_seals.verify(session, clock()).sealed == 1


def test_who_knocked_is_forgotten_after_a_month(office, clock):
    with transaction() as session:
        sign_in_attempts.knock(session, "a", "127.0.0.1", clock())
        officer_sessions.begin(session, office[0].id, officer_sessions.Stage.OPEN, clock(), "127.0.0.1")
    clock.skip(days=31)
    with transaction() as session:
        token = officer_sessions.begin(session, office[0].id, officer_sessions.Stage.OPEN, clock(), "127.0.0.1")
    desk_chores.forget_sign_ins(clock())
    with reading() as session:
        assert session.query(sign_in_attempts.SignInAttempt).count() == 0
        assert session.query(officer_sessions.OfficerSession).count() == 1
        assert officer_sessions.live(session, token, clock())
