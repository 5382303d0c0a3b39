"""What a resident writes stands in no log, whichever layer breaks over it; that it broke, and where, does."""

import json

import pytest
import structlog
from flask import Flask

from bot.relay import Relay
from simulator.faults import Fault, Misfortune
from store.inbox import InboxEvent
from store.outbox import Delivery, Status
from tests.people import open_door
from tests.ports import a_free_port
from tests.road import breakages
from tests.road.canary import CANARY, disguises, found_in
from tests.road.halls import changed, post, rows


@pytest.mark.parametrize("disguise", [*disguises(CANARY)])
def test_the_trap_would_catch_a_canary_in_each_disguise(log, disguise):
    structlog.get_logger().debug("a careless line", words=f"x{disguise}x")
    assert found_in(log.written())


def test_nothing_of_a_question_that_is_answered_is_logged(street, log):
    with street.hall(breakages.words_come_back) as hall:
        hall.hears(CANARY)
    [arrival] = street.line.platform.ledger.arrivals()
    assert CANARY in json.dumps(arrival.messages, ensure_ascii=False)
    assert log.says("outbox.tried")["outcome"] == "accepted"
    assert found_in(log.written()) == []


@pytest.mark.parametrize(
    ("break_it", "error"),
    [
        (breakages.knowledge_raises, "TornError"),
        (breakages.handler_raises, "TornError"),
        (breakages.renderer_raises, "TornError"),
        (breakages.database_has_two_of_a_kind, "IntegrityError"),
        (breakages.database_cannot_read, ("DataError", "OperationalError")),
    ],
)
def test_what_breaks_over_an_event_is_logged_by_type_and_place_alone(street, log, break_it, error):
    with street.hall(break_it) as hall:
        hall.hears(CANARY)
    failed = log.says("inbox.failed")
    assert failed["error"] in error
    assert ".py:" in str(failed["where"])
    [event] = rows(InboxEvent)
    assert found_in(str(event.error)) == []
    assert found_in(log.written()) == []


@pytest.mark.parametrize("misfortune", [one for one in Misfortune if not one.startswith("latency")])
def test_what_goes_wrong_at_line_is_logged_without_the_answer(street, log, misfortune):
    street.line.platform.faults.add(Fault("*", misfortune))
    with street.hall(breakages.words_come_back) as hall:
        hall.hears(CANARY)
    assert {"line.refused", "line.unreachable"} & {line["event"] for line in log.lines()}
    assert log.says("outbox.tried")["outcome"] != "accepted"
    assert found_in(log.written()) == []


@pytest.mark.parametrize("break_it", [breakages.sdk_does_not_know, breakages.line_finds_too_long])
def test_an_answer_that_cannot_be_sent_is_refused_for_good_and_not_quoted(street, log, break_it):
    with street.hall(break_it) as hall:
        hall.hears(CANARY)
    [delivery] = rows(Delivery)
    assert delivery.status == Status.REFUSED
    assert log.says("outbox.tried")["outcome"] == "refused"
    assert found_in(log.written()) == []


REFUSALS = {
    "postgresql": (
        "ALTER TABLE inbox_events ADD CONSTRAINT closed CHECK (seq < 0)",
        "ALTER TABLE inbox_events DROP CONSTRAINT closed",
    ),
    "sqlite": (
        "CREATE TRIGGER closed BEFORE INSERT ON inbox_events BEGIN SELECT RAISE(ABORT, 'closed'); END",
        "DROP TRIGGER closed",
    ),
}


def test_a_database_that_will_not_keep_the_event_is_logged_without_its_row(street, log, db):
    """PostgreSQL answers «Failing row contains (…)», with everything that was said."""
    refuse, relent = REFUSALS[db.partition(":")[0].partition("+")[0]]
    with street.hall() as hall, changed(db, refuse, relent):
        [event] = hall.line.telephones.text(hall.line.platform.add_resident("花子").id, CANARY)
        assert not hall.takes(event)
    broken = log.says("exception")
    assert broken["error"] == "IntegrityError"
    assert ".py:" in str(broken["where"])
    assert found_in(log.written()) == []


