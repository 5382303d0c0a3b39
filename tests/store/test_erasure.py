"""Forgetting: what was said goes on time or on request, and the numbers stay."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from store import erasure, inbox, outbox
from store.database import reading, transaction
from store.inbox import Arrival, InboxEvent, State
from store.outbox import Delivery, Status
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("db")

WORDS = [{"type": "text", "text": "こたえ"}]
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)


def put(event_id: str = "E1", message_id: str | None = "M1", kind: str = "message.text", **more: object) -> None:
    with transaction() as session:
        inbox.put(session, [Arrival(event_id, "U1", kind, {"say": "ひみつ"}, message_id=message_id, **more)], NOON)


def claim(now: datetime = NOON) -> InboxEvent:
    with transaction() as session:
        found = inbox.claim(session, now)
    assert found
    return found


def finish() -> int:
    event = claim()
    with transaction() as session:
        inbox.finish(session, event, NOON)
    return event.seq


def give_up() -> None:
    now = NOON
    for _ in range(inbox.MAX_ATTEMPTS):
        with transaction() as session:
            event = inbox.claim(session, now)
            assert event
            inbox.fail(session, event, ValueError(), now)
        now += timedelta(minutes=2)


def answered(seq: int, status: Status, finished_at: datetime | None = NOON) -> None:
    with transaction() as session:
        delivery = outbox.answer(session, seq, "U1", "token", NOON, WORDS, NOON)
        if status != Status.SENDING:
            outbox.settle(session, delivery, status=status, finished_at=finished_at)


def unsay(message_id: str = "M1") -> list[int]:
    with transaction() as session:
        return erasure.unsay(session, message_id)


def event() -> InboxEvent:
    with reading() as session:
        return session.scalars(select(InboxEvent).order_by(InboxEvent.seq)).first()


def delivery() -> Delivery:
    with reading() as session:
        return session.scalars(select(Delivery)).one()


def empty_events(before: datetime, *states: State) -> int:
    with transaction() as session:
        return erasure.empty_events(session, states, before)


def empty_deliveries(before: datetime, *statuses: Status) -> int:
    with transaction() as session:
        return erasure.empty_deliveries(session, statuses, before)


def test_an_answered_event_loses_words_and_sender_after_its_time():
    put()
    finish()
    assert empty_events(NOON, State.DONE) == 0
    assert empty_events(NOON + SECOND, State.DONE) == 1
    assert empty_events(NOON + SECOND, State.DONE) == 0
    kept = event()
    assert (kept.raw, kept.lane, kept.message_id) == (None, "", None)
    assert (kept.event_id, kept.kind, kept.state, kept.received_at) == ("E1", "message.text", State.DONE, NOON)


def test_an_event_we_could_not_answer_is_kept_longer_and_then_emptied_too():
    put()
    give_up()
    assert empty_events(NOON + WEEK, State.DONE, State.KEPT) == 0
    assert empty_events(NOON + WEEK, State.DEAD) == 1


def test_what_still_waits_is_never_emptied():
    put()
    assert empty_events(NOON + WEEK, State.DONE, State.DEAD, State.KEPT) == 0
    claim()
    assert empty_events(NOON + WEEK, State.DONE, State.DEAD, State.KEPT) == 0
    assert event().raw == {"say": "ひみつ"}


def test_a_sent_answer_loses_words_address_and_token():
    put()
    answered(finish(), Status.SENT)
    assert empty_deliveries(NOON, Status.SENT) == 0
    assert empty_deliveries(NOON + SECOND, Status.SENT) == 1
    kept = delivery()
    assert (kept.messages, kept.to, kept.reply_token) == (None, None, None)
    assert (kept.status, kept.event_seq) == (Status.SENT, event().seq)


def test_an_answer_on_its_way_is_never_emptied():
    put()
    answered(finish(), Status.SENDING)
    assert empty_deliveries(NOON + WEEK, *Status) == 0


def test_forgetting_takes_a_thousand_rows_at_a_time(monkeypatch: pytest.MonkeyPatch):
    for number in range(5):
        put(f"E{number}", may_answer=False)
    monkeypatch.setattr(erasure, "MANY", 2)
    assert [empty_events(NOON + SECOND, State.KEPT) for _ in range(4)] == [2, 2, 1, 0]


def test_a_message_taken_back_before_its_answer_is_not_answered():
    put()
    assert unsay() == [event().seq]
    assert (event().state, event().raw) == (State.DONE, None)
    with transaction() as session:
        assert inbox.claim(session, NOON) is None


def test_a_message_taken_back_after_its_answer_is_forgotten_with_the_answer():
    put()
    answered(finish(), Status.SENT)
    assert unsay() == [event().seq]
    assert (event().raw, delivery().messages) == (None, None)


def test_an_answer_already_leaving_is_not_torn_from_the_hand_that_sends_it():
    put()
    answered(finish(), Status.SENDING)
    unsay()
    assert delivery().messages == WORDS


def test_taking_back_concerns_that_message_alone():
    put()
    put("E2", "M2")
    unsay("M2")
    assert event().raw == {"say": "ひみつ"}
    assert unsay("never seen") == []


def test_the_note_of_a_taking_back_stays_for_the_message_still_on_its_way():
    put("E9", "M1", kind="unsend")
    with transaction() as session:
        assert erasure.unsay(session, "M1") == []
    assert event().raw == {"say": "ひみつ"}
