"""LINE's limit is the channel's: however many processes send, together they keep to it."""

from datetime import datetime, timedelta

import hypothesis
import pytest
from hypothesis import strategies as st
from sqlalchemy import delete

from benchmarks.bell import busiest_second
from bot.pace import Pace
from store import turns
from store.chores import Chore
from store.database import transaction
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("db")
TENTH, NOTHING = timedelta(seconds=0.1), timedelta()


def take(now: datetime) -> datetime:
    with transaction() as session:
        return turns.take(session, TENTH, NOTHING, now)


def test_each_stretch_begins_where_the_last_one_ended() -> None:
    assert [take(NOON) - NOON for _ in range(3)] == [NOTHING, TENTH, 2 * TENTH]


def test_what_nobody_used_is_not_made_up_for() -> None:
    take(NOON)
    assert take(NOON + timedelta(minutes=1)) == NOON + timedelta(minutes=1)


def test_a_clock_that_was_an_hour_fast_holds_nobody_up() -> None:
    take(NOON + timedelta(hours=1))
    assert take(NOON) == NOON


class Watch:
    """Time that passes only by sleeping and by being held up."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds

    def of_day(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)


HOLD_UPS = st.lists(st.floats(0, 0.4), max_size=12)


@hypothesis.settings(max_examples=15, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(whose=st.lists(st.integers(0, 1), min_size=300, max_size=450), hold_ups=HOLD_UPS)
def test_two_processes_together_are_no_faster_than_one(whose: list[int], hold_ups: list[float]) -> None:
    """Whoever's turn it is, and however long the machine holds somebody up: in no second more than LINE takes."""
    with transaction() as session:
        session.execute(delete(Chore))
    watch = Watch()
    processes = [Pace(watch.of_day, stopwatch=watch, sleep=watch.pass_by) for _ in range(2)]
    taken: list[float] = []
    for turn, process in enumerate(whose):
        if hold_ups and turn % 37 == 36:
            watch.pass_by(hold_ups[turn % len(hold_ups)])
        processes[process].wait()
        taken.append(watch())
    assert busiest_second(taken) <= 200
    assert taken[-1] - taken[0] >= (len(taken) - 5 * (1 + len(taken) // 37)) / 190 - 0.1
