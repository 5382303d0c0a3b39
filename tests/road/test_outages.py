"""The database crashes and comes back in the middle of a big send, and LINE is away for five minutes.

Nobody is told twice, nobody is left out, nothing is given up before the notice expires, and it ends. Five
minutes are told by the clocks of the processes: each life is a minute ahead of the one before it.
"""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from simulator.faults import Misfortune
from simulator.server import RunningSimulator
from store import bell, database
from store.database import reading
from store.outbox import Delivery, Status
from tests.dams import Dam
from tests.patience import eventually
from tests.road.private_cluster import Cluster, private_cluster
from tests.road.storm import THREADS, Coast, once_each

NOTICE = 1
GONE_OUT = 9  # rows, before the crash
STILL_GOING = {Status.WAITING, Status.SENDING, Status.SENT}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with private_cluster() as running:
        yield running


@pytest.fixture
def coast(cluster: Cluster) -> Iterator[Coast]:
    broker = bell.install(None)
    engine = database.connect(cluster.url)
    with engine.begin() as connection:
        connection.execute(sa.text("TRUNCATE deliveries, channel_pauses, channel_silence"))
    with RunningSimulator() as line:
        standing = Coast(line, cluster.url)
        yield standing
        standing.kills()
    database.disconnect()
    broker.close()


def test_the_processes_outlive_the_database_and_go_on_by_themselves(coast: Coast, cluster: Cluster) -> None:
    """LINE takes what is in hand while nothing can be written down; the same processes send the rest afterwards."""
    coast.promises(NOTICE)
    dam = Dam("multicast", Misfortune.LATENCY, lets_through=GONE_OUT)
    coast.line.platform.faults.add(dam)
    with coast.urgent(2):
        eventually(lambda: dam.held >= THREADS, "calls in hand")
        database.disconnect()
        cluster.crashes()
        dam.is_open.set()
        coast.line.platform.faults.clear()
        cluster.starts()
        database.connect(cluster.url)
        coast.waits_for(len(coast.people), NOTICE)
        assert coast.statuses(NOTICE) <= STILL_GOING
    with coast.urgent():
        coast.comes_to_rest(NOTICE)
    assert coast.arrivals(NOTICE) == once_each(coast.people)
    assert coast.statuses(NOTICE) == {Status.SENT}


@pytest.mark.parametrize("trouble", [
    Misfortune.RATE_LIMIT, Misfortune.SERVER_ERROR, Misfortune.UNAUTHORIZED, Misfortune.DROP_BEFORE, Misfortune.DROP_AFTER,
])  # fmt: skip
def test_after_five_minutes_without_line_each_resident_is_told_once(coast: Coast, trouble: Misfortune) -> None:
    coast.promises(NOTICE)
    for _minute in range(5):
        before = _tries()
        with coast.line_suffers(trouble), coast.urgent():
            coast.waits_for_tries(before + 1)
        assert coast.statuses(NOTICE) <= STILL_GOING
    with coast.urgent():
        coast.comes_to_rest(NOTICE)
    assert coast.arrivals(NOTICE) == once_each(coast.people)
    assert coast.statuses(NOTICE) == {Status.SENT}


def _tries() -> int:
    with reading() as session:
        return int(session.scalar(sa.select(sa.func.sum(Delivery.attempts))) or 0)
