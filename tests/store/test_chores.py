"""Housework with a date: two clocks may ring, the work is done once, and a lost worker is replaced."""

import threading
from datetime import datetime, timedelta

import pytest

from store import chores
from store.chores import LEASE
from store.database import transaction
from tests.conftest import NOON
from tests.patience import PATIENCE

pytestmark = pytest.mark.usefixtures("db")

TOMORROW = NOON + timedelta(days=1)
SECOND = timedelta(seconds=1)


def take(now: datetime = NOON, name: str = "forget") -> bool:
    with transaction() as session:
        return chores.take(session, name, now)


def done(now: datetime = NOON, next_due: datetime = TOMORROW) -> None:
    with transaction() as session:
        chores.done(session, "forget", next_due, now)


def test_a_chore_nobody_ever_did_is_due():
    assert take()


def test_of_two_clocks_one_gets_the_chore():
    assert [take(), take()] == [True, False]


def test_a_chore_that_is_done_rests_until_its_next_date():
    take()
    done()
    assert not take(TOMORROW - SECOND)
    assert take(TOMORROW)


def test_a_worker_who_vanished_is_replaced_after_the_lease():
    take()
    assert not take(NOON + LEASE - SECOND)
    assert take(NOON + LEASE)
    assert not take(NOON + LEASE + SECOND)


def test_chores_do_not_wait_for_each_other():
    assert [take(name="forget"), take(name="friends")] == [True, True]


@pytest.mark.parametrize("is_known", [False, True])
def test_of_eight_clocks_at_the_same_moment_one_gets_the_chore(is_known: bool):
    if is_known:
        take()
        done(next_due=NOON)
    together, lock, taken = threading.Barrier(8), threading.Lock(), []

    def ring() -> None:
        together.wait(PATIENCE)
        is_mine = take()
        with lock:
            taken.append(is_mine)

    threads = [threading.Thread(target=ring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 7 + [True]
