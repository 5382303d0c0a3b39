"""Emptying a table: one ring wakes everybody, nobody is counted twice, and a ring at a full house is not lost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dramatiq
import pytest
from dramatiq.brokers.stub import StubBroker
from structlog.testing import capture_logs

from bot.drain import Drain
from store import bell
from tests.patience import PATIENCE


class Rows:
    """A table of tasks, each a thing to do; True while there was one."""

    def __init__(self, *tasks: Callable[[], None]) -> None:
        self._tasks, self._lock = list(tasks), threading.Lock()

    def add(self, task: Callable[[], None]) -> None:
        with self._lock:
            self._tasks.append(task)

    def work_one(self, claimed: Callable[[], None]) -> bool:
        with self._lock:
            task = self._tasks.pop(0) if self._tasks else None
        if task:
            claimed()
            task()
        return task is not None

    @property
    def left(self) -> int:
        return len(self._tasks)


@pytest.fixture
def closing() -> threading.Event:
    return threading.Event()


@contextmanager
def workers(broker: StubBroker, drain: Drain, threads: int) -> Iterator[None]:
    """A real dramatiq worker that answers the «outbox» bell with this drain."""
    dramatiq.actor(actor_name="drain_outbox", queue_name="outbox", broker=broker)(drain)
    worker = dramatiq.Worker(broker, queues={"outbox"}, worker_threads=threads, worker_timeout=10)
    worker.start()
    yield
    worker.stop(timeout=PATIENCE * 1000)


def nothing() -> None:
    pass


@pytest.mark.parametrize("threads", [1, 4, 8])
def test_one_ring_wakes_every_thread_there_is_room_for(broker: StubBroker, closing: threading.Event, threads: int):
    """Nobody gets past the barrier unless all of them work at the same time."""
    together = threading.Barrier(threads + 1)
    rows = Rows(*[lambda: together.wait(PATIENCE) and None] * threads)
    with workers(broker, Drain("outbox", rows.work_one, threads, closing), threads):
        bell.ring_now("outbox")
        together.wait(PATIENCE)
    assert rows.left == 0


def test_never_more_are_at_work_than_there_is_room_for(broker: StubBroker, closing: threading.Event):
    lock, at_work, most, done = threading.Lock(), [0], [0], threading.Semaphore(0)

    def task() -> None:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        with lock:
            at_work[0] -= 1
        done.release()

    rows = Rows(*[task] * 300)
    with workers(broker, Drain("outbox", rows.work_one, 3, closing), 8):
        for _ in range(20):
            bell.ring_now("outbox")
        assert all(done.acquire(timeout=PATIENCE) for _ in range(300))
    assert 1 <= most[0] <= 3


def test_a_closing_house_finishes_the_row_in_hand_and_no_other(broker: StubBroker, closing: threading.Event):
    rows = Rows(nothing, nothing, closing.set, nothing, nothing)
    Drain("outbox", rows.work_one, 1, closing)()
    assert rows.left == 2
    assert broker.queues["outbox"].qsize() == 0


def test_a_closed_house_begins_nothing(broker: StubBroker, closing: threading.Event):
    closing.set()
    rows = Rows(nothing)
    Drain("outbox", rows.work_one, 1, closing)()
    assert rows.left == 1


def test_a_ring_while_everybody_is_busy_is_not_lost(broker: StubBroker, closing: threading.Event):
    """The only worker has just seen an empty table and is about to go when a row and its ring come."""
    has_looked, may_go, done = threading.Event(), threading.Event(), threading.Event()
    rows, looks = Rows(), []

    def work_one(claimed: Callable[[], None]) -> bool:
        found = rows.work_one(claimed)
        looks.append(found)
        if len(looks) == 1:
            has_looked.set()
            assert may_go.wait(PATIENCE)
        return found

    drain = Drain("outbox", work_one, 1, closing)
    worker = threading.Thread(target=drain)
    worker.start()
    assert has_looked.wait(PATIENCE)
    rows.add(done.set)
    drain()  # the ring: there is no room, so it returns at once
    assert not done.is_set()
    may_go.set()
    worker.join(PATIENCE)
    assert done.is_set()


def test_a_row_that_fails_costs_no_place(broker: StubBroker, closing: threading.Event):
    def fail() -> None:
        raise ValueError("秘密")

    rows = Rows(*[fail] * 5, nothing)
    drain = Drain("outbox", rows.work_one, 1, closing)
    for _ in range(6):
        drain()
    assert rows.left == 0


def test_a_row_that_fails_is_told_by_its_kind_and_never_by_its_words(broker: StubBroker, closing: threading.Event):
    def fail() -> None:
        raise ValueError("秘密")

    with capture_logs() as told:
        Drain("outbox", Rows(fail).work_one, 1, closing)()
    assert [line["error"] for line in told] == ["ValueError"]
    assert "秘密" not in str(told)


def test_an_empty_table_calls_no_colleague(broker: StubBroker, closing: threading.Event):
    Drain("outbox", Rows().work_one, 4, closing)()
    assert broker.queues["outbox"].qsize() == 0


def test_who_finds_work_calls_one_colleague_once(broker: StubBroker, closing: threading.Event):
    Drain("outbox", Rows(*[nothing] * 10).work_one, 4, closing)()
    assert broker.queues["outbox"].qsize() == 1


def test_with_room_for_one_nobody_is_called(broker: StubBroker, closing: threading.Event):
    Drain("outbox", Rows(*[nothing] * 10).work_one, 1, closing)()
    assert broker.queues["outbox"].qsize() == 0
