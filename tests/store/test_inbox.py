"""The inbox: nothing is lost, nothing is kept twice, everybody is answered in order."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from store import erasure, inbox
from store.database import reading, transaction
from store.inbox import Arrival, InboxEvent, OvertakenError, State
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("db")


def put(event_id: str, lane: str = "U1", now: datetime = NOON, **more: object) -> None:
    with transaction() as session:
        inbox.put(session, [Arrival(event_id, lane, "message.text", {"id": event_id}, **more)], now)


def claim(now: datetime = NOON) -> InboxEvent | None:
    with transaction() as session:
        return inbox.claim(session, now)


def reclaim(now: datetime) -> InboxEvent | None:
    with transaction() as session:
        return inbox.reclaim(session, now)


def finish(event: InboxEvent) -> bool:
    with transaction() as session:
        return inbox.finish(session, event, NOON)


def fail(event: InboxEvent, now: datetime = NOON) -> bool:
    with transaction() as session:
        return inbox.fail(session, event, ValueError("秘密"), now)


def rows() -> list[InboxEvent]:
    with reading() as session:
        return list(session.scalars(select(InboxEvent).order_by(InboxEvent.seq)))


def test_a_redelivered_event_is_kept_once_and_renews_its_reply_token():
    put("E1")
    put("E1", now=NOON + timedelta(seconds=70), is_redelivery=True)
    [row] = rows()
    assert (row.received_at, row.token_at) == (NOON, NOON + timedelta(seconds=70))


def test_a_plain_duplicate_changes_nothing():
    put("E1")
    put("E1", now=NOON + timedelta(seconds=70))
    [row] = rows()
    assert row.token_at == NOON


def test_a_redelivery_of_an_answered_event_changes_nothing():
    put("E1")
    finish(claim())
    put("E1", now=NOON + timedelta(seconds=70), is_redelivery=True)
    [row] = rows()
    assert (row.state, row.token_at) == (State.DONE, NOON)
    assert claim(NOON + timedelta(minutes=5)) is None


def test_one_resident_is_answered_in_order_while_others_do_not_wait():
    put("E1", "U1")
    put("E2", "U1")
    put("E3", "U2")
    assert [event and event.event_id for event in (claim(), claim(), claim())] == ["E1", "E3", None]


def test_after_a_first_failure_later_words_of_the_resident_overtake():
    put("E1")
    put("E2")
    fail(claim())
    assert claim().event_id == "E2"


def test_a_failed_event_waits_before_its_next_try_and_is_dead_after_five():
    put("E1")
    now = NOON
    for attempt in range(1, inbox.MAX_ATTEMPTS + 1):
        event = claim(now)
        assert event.attempts == attempt
        assert fail(event, now) is (attempt == inbox.MAX_ATTEMPTS)
        assert claim(now) is None
        now += timedelta(minutes=2)
    [row] = rows()
    assert (row.state, row.error) == (State.DEAD, "ValueError")


def test_an_event_whose_worker_died_is_given_out_again():
    put("E1")
    claim()
    assert reclaim(NOON + inbox.GIVEN_UP_AFTER - timedelta(seconds=1)) is None
    assert reclaim(NOON + inbox.GIVEN_UP_AFTER + timedelta(seconds=1)).event_id == "E1"


def test_a_worker_suspended_past_its_lease_cannot_finish():
    put("E1")
    late = claim()
    reclaim(NOON + timedelta(minutes=3))
    with pytest.raises(OvertakenError):
        finish(late)
    with pytest.raises(OvertakenError):
        fail(late)
    assert [row.state for row in rows()] == [State.WORKING]


def test_who_finishes_is_told_that_the_message_was_taken_back_meanwhile():
    put("E1", "U1", message_id="M1")
    put("E2", "U2", message_id="M2")
    put("E3", "U3")
    events = [claim(), claim(), claim()]
    with transaction() as session:
        inbox.put(session, [Arrival("E9", "U1", "unsend", {}, message_id="M1")], NOON)
    assert [finish(event) for event in events] == [True, False, False]


def test_what_may_not_be_answered_is_kept_and_never_given_out():
    put("E1", may_answer=False)
    assert [row.state for row in rows()] == [State.KEPT]
    assert claim() is None


def test_one_resident_cannot_fill_the_inbox():
    for number in range(inbox.MAX_OPEN_PER_LANE + 5):
        put(f"E{number}")
    states = [row.state for row in rows()]
    assert states.count(State.WAITING) == inbox.MAX_OPEN_PER_LANE
    assert states.count(State.KEPT) == 5


def test_four_workers_share_the_inbox_without_mixing_anyones_order():
    for number in range(120):
        put(f"E{number}", f"U{number % 7}")
    taken, lock, left = [], threading.Lock(), threading.Semaphore(120)

    def work() -> None:
        while left.acquire(blocking=False):
            while (event := claim()) is None:
                pass
            with lock:
                taken.append((event.lane, event.seq))
            finish(event)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 120
    for lane in {lane for lane, _ in taken}:
        seqs = [seq for other, seq in taken if other == lane]
        assert seqs == sorted(seqs)


def test_answered_words_are_forgotten_after_a_day_and_the_count_stays():
    put("E1")
    finish(claim())
    with transaction() as session:
        assert erasure.empty_events(session, (State.DONE,), NOON - timedelta(hours=24)) == 0
        assert erasure.empty_events(session, (State.DONE,), NOON + timedelta(seconds=1)) == 1
    [row] = rows()
    assert (row.raw, row.lane, row.event_id, row.kind) == (None, "", "E1", "message.text")
