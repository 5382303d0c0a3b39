"""Whatever happens in a night: those are rung whom the roster names, in turn, and nobody once it is taken."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import calling, ringing, rings
from alerts.ringing import Answered, Wish
from alerts.rings import Reason, Ring, State
from store.database import transaction
from tests.alerts.desk_of_notices import people_the_town
from tests.alerts.test_ringing import APPROVERS, STEP, VOICE, an_officer
from tests.conftest import NOON
from town import officers
from town.officers import NotAllowedError, Officer
from town.roles import Role
from town.roster import Shift


class Night(RuleBasedStateMachine):
    """Officers come and go, shifts begin and end, rings are begun, taken and stopped; the clock looks when it looks."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.looked: dict[int, list[tuple[datetime, int]]] = {}
        self.closed_at: dict[int, datetime] = {}
        with transaction() as session:
            people_the_town(session, NOON)
            for number in range(3):
                an_officer(session, f"approver{number}", Role.BROADCAST_APPROVER)
            self.ids = [one.id for one in officers.all(session)]

    @rule(which=st.integers(0, 6), hours=st.integers(0, 2), turn=st.integers(1, 3))
    def goes_on_duty(self, which: int, hours: int, turn: int) -> None:
        with transaction() as session:
            starts = self.now + timedelta(minutes=2)
            officer_id = self.ids[which % len(self.ids)]
            ends = starts + timedelta(hours=hours, minutes=5)
            session.add(Shift(officer_id=officer_id, starts_at=starts, ends_at=ends, turn=turn))

    @rule(which=st.integers(0, 6))
    def leaves_or_returns(self, which: int) -> None:
        with transaction() as session:
            officer = session.get_one(Officer, self.ids[which % len(self.ids)])
            officer.disabled_at = None if officer.disabled_at else self.now

    @rule(subject=st.sampled_from(["broadcast:1", "broadcast:2"]), spared=st.integers(0, 6), to_all=st.integers(0, 4))
    def somebody_is_needed(self, subject: str, spared: int, to_all: int) -> None:
        with transaction() as session:
            wish = Wish(spared=(self.ids[spared % len(self.ids)],), is_to_all=to_all == 0)
            ringing.ring(session, Reason.APPROVAL, subject, APPROVERS, self.now, wish)

    @rule(which=st.integers(0, 6), ring=st.integers(0, 5))
    def presses(self, which: int, ring: int) -> None:
        with transaction() as session:
            found = rings.latest(session)
            if not found:
                return
            chosen, officer = found[ring % len(found)], session.get_one(Officer, self.ids[which % len(self.ids)])
            before = State(chosen.state)
            try:
                answered = ringing.take(session, chosen.id, officer, self.now)
            except NotAllowedError:
                return
            if before in (State.TAKEN, State.STOPPED, State.TOLD):
                assert chosen.state == before
                return
            assert answered is (Answered.NOTED if chosen.is_to_all else Answered.YOURS)

    @rule(ring=st.integers(0, 5))
    def is_settled(self, ring: int) -> None:
        with transaction() as session:
            found = rings.latest(session)
            if found:
                ringing.stop(session, found[ring % len(found)], self.now)

    @rule(seconds=st.sampled_from([10, 60, 170, 180, 190, 600, 1900]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        with transaction() as session:
            before = {
                one.id: [call.officer_id for call in rings.calls(session, one.id)] for one in rings.latest(session)
            }
            expected = {one.id: self._expected(session, one, before[one.id]) for one in rings.due(session, self.now)}
            calling.go_on(session, STEP, VOICE, self.now)
            for number, called in before.items():
                made = [one.officer_id for one in rings.calls(session, number)][len(called) :]
                assert made == expected.get(number, []), "only rings that are due, and whom the roster names"

    def _expected(self, session: Session, ring: Ring, called: list[int]) -> list[int]:
        """The rule once more, in other words: by roster, then by number; least called first; not the spared."""
        if self.now - ring.started_at >= timedelta(minutes=60):
            return []
        shifts = select(Shift).where(Shift.starts_at <= self.now, Shift.ends_at > self.now)
        standing = sorted(session.scalars(shifts), key=lambda one: (one.turn, one.id))
        everybody = [*(one.officer_id for one in standing), *sorted(self.ids)]
        fit = [one for one in dict.fromkeys(everybody) if self._is_fit(session, one, ring)]
        if ring.is_to_all:
            return fit
        fewest = min((called.count(one) for one in fit), default=0)
        return [one for one in fit if called.count(one) == fewest][:1]

    def _is_fit(self, session: Session, officer_id: int, ring: Ring) -> bool:
        officer = session.get_one(Officer, officer_id)
        return (
            officer.disabled_at is None
            and Role.BROADCAST_APPROVER in officer.powers.roles
            and str(officer_id) not in ring.spared
        )

    @invariant()
    def calls_of_a_ring_keep_their_distance_and_end_with_it(self) -> None:
        with transaction() as session:
            for one in rings.latest(session):
                made = rings.calls(session, one.id)
                moments = [call.called_at for call in made]
                if not one.is_to_all:
                    assert all(later - earlier >= STEP for earlier, later in pairwise(moments))
                if one.ended_at and one.state != State.TAKEN:
                    assert all(moment <= one.ended_at for moment in moments)
                if one.taken_at:
                    assert all(moment <= one.taken_at for moment in moments)
                    assert one.taken_by and str(one.taken_by) not in one.spared

    @invariant()
    def about_one_subject_one_ring_is_open(self) -> None:
        with transaction() as session:
            subjects = [one.subject for one in rings.ringing(session)]
            assert len(subjects) == len(set(subjects))


def test_whatever_happens_at_night(db: str) -> None:
    examples = 25 if db.startswith("sqlite") else 8
    run_state_machine_as_test(Night, settings=settings(max_examples=examples, stateful_step_count=25, deadline=None))
