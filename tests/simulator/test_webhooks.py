"""Stories of webhooks: signed, repeated, out of order, late, and what a resident did to cause them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

import pytest
from linebot.v3.webhook import SignatureValidator, WebhookParser

from simulator import events
from simulator.ids import new_event_id, new_user_id
from simulator.sender import signature
from simulator.server import RunningSimulator
from simulator.telephones import Photo
from tests.simulator.conftest import Bot, Caller, Clock

JPEG = Photo("image/jpeg", b"\xff\xd8\xff\xe0")


def test_the_signature_is_the_one_of_lines_own_example() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'

    assert signature("8c570fa6dd201bb328f1c1eac23a96d8", body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_a_webhook_is_signed_over_its_very_bytes(line: RunningSimulator, bot: Bot, hanako: str) -> None:
    line.says(hanako, "住民票をコンビニで取りたい")

    [knock] = bot.knocks
    digest = hmac.new(line.channel.secret.encode(), knock.body, hashlib.sha256).digest()
    assert knock.headers["x-line-signature"] == base64.b64encode(digest).decode()
    assert SignatureValidator(line.channel.secret).validate(knock.body.decode(), knock.headers["x-line-signature"])


def test_the_sdk_understands_what_a_resident_wrote(line: RunningSimulator, bot: Bot, hanako: str) -> None:
    line.says(hanako, "ごみの日は")

    [knock] = bot.knocks
    parser = WebhookParser(line.channel.secret)
    payload = parser.parse(knock.body.decode(), knock.headers["x-line-signature"], as_payload=True)
    [event] = payload.events
    assert payload.destination == line.channel.bot_id
    assert (event.source.user_id, event.message.text) == (hanako, "ごみの日は")
    assert (event.mode.value, event.delivery_context.is_redelivery) == ("active", False)


def test_event_ids_are_ulids_that_sort_by_time() -> None:
    first, second = new_event_id(1_795_219_200.0), new_event_id(1_795_219_200.001)

    assert re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", first)
    assert first[:10] < second[:10]


def test_what_the_bot_did_not_take_comes_again_and_says_so(line: RunningSimulator, bot: Bot, hanako: str) -> None:
    line.sender.switches.redeliveries, line.sender.switches.redelivery_seconds = 2, 0
    bot.statuses = [500, 503]

    said = line.says(hanako, "ごみの日は")

    assert [event["deliveryContext"]["isRedelivery"] for event in bot.events] == [False, True, True]
    assert {event["webhookEventId"] for event in bot.events} == {said["webhookEventId"]}
    assert {event["replyToken"] for event in bot.events} == {said["replyToken"]}


def test_without_the_switch_nothing_comes_again(line: RunningSimulator, bot: Bot, hanako: str) -> None:
    bot.statuses = [500]

    line.says(hanako, "ごみの日は")

    assert len(bot.knocks) == 1


def test_the_same_event_may_come_twice_although_it_was_taken(line: RunningSimulator, bot: Bot, hanako: str) -> None:
    line.sender.switches.duplicates = 1

    line.says(hanako, "ごみの日は")

    first, second = bot.knocks
    assert first.body == second.body


def test_events_of_several_residents_may_share_one_request(line: RunningSimulator, bot: Bot, clock: Clock) -> None:
    batch = [events.message(events.user(new_user_id()), clock(), events.text("はい")) for _ in range(3)]

    [delivery] = line.deliver(batch)

    assert delivery.is_taken
    [knock] = bot.knocks
    assert knock.events == batch


def test_events_may_overtake_each_other(line: RunningSimulator, bot: Bot, clock: Clock, hanako: str) -> None:
    line.sender.switches.is_disordered = True
    batch = []
    for words in ("一", "二"):
        batch.append(events.message(events.user(hanako), clock(), events.text(words)))
        clock.turn(1)

    line.deliver(batch, per_request=2)
    line.deliver(list(batch), per_request=1)

    assert sorted(event["message"]["text"] for event in bot.events) == ["一", "一", "二", "二"]


@pytest.mark.parametrize(("with_index", "named"), [(True, {"id", "index", "total"}), (False, {"id"})])
def test_photos_sent_together_are_a_set(
    line: RunningSimulator, bot: Bot, hanako: str, with_index: bool, named: set[str]
) -> None:
    line.deliver(line.telephones.images(hanako, [JPEG] * 3, with_index), per_request=1)

    sets = [event["message"]["imageSet"] for event in bot.events]
    assert len({each["id"] for each in sets}) == 1
    assert [set(each) for each in sets] == [named] * 3
    assert len({event["replyToken"] for event in bot.events}) == 3


def test_a_single_photo_is_no_set(line: RunningSimulator, hanako: str) -> None:
    [event] = line.telephones.images(hanako, [JPEG])

    assert "imageSet" not in event["message"]


def test_blocking_and_coming_back(line: RunningSimulator, bot: Bot, call: Caller, hanako: str) -> None:
    line.deliver(line.telephones.block(hanako))
    away = call("GET", f"/v2/bot/profile/{hanako}").status
    line.deliver(line.telephones.follow(hanako))

    unfollowed, followed = bot.events
    assert (unfollowed["type"], "replyToken" in unfollowed, away) == ("unfollow", False, 404)
    assert (followed["type"], followed["follow"]) == ("follow", {"isUnblocked": True})
    assert call("GET", f"/v2/bot/profile/{hanako}").body["displayName"] == "花子"


def test_a_bot_that_cannot_be_reached_or_says_no_is_named_so(line: RunningSimulator, bot: Bot, call: Caller) -> None:
    bot.statuses = [500]
    refusing = call("POST", "/v2/bot/channel/webhook/test")
    answering = call("POST", "/v2/bot/channel/webhook/test", {})
    absent = call("POST", "/v2/bot/channel/webhook/test", {"endpoint": "http://127.0.0.1:9/"})

    assert (refusing.body["success"], refusing.body["reason"], refusing.body["statusCode"]) == (
        False, "ERROR_STATUS_CODE", 500,
    )  # fmt: skip
    assert (answering.body["success"], bot.knocks[-1].events) == (True, [])
    assert absent.body["reason"] == "COULD_NOT_CONNECT"


def test_a_bot_that_thinks_too_long_has_not_taken_the_event(line: RunningSimulator, bot: Bot, hanako: str) -> None:
    line.sender.switches.patience_seconds = 0.2
    bot.awake.clear()

    while not bot.knocks:  # a machine that stalls may send nothing in so short a time
        [delivery] = line.deliver(line.telephones.text(hanako, "ごみの日は"))

        assert (delivery.reason, delivery.status) == ("REQUEST_TIMEOUT", None)


def test_the_webhook_can_be_moved(line: RunningSimulator, call: Caller, bot: Bot, hanako: str) -> None:
    moved = call("PUT", "/v2/bot/channel/webhook/endpoint", {"endpoint": bot.url + "/new"})

    assert (moved.status, moved.body) == (200, {})
    assert call("GET", "/v2/bot/channel/webhook/endpoint").body == {"endpoint": bot.url + "/new", "active": True}


def test_a_message_can_be_marked_as_read_where_people_chat(line: RunningSimulator, call: Caller, hanako: str) -> None:
    line.platform.is_chat_mode = True
    token = line.says(hanako, "ごみの日は")["message"]["markAsReadToken"]

    assert call("POST", "/v2/bot/chat/markAsRead", {"markAsReadToken": token}).status == 200
    assert call("POST", "/v2/bot/chat/markAsRead", {"markAsReadToken": "x"}).status == 400
    assert call("GET", "/v2/bot/info").body["chatMode"] == "chat"
