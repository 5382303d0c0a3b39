"""Who is rung, in which order, and until when."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from alerts import calling, ringing, rings
from alerts.ring_words import Voice
from alerts.ringing import Answered, Wish
from alerts.rings import Reason, Ring, RingCall, State
from store import journal
from store.database import transaction
from store.letters import Letter
from store.outbox import Delivery
from tests.alerts.desk_of_notices import people_the_town
from tests.conftest import NOON
from town import roster
from town.officers import NotAllowedError, Officer, OfficerRole
from town.roles import EVERY_SECTION, Role
from town.roster import Planned, Span

APPROVERS = (Role.BROADCAST_APPROVER,)
STEP = timedelta(minutes=3)
VOICE = Voice("みほん市", "https://desk.mihon.example")


def an_officer(session: Session, name: str, *roles: Role) -> Officer:
    officer = Officer(
        email=f"{name}@mihon.example", name=name, section_id="disaster", is_contractor=False, added_at=NOON,
        password_hash="x", roles=[OfficerRole(role=role, section_id=EVERY_SECTION) for role in roles],
    )  # fmt: skip
    session.add(officer)
    session.flush()
    return officer


@pytest.fixture
def people(db: str) -> dict[str, int]:
    """Suzuki (whose telephone is known) and Tanaka may approve; Tanaka is on duty all day."""
    with transaction() as session:
        town = people_the_town(session, NOON)
        ids = {name: officer.id for name, officer in town.officers.items()}
        span = Span(NOON - timedelta(hours=1), NOON + timedelta(hours=20))
        roster.replace(session, [Planned(ids["tanaka"], span, 1)], "officer:1", NOON)
        return ids


def begin(subject: str = "broadcast:1", at: datetime = NOON, **wish: Any) -> int:
    with transaction() as session:
        return ringing.ring(session, Reason.APPROVAL, subject, APPROVERS, at, Wish(**wish)).id


def wait(minutes: float) -> list[int]:
    """Who is called at this minute after noon."""
    with transaction() as session:
        calling.go_on(session, STEP, VOICE, NOON + timedelta(minutes=minutes))
        query = select(RingCall).where(RingCall.called_at == NOON + timedelta(minutes=minutes))
        return [one.officer_id for one in session.scalars(query.order_by(RingCall.id))]


def take(number: int, officer_id: int, minutes: float = 1) -> Answered:
    with transaction() as session:
        officer = session.get_one(Officer, officer_id)
        return ringing.take(session, number, officer, NOON + timedelta(minutes=minutes))


def state(number: int) -> str:
    with transaction() as session:
        return session.get_one(Ring, number).state


def test_whoever_is_on_duty_is_called_at_once_and_the_others_after_three_minutes(people: dict[str, int]) -> None:
    begin()
    assert wait(0) == [people["tanaka"]]
    assert wait(2.9) == []
    assert wait(3) == [people["suzuki"]]
    assert wait(6) == [people["tanaka"]], "nobody is left: it begins anew"


def test_once_somebody_takes_it_nobody_else_is_called(people: dict[str, int]) -> None:
    number = begin()
    wait(0)
    assert take(number, people["tanaka"]) is Answered.YOURS
    assert wait(3) == [] and wait(60) == []
    assert state(number) == State.TAKEN
    assert take(number, people["suzuki"]) is Answered.ALREADY
    assert take(number, people["tanaka"]) is Answered.YOURS


def test_the_submitter_and_the_viewer_are_never_called_and_cannot_take_it(people: dict[str, int]) -> None:
    number = begin(spared=(people["tanaka"],))
    assert [wait(0), wait(3)] == [[people["suzuki"]], [people["suzuki"]]]
    for name in ("tanaka", "viewer", "sato"):
        with pytest.raises(NotAllowedError):
            take(number, people[name])
    assert state(number) == State.RINGING


def test_after_an_hour_it_ends_unheard_and_may_still_be_taken(people: dict[str, int]) -> None:
    number = begin()
    wait(0)
    assert wait(60) == []
    assert state(number) == State.UNHEARD
    assert take(number, people["suzuki"], 70) is Answered.YOURS
    assert state(number) == State.TAKEN


def test_the_same_occasion_is_rung_once(people: dict[str, int]) -> None:
    assert begin(once_key="approval:1") == begin(once_key="approval:1", at=NOON + timedelta(minutes=1))


def test_about_one_subject_only_one_ring_is_open(people: dict[str, int]) -> None:
    first, second = begin(), begin(at=NOON + timedelta(minutes=1))
    other = begin("report:1")
    assert [state(first), state(second), state(other)] == [State.STOPPED, State.RINGING, State.RINGING]
    assert take(first, people["suzuki"]) is Answered.OVER


def test_a_ring_to_everybody_calls_all_at_once_and_remembers_who_answered(people: dict[str, int]) -> None:
    number = begin(is_to_all=True)
    assert sorted(wait(0)) == sorted([people["suzuki"], people["tanaka"]])
    assert wait(3) == []
    assert take(number, people["suzuki"]) is Answered.NOTED
    with transaction() as session:
        answered = {one.officer_id: one.answered_at for one in rings.calls(session, number)}
    assert answered[people["suzuki"]] and not answered[people["tanaka"]]


def test_a_call_is_a_letter_and_where_the_telephone_is_known_a_push(people: dict[str, int]) -> None:
    number = begin(about="避難指示")
    wait(0)
    wait(3)
    with transaction() as session:
        letters = list(session.scalars(select(Letter).order_by(Letter.id)))
        pushed = session.scalars(select(Delivery)).one()
    assert [one.to for one in letters] == ["tanaka@mihon.example", "suzuki@mihon.example"]
    assert letters[0].subject == "職員の呼び出し: 避難指示"
    assert f"https://desk.mihon.example/staff/rings/{number}\n" in (letters[0].body or "")
    assert (pushed.to, pushed.is_urgent, pushed.expires_at) == (["Utester1"], True, NOON + timedelta(minutes=60))
    assert f"ring:{number}:taken" in str(pushed.messages)


def test_a_drill_says_so_first(people: dict[str, int]) -> None:
    begin(about="避難指示", is_drill=True)
    wait(0)
    with transaction() as session:
        assert (session.scalars(select(Letter)).one().subject or "").startswith("【訓練】")


def test_nobody_to_call_is_no_error_and_whoever_comes_is_called(people: dict[str, int]) -> None:
    with transaction() as session:
        session.execute(delete(OfficerRole).where(OfficerRole.role == Role.BROADCAST_APPROVER))
    begin()
    assert wait(0) == []
    with transaction() as session:
        newcomer = an_officer(session, "newcomer", Role.BROADCAST_APPROVER).id
    assert wait(3) == [newcomer]


def test_every_step_stands_in_the_journal_without_a_name(people: dict[str, int]) -> None:
    number = begin()
    wait(0)
    take(number, people["tanaka"])
    with transaction() as session:
        lines = journal.of_subject(session, f"ring:{number}")
    assert [line.action for line in lines] == ["ring.taken", "ring.called", "ring.started"]
    assert lines[0].actor == f"officer:{people['tanaka']}"
    assert lines[1].details == {"officer": people["tanaka"], "line": 0}
