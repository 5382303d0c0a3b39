"""Whether LINE lets us speak: a pause has a reason, a beginning and an end."""

import threading
from datetime import datetime, timedelta

import pytest

from store import channel
from store.channel import Pause, Reason
from store.database import reading, transaction
from tests.conftest import NOON
from tests.patience import PATIENCE

pytestmark = pytest.mark.usefixtures("db")

MINUTE = timedelta(minutes=1)


def pause(reason: Reason = Reason.UNAUTHORISED, now: datetime = NOON, length: timedelta = MINUTE) -> None:
    with transaction() as session:
        channel.pause(session, reason, now + length, now)


def pauses(now: datetime = NOON) -> list[Pause]:
    with reading() as session:
        return channel.pauses(session, now)


def test_a_pause_ends_by_itself():
    pause()
    assert [one.reason for one in pauses()] == [Reason.UNAUTHORISED]
    assert pauses(NOON + MINUTE) == []


def test_a_wrong_token_stops_everything_and_a_spent_quota_only_what_costs():
    pause(Reason.UNAUTHORISED)
    pause(Reason.QUOTA_SPENT)
    assert {one.reason: one.stops_replies for one in pauses()} == {
        Reason.UNAUTHORISED: True,
        Reason.QUOTA_SPENT: False,
    }


def test_a_pause_that_goes_on_remembers_since_when():
    pause()
    pause(now=NOON + MINUTE / 2)
    [one] = pauses(NOON + MINUTE)
    assert (one.since, one.until) == (NOON, NOON + MINUTE * 1.5)


def test_a_pause_that_begins_anew_begins_now():
    pause()
    pause(now=NOON + MINUTE * 5)
    assert [one.since for one in pauses(NOON + MINUTE * 5)] == [NOON + MINUTE * 5]


def test_when_line_takes_our_token_again_only_the_quota_still_pauses():
    pause(Reason.UNAUTHORISED)
    pause(Reason.QUOTA_SPENT)
    with transaction() as session:
        channel.resume(session, Reason.UNAUTHORISED)
    assert [one.reason for one in pauses()] == [Reason.QUOTA_SPENT]


def test_eight_workers_refused_at_the_same_moment_make_one_pause():
    """A wrong token is met by every thread at once; none of them may lose what it wanted to write down."""
    together, written = threading.Barrier(8), []

    def refused() -> None:
        together.wait(PATIENCE)
        pause()
        written.append(True)

    threads = [threading.Thread(target=refused) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 8
    assert len(pauses()) == 1