def test_a_table_that_is_gone_is_logged_by_the_drain(street, log, db):
    with street.hall() as hall:
        [event] = hall.line.telephones.text(hall.line.platform.add_resident("花子").id, CANARY)
        hall.line.deliver([event])
        with changed(db, "ALTER TABLE inbox_events RENAME TO lost", "ALTER TABLE lost RENAME TO inbox_events"):
            hall.worker.drains["inbox"]()
    failed = log.says("drain.failed")
    assert failed["error"] in ("OperationalError", "ProgrammingError")
    assert ".py:" in str(failed["where"])
    assert found_in(log.written()) == []


@pytest.mark.parametrize("is_there", [False, True])
def test_another_bot_that_does_not_listen_is_logged_without_the_parcel(street, log, is_there):
    with open_door(Flask("a bot that knows no webhook")) as elsewhere:
        relay = Relay(f"{elsewhere}/webhook" if is_there else f"http://127.0.0.1:{a_free_port()}/webhook")
        with street.hall(relay=relay) as hall:
            assert hall.takes({"type": "telepathy", "webhookEventId": "E1", "thought": CANARY, "mode": "active"})
        relay.close()
    assert log.says("relay.handed_on" if is_there else "relay.unreachable")
    assert found_in(log.written()) == []


BAD_SHAPES = (
    CANARY,
    [CANARY],
    {"type": CANARY},
    {"type": "message", "message": CANARY},
    {"type": "message", "message": {"type": CANARY, "text": CANARY}},
    {"type": "message", "message": {"type": "text", "text": [CANARY]}, "source": CANARY},
    {"type": "message", "message": {"type": "text", "text": CANARY}, "source": {"userId": {CANARY: CANARY}}},
    {"type": "message", "message": {"type": "text", "text": CANARY}, "timestamp": CANARY, "replyToken": [CANARY]},
    {"type": "message", "message": {"type": "text", "text": f"{CANARY}\0"}, "source": {"userId": "U\0"}},
    {"type": "message", "message": {"type": "text", "text": f"{CANARY}\ud83d"}, "source": {"userId": "\ud83d"}},
    {"type": "message", "webhookEventId": "\ud83d\0", "message": {"id": "\0", "type": "text", "text": CANARY}},
    {"type": "postback", "postback": CANARY},
    {"type": "unsend", "unsend": {"messageId": {CANARY: 1}}},
)


@pytest.mark.parametrize("shape", BAD_SHAPES)
def test_an_event_of_a_strange_shape_is_kept_beside_the_others_and_not_quoted(street, log, shape):
    with street.hall() as hall:
        resident = hall.line.platform.add_resident("花子").id
        body = {"events": [shape, *hall.line.telephones.text(resident, "プールの時間")]}
        assert post(hall.line, json.dumps(body).encode()) == 200
        hall.worker.drains["inbox"]()
    assert len(rows(InboxEvent)) == 2
    assert len(street.line.platform.ledger.arrivals(resident)) <= 1
    assert found_in(log.written()) == []


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_request_that_is_no_json_or_not_from_line_is_logged_without_its_body(street, log, is_signed):
    with street.hall() as hall:
        body = f'{{"events": ["{CANARY}"]{"" if is_signed else "}"}'.encode()
        assert post(hall.line, body, is_signed=is_signed) == 400
    assert log.says("webhook.refused")["reason"] == ("json" if is_signed else "signature")
    assert rows(InboxEvent) == []
    assert found_in(log.written()) == []


def test_a_number_that_must_not_be_kept_stands_in_no_log_either(street, log):
    with street.hall(breakages.knowledge_raises) as hall:
        hall.hears("マイナンバーは1234 5678 9018です")
    assert log.says("inbox.failed")
    assert not any(found_in(log.written(), part) for part in ("1234 5678 9018", "123456789018"))
