"""The real SDK against LINE on this machine: what every kind of answer and every kind of silence is called."""

import uuid
from collections.abc import Iterator

import pytest

from bot.line_gateway import LineGateway
from simulator.faults import Fault, Misfortune
from simulator.server import RunningSimulator
from store.outcomes import Outcome

WORDS = [{"type": "text", "text": "こんにちは"}]
KEY = "123e4567-e89b-42d3-a456-426614174000"


@pytest.fixture
def line() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        yield running


@pytest.fixture
def gateway(line: RunningSimulator) -> Iterator[LineGateway]:
    gateway = LineGateway(line.channel.token, line.url)
    yield gateway
    gateway.close()


@pytest.fixture
def hanako(line: RunningSimulator) -> str:
    return line.platform.add_resident("花子").id


def token_of(line: RunningSimulator, resident: str) -> str:
    [event] = line.telephones.text(resident, "もしもし")
    line.deliver([event])
    return str(event["replyToken"])


def test_a_push_arrives_once_however_often_it_is_tried(gateway, line, hanako):
    assert [gateway.push(hanako, WORDS, KEY).outcome for _ in range(3)] == [Outcome.ACCEPTED] * 3
    assert len(line.platform.ledger.arrivals(hanako)) == 1


@pytest.mark.parametrize("is_silent", [True, False])
def test_who_wished_no_sound_has_it_without_one(gateway, line, hanako, is_silent):
    gateway.push(hanako, WORDS, KEY, is_silent=is_silent)
    gateway.multicast([hanako], WORDS, str(uuid.uuid4()), is_silent=is_silent)
    gateway.broadcast(WORDS, str(uuid.uuid4()), is_silent=is_silent)
    arrived = [(one.via, one.is_silent) for one in line.platform.ledger.arrivals(hanako)]
    assert arrived == [("push", is_silent), ("multicast", is_silent), ("broadcast", is_silent)]


def test_an_answer_rings(gateway, line, hanako):
    gateway.reply(token_of(line, hanako), WORDS)
    assert [one.is_silent for one in line.platform.ledger.arrivals(hanako)] == [False]


def test_the_trace_of_a_request_is_kept(gateway, hanako):
    assert gateway.push(hanako, WORDS, KEY).request_id


def test_a_reply_token_is_used_once(gateway, line, hanako):
    token = token_of(line, hanako)
    assert gateway.reply(token, WORDS).outcome is Outcome.ACCEPTED
    assert gateway.reply(token, WORDS).outcome is Outcome.EXPIRED


@pytest.mark.parametrize(
    ("misfortune", "outcome"),
    [
        (Misfortune.SERVER_ERROR, Outcome.UNKNOWN),
        (Misfortune.RATE_LIMIT, Outcome.NOT_SENT),
        (Misfortune.MONTHLY_LIMIT, Outcome.QUOTA_SPENT),
        (Misfortune.UNAUTHORIZED, Outcome.UNAUTHORISED),
        (Misfortune.FORBIDDEN, Outcome.UNAUTHORISED),
        (Misfortune.DROP_BEFORE, Outcome.UNKNOWN),
        (Misfortune.DROP_AFTER, Outcome.UNKNOWN),
    ],
)
def test_each_misfortune_has_its_name(gateway, line, hanako, misfortune, outcome):
    line.platform.faults.add(Fault("*", misfortune))
    assert gateway.push(hanako, WORDS, KEY).outcome is outcome


def test_nobody_at_home_means_certainly_not_sent(hanako):
    gateway = LineGateway("token", "http://127.0.0.1:9")
    assert gateway.push(hanako, WORDS, KEY).outcome is Outcome.NOT_SENT
    gateway.close()


def test_a_malformed_address_is_told_from_a_malformed_message(gateway, line, hanako):
    assert gateway.multicast([hanako, "nobody"], WORDS, KEY).outcome is Outcome.BAD_ADDRESS
    assert gateway.multicast([hanako], [{"type": "text", "text": "x" * 5001}], KEY).outcome is Outcome.REFUSED
    assert line.platform.ledger.arrivals(hanako) == []


def test_a_push_to_nobody_is_a_bad_address(gateway):
    assert gateway.push("nobody", WORDS, KEY).outcome is Outcome.BAD_ADDRESS


def test_courtesies_never_raise(gateway, line, hanako):
    line.platform.faults.add(Fault("*", Misfortune.SERVER_ERROR))
    gateway.show_loading(hanako, 20)
    gateway.mark_as_read("no such token")


def test_friends_come_in_pages(gateway, line):
    line.platform.residents.add_friends([f"U{n:032x}" for n in range(2500)])
    assert [len(page) for page in gateway.follower_pages()] == [1000, 1000, 500]


def test_an_account_that_may_not_list_its_friends_has_none(gateway, line):
    line.platform.faults.add(Fault("*", Misfortune.FORBIDDEN))
    assert list(gateway.follower_pages()) == []


def test_what_was_stored_arrives_as_it_was_stored(gateway, line, hanako):
    quick = {"items": [{"type": "action", "action": {"type": "message", "label": "はい", "text": "はい"}}]}
    card = {
        "type": "flex", "altText": "札", "quickReply": quick,
        "contents": {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": [
            {"type": "text", "text": "札", "lineSpacing": "4px", "scaling": True},
        ]}},
    }  # fmt: skip
    gateway.reply(token_of(line, hanako), [*WORDS, card])
    gateway.push(hanako, [card], str(uuid.uuid4()))
    arrived = [one.messages for one in line.platform.ledger.arrivals(hanako)]
    assert arrived == [[*WORDS, card], [card]]
