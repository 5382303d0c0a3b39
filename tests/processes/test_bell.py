"""The bell over a real Redis: few rings for much work, the last one never forgotten, and no patience with silence."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import dramatiq

from store import bell
from tests.patience import eventually, quickest
from tests.processes.conftest import Redis

PARCELS = 200
AT_ONCE = 1.0  # second; LINE waits two for its 200


class Table:
    """Parcels that lie about until somebody rings and empties it."""

    def __init__(self) -> None:
        self.parcels: list[int] = []
        self.taken: list[int] = []
        self.rings = 0

    def drain(self) -> None:
        self.rings += 1
        while self.parcels:
            self.taken.append(self.parcels.pop(0))


@contextmanager
def one_worker(broker: dramatiq.Broker, table: Table) -> Iterator[None]:
    dramatiq.actor(actor_name="drain_inbox", queue_name="inbox", broker=broker)(table.drain)
    worker = dramatiq.Worker(broker, queues={"inbox"}, worker_threads=1, worker_timeout=50)
    worker.start()
    yield
    worker.stop()
    broker.close()


def test_many_parcels_take_few_rings_and_the_last_is_not_forgotten(live_redis: Redis):
    table = Table()
    with one_worker(bell.install(live_redis.url, namespace=live_redis.namespace), table):
        began = time.monotonic()
        for parcel in range(PARCELS):
            table.parcels.append(parcel)
            bell.ring("inbox")
        taken = time.monotonic() - began
        eventually(lambda: len(table.taken) == PARCELS, "an empty table")
    assert table.taken == list(range(PARCELS))
    assert table.rings <= taken / bell.QUIET_SECONDS + 2  # the first, and the last of the burst


def test_a_ring_into_nothing_is_a_line_in_the_log_and_costs_no_time():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen; nobody else can meanwhile
        broker = bell.install(f"redis://127.0.0.1:{nobody.getsockname()[1]}/0")
        assert quickest(lambda: bell.ring_now("inbox"), AT_ONCE) < AT_ONCE
        broker.close()
