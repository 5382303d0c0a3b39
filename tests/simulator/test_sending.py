"""Stories of sending: who receives, what is counted, what a retry key remembers."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from simulator.ids import new_user_id
from simulator.server import RunningSimulator
from tests.simulator.conftest import Caller, Clock, Reply

Push = Callable[..., Reply]
TEXT = [{"type": "text", "text": "避難してください"}]


def test_a_push_arrives_and_counts_one_recipient(line: RunningSimulator, push: Push, hanako: str) -> None:
    reply = push(hanako)

    assert reply.status == 200
    assert [arrival.via for arrival in line.platform.ledger.arrivals(hanako)] == ["push"]
    assert line.platform.quota.used == 1


def test_a_resident_who_blocked_us_gets_nothing_and_line_says_yes(
    line: RunningSimulator, push: Push, hanako: str
) -> None:
    line.telephones.block(hanako)

    assert push(hanako).status == 200
    assert (len(line.platform.ledger), line.platform.quota.used) == (0, 0)


def test_a_push_to_somebody_line_does_not_know_is_refused(push: Push, line: RunningSimulator) -> None:
    stranger, nonsense = push(new_user_id()), push("hanako")

    assert (stranger.status, stranger.body["message"]) == (400, "Failed to send messages")
    assert nonsense.body["message"] == "The property, to, in the request body is invalid (line: -, column: -)"


def test_the_same_retry_key_is_accepted_once_and_tells_the_first_request(
    line: RunningSimulator, push: Push, hanako: str
) -> None:
    key = str(uuid.uuid4())
    first = push(hanako, X_Line_Retry_Key=key)

    second = push(hanako, X_Line_Retry_Key=key)

    assert second.status == 409
    assert second.body["message"] == "The retry key is already accepted"
    assert second.body["sentMessages"] == first.body["sentMessages"]
    assert second.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert second.headers["x-line-request-id"] != first.headers["x-line-request-id"]
    assert len(line.platform.ledger) == 1


def test_after_a_day_the_same_retry_key_is_a_new_request(
    line: RunningSimulator, push: Push, hanako: str, clock: Clock
) -> None:
    key = str(uuid.uuid4())
    push(hanako, X_Line_Retry_Key=key)

    clock.turn(24 * 3600)

    assert push(hanako, X_Line_Retry_Key=key).status == 200
    assert len(line.platform.ledger) == 2


def test_a_retry_key_that_was_refused_may_come_again(
    line: RunningSimulator, push: Push, call: Caller, hanako: str
) -> None:
    key = str(uuid.uuid4())
    call("POST", "/v2/bot/message/push", {"to": hanako, "messages": []}, X_Line_Retry_Key=key)

    assert push(hanako, X_Line_Retry_Key=key).status == 200


def test_a_retry_key_that_is_no_uuid_is_refused(push: Push, hanako: str) -> None:
    assert push(hanako, X_Line_Retry_Key="tomorrow").status == 400


def test_a_multicast_reaches_friends_only_and_each_of_them_once(
    line: RunningSimulator, call: Caller, hanako: str
) -> None:
    maria = line.platform.add_resident("Maria", "pt").id
    line.telephones.block(maria)

    reply = call("POST", "/v2/bot/message/multicast", {"to": [hanako, maria, hanako, new_user_id()], "messages": TEXT})

    assert (reply.status, reply.body) == (200, {})
    assert [arrival.resident for arrival in line.platform.ledger.arrivals()] == [hanako]
    assert line.platform.quota.used == 1


def test_one_malformed_id_stops_the_whole_multicast(line: RunningSimulator, call: Caller, hanako: str) -> None:
    reply = call("POST", "/v2/bot/message/multicast", {"to": [hanako, "U1"], "messages": TEXT})

    assert reply.body["message"] == "The property, to[1], in the request body is invalid (line: -, column: -)"
    assert len(line.platform.ledger) == 0


def test_a_multicast_with_strangers_is_refused_where_line_is_told_to_be_strict(
    line: RunningSimulator, call: Caller, hanako: str
) -> None:
    line.platform.refuses_strangers_in_multicast = True

    reply = call("POST", "/v2/bot/message/multicast", {"to": [hanako, new_user_id()], "messages": TEXT})

    assert reply.status == 400


def test_a_broadcast_reaches_every_friend(line: RunningSimulator, call: Caller, hanako: str) -> None:
    line.platform.residents.add_friends(new_user_id() for _ in range(3))

    reply = call("POST", "/v2/bot/message/broadcast", {"messages": TEXT}, X_Line_Retry_Key=str(uuid.uuid4()))

    assert reply.status == 200
    assert len(line.platform.ledger.arrivals(via="broadcast")) == 4
    assert line.platform.quota.used == 4


@pytest.mark.parametrize("disabled", [True, False, None])
@pytest.mark.parametrize("kind", ["reply", "push", "multicast", "broadcast"])
def test_the_telephone_rings_unless_the_bot_asked_for_no_notification(
    line: RunningSimulator, call: Caller, hanako: str, kind: str, disabled: bool | None
) -> None:
    token = line.says(hanako, "こんにちは")["replyToken"]
    to = {"reply": {"replyToken": token}, "push": {"to": hanako}, "multicast": {"to": [hanako]}}.get(kind, {})
    wish = {} if disabled is None else {"notificationDisabled": disabled}

    reply = call("POST", f"/v2/bot/message/{kind}", {"messages": TEXT, **to, **wish})

    assert reply.status == 200
    assert [arrival.is_silent for arrival in line.platform.ledger.arrivals(hanako)] == [bool(disabled)]
    assert line.telephones.owner(hanako).messages[-1].get("isSilent", False) == bool(disabled)


@pytest.mark.parametrize("kind", ["reply", "push", "multicast", "broadcast"])
def test_no_notification_is_yes_or_no_and_nothing_else(
    line: RunningSimulator, call: Caller, hanako: str, kind: str
) -> None:
    to = {"reply": {"replyToken": "t"}, "push": {"to": hanako}, "multicast": {"to": [hanako]}}.get(kind, {})

    reply = call("POST", f"/v2/bot/message/{kind}", {"messages": TEXT, **to, "notificationDisabled": "yes"})

    assert (reply.status, reply.body["details"][0]["property"]) == (400, "notificationDisabled")
    assert len(line.platform.ledger) == 0


@pytest.mark.parametrize("kind", ["multicast", "broadcast", "narrowcast"])
def test_a_second_try_of_a_mass_message_is_told_it_was_accepted(
    line: RunningSimulator, call: Caller, hanako: str, kind: str
) -> None:
    body = {"messages": TEXT} | ({"to": [hanako]} if kind == "multicast" else {})
    key = str(uuid.uuid4())
    call("POST", f"/v2/bot/message/{kind}", body, X_Line_Retry_Key=key)

    again = call("POST", f"/v2/bot/message/{kind}", body, X_Line_Retry_Key=key)

    assert (again.status, again.body) == (409, {"message": "The retry key is already accepted"})


def test_a_narrowcast_to_few_is_accepted_and_fails_later(line: RunningSimulator, call: Caller, hanako: str) -> None:
    reply = call("POST", "/v2/bot/message/narrowcast", {"messages": TEXT})

    request_id = reply.headers["x-line-request-id"]
    progress = call("GET", f"/v2/bot/message/progress/narrowcast?requestId={request_id}")
    assert reply.status == 202
    assert (progress.body["phase"], progress.body["errorCode"]) == ("failed", 2)
    assert len(line.platform.ledger) == 0


def test_a_narrowcast_to_many_stops_at_its_limit(line: RunningSimulator, call: Caller) -> None:
    line.platform.residents.add_friends(new_user_id() for _ in range(120))

    reply = call("POST", "/v2/bot/message/narrowcast", {"messages": TEXT, "limit": {"max": 70}})

    request_id = reply.headers["x-line-request-id"]
    progress = call("GET", f"/v2/bot/message/progress/narrowcast?requestId={request_id}")
    assert (progress.body["phase"], progress.body["successCount"]) == ("succeeded", 70)


@pytest.mark.parametrize("kind", ["reply", "push", "multicast", "broadcast", "narrowcast"])
def test_checking_sends_nothing(line: RunningSimulator, call: Caller, hanako: str, kind: str) -> None:
    right = call("POST", f"/v2/bot/message/validate/{kind}", {"messages": TEXT})
    wrong = call("POST", f"/v2/bot/message/validate/{kind}", {"messages": [{"type": "text"}]})

    assert (right.status, right.body, wrong.status) == (200, {}, 400)
    assert len(line.platform.ledger) == 0


def test_a_group_the_bot_was_spoken_to_in_can_be_pushed_to(line: RunningSimulator, push: Push) -> None:
    line.platform.groups.add("C" + "0" * 32)

    assert push("C" + "0" * 32).status == 200
    assert push("C" + "1" * 32).status == 400
