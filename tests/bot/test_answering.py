"""From the inbox to the outbox: one event, one transaction, and an honest sorry when we cannot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from sqlalchemy import select

from bot import incoming as line_json
from bot.answering import Answering, House
from bot.courtesies import Courtesies
from knowledge.ask import Finding, Question, Unknown
from simulator import events
from speech.phrases import phrase
from store import inbox
from store.database import reading, transaction
from store.inbox import GIVEN_UP_AFTER, MAX_ATTEMPTS, InboxEvent, State
from store.outbox import Delivery
from tests.bot.post_room import nobody
from tests.conftest import Clock
from tests.people import texts
from town.residents import Resident

HANAKO = "U" + "a" * 32


class Troubled:
    """Knowledge that fails whenever somebody asks about trouble, or, when it is `lost`, always."""

    def __init__(self) -> None:
        self.is_lost = False

    def at(self, now: datetime) -> "Troubled":
        if self.is_lost:
            raise RuntimeError("秘密")
        return self

    def ask(self, question: Question) -> Finding:
        if "困り事" in question.text:
            raise RuntimeError("秘密")
        return Unknown()


@dataclass
class BackRoom:
    """Somebody who answers, and the telephone on which it is read: what was handed over to be sent."""

    answering: Answering
    knowledge: Troubled
    clock: Clock
    sent: list[Delivery]

    def hears(self, words: str, event_id: str) -> None:
        event = events.message(events.user(HANAKO), self.clock().timestamp(), events.text(words))
        arrival = inbox.Arrival(event_id, HANAKO, "message.text", event, message_id=event["message"]["id"])
        with transaction() as session:
            inbox.put(session, [arrival], self.clock())

    def sees(self, place: dict[str, object], event_id: str) -> None:
        event = events.message(events.user(HANAKO), self.clock().timestamp(), place)
        arrival = inbox.Arrival(event_id, HANAKO, "message.location", event, message_id=event["message"]["id"])
        with transaction() as session:
            inbox.put(session, [arrival], self.clock())

    def works(self) -> int:
        done = 0
        while self.answering.answer_one(nobody):
            done += 1
        return done

    def read(self) -> list[str]:
        return [texts(delivery.messages) for delivery in self.sent]


@pytest.fixture
def room(house: House, clock: Clock) -> Iterator[BackRoom]:
    knowledge, sent = Troubled(), []
    courtesies = Courtesies(None, patience=60)
    yield BackRoom(
        Answering(replace(house, knowledge=knowledge), courtesies, sent.append, clock), knowledge, clock, sent
    )
    courtesies.close()


def states() -> dict[str, str]:
    with reading() as session:
        return {row.event_id: row.state for row in session.scalars(select(InboxEvent))}


def count(table: type) -> int:
    with reading() as session:
        return len(list(session.scalars(select(table))))


def sorry() -> str:
    return phrase("other.sorry_title", "ja")


def test_an_event_is_answered_and_done_in_one_go(room: BackRoom):
    room.hears("シーラカンス", "E1")
    assert room.works() == 1
    assert states() == {"E1": State.DONE}
    [delivery] = room.sent
    assert (delivery.to, delivery.event_seq) == ([HANAKO], 1)


def test_where_somebody_is_goes_from_the_inbox_with_the_answer(room: BackRoom):
    room.sees(events.location(34.7315, 138.2930), "E1")
    room.works()
    with reading() as session:
        [event] = session.scalars(select(InboxEvent))
    assert (event.state, event.raw) == (State.DONE, None)
    assert room.read()


def test_nothing_is_half_done_when_answering_fails(room: BackRoom):
    room.hears("困り事", "E1")
    assert room.works() == 1
    assert states() == {"E1": State.WAITING}
    assert (count(Delivery), count(Resident), room.sent) == (0, 0, [])


def test_an_event_that_fails_once_is_answered_the_second_time(room: BackRoom):
    room.knowledge.is_lost = True
    room.hears("シーラカンス", "E1")
    room.works()
    room.knowledge.is_lost = False
    room.clock.skip(seconds=10)
    assert room.works() == 1
    assert states() == {"E1": State.DONE}
    assert len(room.sent) == 1


def test_an_event_that_fails_five_times_ends_in_a_sorry_with_a_telephone_number(room: BackRoom):
    room.hears("困り事", "E1")
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert (room.works(), room.sent != []) == (1, attempt == MAX_ATTEMPTS)
        room.clock.skip(minutes=1)
    assert states() == {"E1": State.DEAD}
    assert sorry() in room.read()[0]
    assert "tel:000-000-0100" in str(room.sent[0].messages)
    assert room.works() == 0


def test_words_after_a_failure_overtake_it(room: BackRoom):
    room.hears("困り事", "E1")
    room.hears("シーラカンス", "E2")
    room.hears("ごみ屋敷", "E3")
    assert room.works() == 3
    assert states() == {"E1": State.WAITING, "E2": State.DONE, "E3": State.DONE}
    assert [delivery.event_seq for delivery in room.sent] == [2, 3]


def test_danger_is_answered_even_while_the_knowledge_is_troubled(room: BackRoom):
    """The ordinary answer after it may fail; the numbers may not wait for five attempts."""
    room.hears("火事です!困り事", "E1")
    room.works()
    assert "119" in "".join(room.read())


def test_an_event_whose_worker_died_is_taken_over(room: BackRoom):
    room.hears("シーラカンス", "E1")
    with transaction() as session:
        inbox.claim(session, room.clock())
    assert room.works() == 0
    room.clock.skip(seconds=GIVEN_UP_AFTER.total_seconds() + 1)
    assert room.works() == 1
    assert states() == {"E1": State.DONE}


def test_a_worker_that_was_overtaken_says_nothing(room: BackRoom):
    """It slept past its lease inside the handler; a colleague has the event now and will answer."""

    room.hears("シーラカンス", "E1")
    with transaction() as session:
        late = inbox.claim(session, room.clock())
        room.clock.skip(minutes=5)
    with transaction() as session:
        inbox.reclaim(session, room.clock())
    assert room.answering._answer(late, line_json.read(late.raw)) is None
    assert (states(), room.sent) == ({"E1": State.WORKING}, [])


def test_who_is_answered_is_written_down_once(room: BackRoom):
    for number in range(3):
        room.hears("シーラカンス", f"E{number}")
    room.works()
    assert count(Resident) == 1


def test_a_demo_town_says_so_in_every_answer(house: House, clock: Clock):
    demo = replace(house, is_demo=True)
    sent: list[Delivery] = []
    room = BackRoom(Answering(demo, Courtesies(None, patience=60), sent.append, clock), Troubled(), clock, sent)
    room.hears("住民票", "E1")
    room.hears("こんにちは", "E2")
    room.works()
    assert all(text.startswith("【デモ】") for text in room.read())
    first = [delivery.messages[0] for delivery in sent if delivery.messages]
    assert all(str(said.get("altText", said.get("text"))).startswith("【デモ】") for said in first)
