"""The bell: rung after the commit and never before, once for a burst, and never waiting for a broken line."""

import socket
import threading
import time
from collections.abc import Iterator

import dramatiq
import pytest
from dramatiq.brokers.stub import StubBroker
from sqlalchemy import func, select

from store import bell
from store.database import reading, transaction, wake
from store.inbox import Arrival, InboxEvent, put
from tests.conftest import NOON
from tests.patience import PATIENCE, quickest

FAST = 0.02  # seconds of quiet: long enough for a burst, short enough for a test


class Ringing:
    """Somebody at the other end who counts what they hear."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._changed = threading.Condition()

    def __call__(self, name: str) -> None:
        with self._changed:
            self.heard.append(name)
            self._changed.notify_all()

    def waits_for(self, count: int) -> list[str]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.heard) >= count, timeout=PATIENCE)
            return list(self.heard)


class Listening(dramatiq.Middleware):
    """Looks at the table the moment the bell rings, as a worker would."""

    def __init__(self) -> None:
        self.found: list[int] = []

    def after_enqueue(self, broker: dramatiq.Broker, message: object, delay: object) -> None:
        with reading() as session:
            self.found.append(session.scalar(select(func.count()).select_from(InboxEvent)))


@pytest.fixture
def stairs(broker: StubBroker) -> str:
    """A bell nobody else rings, so that no earlier story can be heard in it."""
    name = f"stairs_{time.monotonic_ns()}"
    broker.declare_queue(name)
    return name


def test_who_hears_the_bell_finds_the_row(db: str, broker: StubBroker, stairs: str):
    listening = Listening()
    broker.add_middleware(listening)
    with transaction() as session:
        session.execute(InboxEvent.__table__.insert().values(**row("E1")))
        wake(session, stairs)
        assert listening.found == []
    assert listening.found == [1]


def test_a_rolled_back_promise_rings_no_bell(db: str, broker: StubBroker, stairs: str):
    with pytest.raises(ZeroDivisionError), transaction() as session:
        wake(session, stairs)
        raise ZeroDivisionError
    assert broker.queues[stairs].qsize() == 0


def test_several_rows_of_one_transaction_ring_once(db: str, broker: StubBroker, stairs: str):
    with transaction() as session:
        for _ in range(5):
            wake(session, stairs)
    assert broker.queues[stairs].qsize() == 1


def test_an_event_that_is_kept_rings_for_the_inbox(db: str, broker: StubBroker):
    with transaction() as session:
        put(session, [Arrival("E1", "U1", "message.text", {})], NOON)
    assert dramatiq.Message.decode(broker.queues["inbox"].get(timeout=PATIENCE)).actor_name == "drain_inbox"


def test_a_burst_becomes_two_rings_the_first_and_the_last():
    ringing = Ringing()
    coalescer = bell.Coalescer(ringing, FAST)
    began = time.monotonic()
    for _ in range(200):
        coalescer.call("inbox")
    taken = time.monotonic() - began  # a machine that stalls makes several bursts of one
    assert 2 <= len(ringing.waits_for(2)) <= taken / FAST + 2


class Table:
    """A count that grows, and what somebody saw of it when the bell last rang."""

    def __init__(self) -> None:
        self.written = self.seen = 0
        self._changed = threading.Condition()

    def write(self) -> None:
        with self._changed:
            self.written += 1

    def look(self, name: str) -> None:
        with self._changed:
            self.seen = self.written
            self._changed.notify_all()

    def everything_was_seen(self) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.seen == self.written, timeout=PATIENCE)


def test_the_last_ring_of_a_burst_is_never_lost():
    """Whatever was written before a call is looked at after it: the row may come just after the first ring."""
    table = Table()
    coalescer = bell.Coalescer(table.look, FAST)
    for _ in range(300):
        table.write()
        coalescer.call("inbox")
    assert table.everything_was_seen()


def test_many_threads_ringing_at_once_never_lose_the_last_ring():
    table = Table()
    coalescer = bell.Coalescer(table.look, FAST)

    def write_and_ring() -> None:
        for _ in range(100):
            table.write()
            coalescer.call("urgent")

    threads = [threading.Thread(target=write_and_ring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert table.everything_was_seen()


def test_one_bell_does_not_quiet_another():
    ringing = Ringing()
    coalescer = bell.Coalescer(ringing, 30)
    for name in bell.NAMES:
        coalescer.call(name)
    assert ringing.heard == list(bell.NAMES)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A machine that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def afterwards_in_memory() -> Iterator[None]:
    yield
    bell.install(None).close()


@pytest.mark.usefixtures("afterwards_in_memory")
def test_a_ring_at_a_redis_that_is_down_returns_at_once():
    bell.install("redis://127.0.0.1:1/0")
    assert quickest(lambda: bell.ring_now("inbox"), 1) < 1


@pytest.mark.usefixtures("afterwards_in_memory")
def test_a_ring_at_a_redis_that_hangs_returns_before_line_loses_patience(silent_port: int):
    bell.install(f"redis://127.0.0.1:{silent_port}/0")
    assert quickest(lambda: bell.ring_now("inbox"), 2) < 2


def row(event_id: str) -> dict[str, object]:
    return {
        "event_id": event_id, "lane": "U1", "kind": "message.text", "raw": {}, "masked": [], "received_at": NOON,
        "token_at": NOON, "state": "waiting", "attempts": 0, "not_before": NOON,
    }  # fmt: skip
