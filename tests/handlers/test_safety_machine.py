"""Whatever happens in a safety check: never «市が見ています» while nobody does, nothing kept once it is over, each answer once."""

from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from alerts import safety_alarm, safety_checks, safety_watches
from alerts.rings import Ring, State
from alerts.safety_checks import SafetyCheck
from alerts.safety_entries import SafetyEntry, SafetyWords
from handlers import safety_check
from handlers.turn import Desk
from settings import COMMON
from speech.incoming import Incoming, Pressed, Said, Text
from speech.render import render
from store.database import transaction
from tests.alerts import asked_to_flee
from tests.alerts.asked_to_flee import MIHON, officer
from tests.alerts.desk_of_notices import people_the_town
from tests.conftest import NOON
from tests.people import texts
from town.numbers import load_numbers
from town.officers import NotAllowedError
from town.residents import Resident

NUMBERS = load_numbers(COMMON)
NAMED = ("tanaka", "suzuki")
PEOPLE = st.sampled_from(["Uhanako", "Utaro", "Umaria", "Unam"])  # honcho, kawara twice, and one who never said
CONDITIONS = st.sampled_from(["safe", "leaving", "trouble"])
WATCHED = "市が見ています"
KEPT_FOR = timedelta(days=7)


class Event(RuleBasedStateMachine):
    """Residents press and write, watchers come and go and fall silent, somebody ends or extends it, the clock looks."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.ended_at = NOON, None  # type: datetime, datetime | None
        self.until = NOON + timedelta(hours=6)
        self.seen: dict[str, datetime] = {}
        self.gone: set[str] = set()
        self.told: dict[str, str] = {}
        with transaction() as session:
            people_the_town(session, NOON)
            self.number = asked_to_flee.opened(session, NOON, *NAMED).id

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.now < self.until

    @property
    def is_watched(self) -> bool:
        """The rule once more, in other words."""
        there = [one for one, at in self.seen.items() if one not in self.gone and self.now < at + timedelta(minutes=5)]
        return self.is_open and bool(there)

    def _hears(self, who: str, said: Said) -> str:
        with transaction() as session:
            resident = session.scalars(select(Resident).where(Resident.line_id == who)).one()
            desk = Desk(session, cast(Any, None), MIHON, NUMBERS, self.now, resident)
            incoming = Incoming("E1", who, self.now, said, message_id="m1")
            if isinstance(said, Text):
                return texts(render(safety_check.beside(incoming, desk)))
            return texts(render(safety_check.answer(incoming, desk)))

    @rule(who=PEOPLE, condition=CONDITIONS)
    def presses(self, who: str, condition: str) -> None:
        said = self._hears(who, Pressed(f"safety:{self.number}:{condition}"))
        assert "119" in said and "受け付け" not in said
        is_kept = self.is_open and who != "Uhanako"
        assert (WATCHED in said) == (is_kept and self.is_watched)
        if is_kept:
            self.told[who] = condition

    @rule(who=PEOPLE)
    def writes(self, who: str) -> None:
        said = self._hears(who, Text("足が痛い"))
        assert not said or (WATCHED in said) == self.is_watched

    @rule(name=st.sampled_from(NAMED), deed=st.sampled_from(["come", "look", "look", "go"]))
    def watcher(self, name: str, deed: str) -> None:
        try:
            with transaction() as session:
                one = officer(session, name)
                if deed == "look":
                    safety_watches.look(session, self.number, one.id, self.now)
                else:
                    getattr(safety_watches, deed)(session, self.number, one, self.now)
        except NotAllowedError:
            return
        if deed == "come" or (deed == "look" and name in self.seen):
            self.seen[name] = self.now
        elif deed == "go":
            self.seen.pop(name, None)

    @rule(name=st.sampled_from(NAMED))
    def leaves_the_town_hall_or_returns(self, name: str) -> None:
        self.gone ^= {name}
        with transaction() as session:
            officer(session, name).disabled_at = self.now if name in self.gone else None

    @rule(minutes=st.sampled_from([1, 2, 3, 4, 6, 200, 60 * 24 * 8]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        with transaction() as session:
            safety_alarm.look(session, KEPT_FOR, self.now)
            check = session.get_one(SafetyCheck, self.number)
            over = self.ended_at or self.until
            assert (check.emptied_at is not None) == (self.now >= over + KEPT_FOR)
            waits = select(SafetyEntry).where(
                SafetyEntry.read_at.is_(None), SafetyEntry.changed_at <= self.now - timedelta(minutes=3)
            )
            rings = session.scalars(
                select(Ring).where(Ring.subject == f"safety:{self.number}", Ring.state == State.RINGING)
            )
            assert bool(list(rings)) == bool(session.scalars(waits).first()), (
                "somebody is rung while anybody waits unread"
            )

    @rule(hours=st.integers(1, 6))
    def is_extended(self, hours: int) -> None:
        if self.is_open:
            self.until += timedelta(hours=hours)
            with transaction() as session:
                safety_checks.extend(session, self.number, self.until, officer(session, "sato"), self.now)

    @rule(is_meant=st.integers(0, 3))
    def is_ended(self, is_meant: int) -> None:
        if self.is_open and is_meant == 0:
            self.ended_at = self.now
            with transaction() as session:
                safety_checks.end(session, self.number, officer(session, "sato"), self.now)

    @invariant()
    def each_answer_is_kept_once_and_nothing_after_the_event(self) -> None:
        with transaction() as session:
            query = select(Resident.line_id, SafetyEntry.condition).join(
                Resident, Resident.id == SafetyEntry.resident_id
            )
            kept = [(str(who), condition) for who, condition in session.execute(query)]
            if session.get_one(SafetyCheck, self.number).emptied_at:
                assert kept == [] and session.scalars(select(SafetyWords)).all() == []
            else:
                assert sorted(kept) == sorted(self.told.items())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_happens_nobody_is_told_that_the_town_watches_when_it_does_not(db: str) -> None:
    run_state_machine_as_test(Event, settings=settings(max_examples=10, stateful_step_count=25, deadline=None))
