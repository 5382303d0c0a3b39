"""A notice to many in a storm: whatever breaks, LINE's own book holds it once for each resident, and it ends."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from simulator.faults import Misfortune
from simulator.server import RunningSimulator
from store import notices
from store.database import reading, transaction
from store.notices import Parcel
from store.outbox import Delivery, Status
from tests.patience import eventually
from tests.road.storm import THREADS, Coast, once_each

TROUBLES = (
    Misfortune.DROP_AFTER, Misfortune.SERVER_ERROR, Misfortune.RATE_LIMIT, Misfortune.DROP_BEFORE, Misfortune.UNAUTHORIZED,
)  # fmt: skip
NOTICE, CORRECTION = 1, 2


@pytest.fixture
def coast(db: str) -> Iterator[Coast]:
    with RunningSimulator() as line:
        standing = Coast(line, db)
        yield standing
        standing.kills()


def attempts() -> int:
    with reading() as session:
        return int(session.scalar(sa.select(sa.func.coalesce(sa.func.sum(Delivery.attempts), 0))) or 0)


def test_each_resident_is_told_once_and_corrected_once_though_everything_breaks(coast):
    """Two processes at a time are killed at a moment nobody chose; the database hangs up; LINE has each of its troubles."""
    chance = random.Random(7)
    coast.promises(NOTICE)
    for trouble in TROUBLES:
        before = attempts()
        with coast.line_suffers(trouble), coast.urgent(2):
            # The first «unauthorised» pauses the channel: there may be no second attempt.
            coast.waits_for_tries(before + (1 if trouble is Misfortune.UNAUTHORIZED else chance.randint(2, 9)))
            coast.tears_connections()
    with coast.line_suffers(Misfortune.LATENCY_AFTER, 0.05), coast.urgent(2):
        coast.waits_for(chance.randint(20, 90), NOTICE)
    with coast.urgent():
        coast.comes_to_rest(NOTICE)
        assert coast.arrivals(NOTICE) == once_each(coast.people)
        assert coast.statuses(NOTICE) == {Status.SENT}

        now = datetime.now(UTC) + timedelta(seconds=coast.ahead)
        with transaction() as session:
            parcel = Parcel(CORRECTION, [coast.words(CORRECTION)], "ja")
            notices.to_those_who_had(session, NOTICE, {"ja": parcel}, now)
        coast.comes_to_rest(CORRECTION)
    assert coast.arrivals(CORRECTION) == once_each(coast.people)


def test_stopped_in_the_middle_of_a_storm_nothing_more_leaves_and_the_count_is_true(coast):
    coast.promises(NOTICE)
    with coast.line_suffers(Misfortune.DROP_AFTER), coast.line_holds_all_but(3), coast.urgent():
        coast.waits_for(9, NOTICE)
    with coast.line_holds_all_but(20) as dam, coast.urgent(2):
        eventually(lambda: dam.held >= THREADS, "a call of every thread under way")
        with transaction() as session:
            notices.stop(session, NOTICE, datetime.now(UTC) + timedelta(seconds=coast.ahead))
        in_hand = coast.telephones(NOTICE, Status.SENDING, Status.UNCERTAIN)
        had = {one for one, times in coast.arrivals(NOTICE).items() if times}
    with coast.urgent():
        coast.comes_to_rest(NOTICE)
        arrived = coast.arrivals(NOTICE)
        assert set(arrived.values()) == {1}
        assert set(arrived) <= had | in_hand
        assert coast.telephones(NOTICE, Status.SENT) <= set(arrived)
        assert coast.telephones(NOTICE, Status.STOPPED).isdisjoint(arrived)
        told = coast.telephones(NOTICE, Status.SENT, Status.UNCERTAIN)
        assert set(arrived) <= told < set(coast.people)

        with transaction() as session:
            parcel = Parcel(CORRECTION, [coast.words(CORRECTION)], "ja")
            notices.to_those_who_had(session, NOTICE, {"ja": parcel}, datetime.now(UTC))
        coast.comes_to_rest(CORRECTION)
    assert coast.arrivals(CORRECTION) == once_each(sorted(told))


def test_nothing_is_said_once_the_notice_is_over_however_long_line_was_away(coast):
    coast.promises(NOTICE)
    with coast.line_suffers(Misfortune.UNAUTHORIZED), coast.urgent():
        coast.waits_for_tries(1)
    coast.ahead += timedelta(hours=12).total_seconds()
    with coast.urgent():
        coast.comes_to_rest(NOTICE)
    assert coast.arrivals(NOTICE).total() == 0
    assert coast.statuses(NOTICE) <= {Status.STOPPED, Status.UNCERTAIN}
