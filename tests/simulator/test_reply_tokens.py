"""Stories of reply tokens: one use, one minute, twenty after a redelivery."""

from __future__ import annotations

from simulator import events
from simulator.server import RunningSimulator
from tests.simulator.conftest import Bot, Caller, Clock, Reply


def answer(call: Caller, token: str, **headers: str) -> Reply:
    body = {"replyToken": token, "messages": [{"type": "text", "text": "水曜です"}]}
    return call("POST", "/v2/bot/message/reply", body, **headers)


def test_an_answer_arrives_and_the_ledger_knows_what_it_answered(
    line: RunningSimulator, call: Caller, hanako: str
) -> None:
    said = line.says(hanako, "ごみの日は")

    reply = answer(call, said["replyToken"])

    [arrival] = line.platform.ledger.arrivals(hanako)
    assert reply.status == 200
    assert set(reply.body["sentMessages"][0]) == {"id", "quoteToken"}
    assert (arrival.via, arrival.event_id) == ("reply", said["webhookEventId"])
    assert arrival.messages == [{"type": "text", "text": "水曜です"}]
    assert arrival.request_id == reply.headers["x-line-request-id"]
    assert line.platform.quota.used == 0


def test_a_second_answer_with_the_same_token_is_refused(line: RunningSimulator, call: Caller, hanako: str) -> None:
    token = line.says(hanako, "ごみの日は")["replyToken"]
    answer(call, token)

    again = answer(call, token)

    assert (again.status, again.body) == (400, {"message": "Invalid reply token"})
    assert len(line.platform.ledger) == 1


def test_a_token_nobody_gave_is_refused(line: RunningSimulator, call: Caller) -> None:
    assert answer(call, "0" * 32).status == 400


def test_a_minute_is_enough_and_more_is_too_late(
    line: RunningSimulator, call: Caller, hanako: str, clock: Clock
) -> None:
    first, second = line.says(hanako, "一")["replyToken"], line.says(hanako, "二")["replyToken"]

    clock.turn(60)
    in_time = answer(call, first)
    clock.turn(0.1)
    too_late = answer(call, second)

    assert (in_time.status, too_late.status) == (200, 400)


def test_a_redelivery_gives_the_token_another_minute(
    line: RunningSimulator, call: Caller, hanako: str, clock: Clock
) -> None:
    said = line.says(hanako, "ごみの日は")
    clock.turn(600)

    line.deliver(events.redelivered([said]))
    clock.turn(59)

    assert answer(call, said["replyToken"]).status == 200


def test_twenty_minutes_after_the_event_no_redelivery_helps(
    line: RunningSimulator, call: Caller, hanako: str, clock: Clock
) -> None:
    said = line.says(hanako, "ごみの日は")
    clock.turn(20 * 60 - 10)

    line.deliver(events.redelivered([said]))
    clock.turn(11)

    assert answer(call, said["replyToken"]).status == 400


def test_a_redelivery_does_not_revive_a_token_that_was_used(line: RunningSimulator, call: Caller, hanako: str) -> None:
    said = line.says(hanako, "ごみの日は")
    answer(call, said["replyToken"])

    line.deliver(events.redelivered([said]))

    assert answer(call, said["replyToken"]).status == 400


def test_a_refused_body_does_not_use_up_the_token(line: RunningSimulator, call: Caller, hanako: str) -> None:
    token = line.says(hanako, "ごみの日は")["replyToken"]

    call("POST", "/v2/bot/message/reply", {"replyToken": token, "messages": []})

    assert answer(call, token).status == 200


def test_a_reply_with_a_retry_key_is_refused(line: RunningSimulator, call: Caller, hanako: str) -> None:
    token = line.says(hanako, "ごみの日は")["replyToken"]

    assert answer(call, token, X_Line_Retry_Key="123e4567-e89b-12d3-a456-426614174000").status == 400


def test_while_another_bot_has_the_floor_no_token_comes(line: RunningSimulator, bot: Bot, hanako: str) -> None:
    line.sender.switches.is_standby = True

    line.says(hanako, "ごみの日は")

    [event] = bot.events
    assert event["mode"] == "standby"
    assert "replyToken" not in event
