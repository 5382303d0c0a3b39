"""What LINE's answer means for a row, as a table; and a machine that plays LINE at random against it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.outbox import Delivery, Status, Way
from store.outcomes import LAST_RETRY_AFTER, Outcome, judge
from tests.conftest import NOON


def row(way: Way = Way.REPLY, *, age: float = 1, arrived: bool = False, attempts: int = 1, **more) -> Delivery:
    return Delivery(
        way=way, to=more.pop("to", ["U1"]), token_at=NOON - timedelta(seconds=age), attempts=attempts,
        first_try_at=NOON - timedelta(seconds=age), may_have_arrived=arrived, is_urgent=more.pop("is_urgent", False), **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("delivery", "outcome", "status", "way"),
    [
        (row(), Outcome.ACCEPTED, Status.SENT, None),
        (row(), Outcome.EXPIRED, Status.WAITING, Way.PUSH),
        (row(arrived=True, age=49), Outcome.EXPIRED, Status.SENT, None),
        (row(arrived=True, age=51), Outcome.EXPIRED, Status.UNCERTAIN, None),
        (row(), Outcome.NOT_SENT, Status.WAITING, None),
        (row(age=60), Outcome.NOT_SENT, Status.WAITING, Way.PUSH),
        (row(age=60, arrived=True), Outcome.NOT_SENT, Status.WAITING, None),
        (row(), Outcome.UNKNOWN, Status.WAITING, None),
        (row(), Outcome.REFUSED, Status.REFUSED, None),
        (row(arrived=True), Outcome.REFUSED, Status.UNCERTAIN, None),
        (row(), Outcome.UNAUTHORISED, Status.WAITING, None),
        (row(Way.PUSH), Outcome.BAD_ADDRESS, Status.REFUSED, None),
        (row(Way.PUSH), Outcome.QUOTA_SPENT, Status.WAITING, None),
        (row(Way.MULTICAST, to=["a"]), Outcome.BAD_ADDRESS, Status.REFUSED, None),
    ],
)
def test_one_answer_of_line_means_one_thing(delivery, outcome, status, way):
    values = judge(delivery, outcome, NOON).values
    assert (values["status"], values.get("way")) == (status, way)


def test_a_bad_address_in_a_crowd_halves_the_crowd():
    assert judge(row(Way.MULTICAST, to=["a", "b"]), Outcome.BAD_ADDRESS, NOON).should_split


def test_a_reply_that_may_have_arrived_is_never_pushed():
    values = judge(row(age=55, arrived=True), Outcome.UNKNOWN, NOON).values
    assert "way" not in values


def test_urgent_rows_wait_half_a_minute_at_most_and_others_five():
    assert judge(row(Way.PUSH, attempts=40, is_urgent=True), Outcome.UNKNOWN, NOON).values["next_try_at"] == NOON + timedelta(seconds=30)  # fmt: skip
    assert judge(row(Way.PUSH, attempts=40), Outcome.UNKNOWN, NOON).values["next_try_at"] == NOON + timedelta(minutes=5)


def test_no_key_is_used_a_day_after_its_first_attempt():
    old = row(Way.PUSH, age=LAST_RETRY_AFTER.total_seconds() - 1, arrived=True)
    assert judge(old, Outcome.UNKNOWN, NOON).values["status"] == Status.UNCERTAIN


def test_an_urgent_row_ends_when_its_notice_expires():
    late = row(Way.MULTICAST, is_urgent=True, expires_at=NOON + timedelta(milliseconds=500))
    assert judge(late, Outcome.NOT_SENT, NOON).values["status"] == Status.REFUSED


class Phone:
    """LINE and a telephone: what each attempt really does, whatever the bot is told."""

    def __init__(self) -> None:
        self.rang = 0
        self.token_is_used = False
        self.keys: set[str] = set()

    def attempt(self, delivery: Delivery, age: float, does_arrive: bool, is_heard: bool) -> Outcome:
        if delivery.way == Way.PUSH:
            if does_arrive and "key" not in self.keys:
                self.keys.add("key")
                self.rang += 1
            return Outcome.ACCEPTED if does_arrive and is_heard else Outcome.UNKNOWN
        if self.token_is_used or age > 60:
            return Outcome.EXPIRED if is_heard else Outcome.UNKNOWN
        if does_arrive:
            self.token_is_used = True
            self.rang += 1
        return Outcome.ACCEPTED if does_arrive and is_heard else Outcome.UNKNOWN if does_arrive else Outcome.NOT_SENT


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.floats(0, 20)), min_size=1, max_size=12))
def test_however_line_behaves_nobody_is_told_twice_and_sent_means_told(moves):
    phone, now = Phone(), NOON
    delivery = row(age=0)
    delivery.status = Status.SENDING
    for does_arrive, is_heard, delay in moves:
        outcome = phone.attempt(delivery, (now - NOON).total_seconds(), does_arrive, is_heard)
        for name, value in judge(delivery, outcome, now).values.items():
            setattr(delivery, name, value)
        assert phone.rang <= 1
        if delivery.status == Status.SENT:
            assert phone.rang == 1
        if delivery.status != Status.WAITING:
            break
        now = max(delivery.next_try_at, now) + timedelta(seconds=delay)
        delivery.attempts += 1
