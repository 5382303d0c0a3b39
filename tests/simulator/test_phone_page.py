"""What the telephone page sees and does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import urllib3

from simulator.complaints import Json
from simulator.server import RunningSimulator
from tests.patience import PATIENCE
from tests.simulator.conftest import Bot, Caller, Reply
from tests.simulator.test_contents import photo

Push = Callable[..., Reply]


@contextmanager
def watching(line: RunningSimulator) -> Iterator[Callable[[str], Json]]:
    """The page's stream; ask it for the next happening of a type."""
    with urllib3.PoolManager() as pool:
        stream = pool.request("GET", f"{line.url}/phone/api/stream", preload_content=False, timeout=PATIENCE)
        lines = iter(stream)

        def upcoming(kind: str) -> Json:
            for written in lines:
                if written.startswith(b"data: "):
                    happening: Json = json.loads(written[6:])
                    if happening["type"] == kind:
                        return happening
            raise AssertionError(f"the stream ended before a {kind}")

        assert next(lines).startswith(b": open")
        yield upcoming
        stream.close()


def does(call: Caller, resident: str, act: str, body: Any = None) -> Reply:
    return call("POST", f"/phone/api/residents/{resident}/{act}?wait=1", body)


def test_a_new_resident_adds_the_bot(call: Caller, bot: Bot) -> None:
    reply = call("POST", "/phone/api/residents?wait=1", {"name": "ホア", "language": "vi"})

    [event] = bot.events
    [resident] = call("GET", "/phone/api/state").body["residents"]
    assert (event["type"], event["source"]["userId"]) == ("follow", reply.body["id"])
    assert (resident["name"], resident["language"], resident["isFollowing"]) == ("ホア", "vi", True)


def test_the_page_sees_both_sides_of_a_chat(line: RunningSimulator, call: Caller, push: Push, hanako: str) -> None:
    does(call, hanako, "text", {"text": "ごみの日は"})
    push(hanako, "水曜です")

    state = call("GET", "/phone/api/state").body
    said, answered = state["residents"][0]["messages"]
    assert state["bot"] == {"name": "みほん市"}
    assert (said["from"], said["message"]["text"]) == ("resident", "ごみの日は")
    assert (answered["from"], answered["message"]) == ("bot", {"type": "text", "text": "水曜です"})
    assert said["at"] == answered["at"] == state["now"]


def test_the_stream_tells_what_happens(line: RunningSimulator, call: Caller, push: Push, hanako: str) -> None:
    with watching(line) as upcoming:
        does(call, hanako, "text", {"text": "ごみの日は"})
        assert upcoming("message")["message"]["text"] == "ごみの日は"
        assert upcoming("webhook")["status"] == 200
        call("POST", "/v2/bot/chat/loading/start", {"chatId": hanako, "loadingSeconds": 5})
        assert upcoming("loading") == {"type": "loading", "resident": hanako, "seconds": 5}
        push(hanako, "水曜です")
        assert upcoming("message")["from"] == "bot"
        does(call, hanako, "block")
        assert upcoming("resident") == {"type": "resident", "resident": hanako, "isFollowing": False}


def test_a_button_tells_the_bot_its_payload_and_the_chat_its_words(call: Caller, bot: Bot, hanako: str) -> None:
    pressed = {"data": "step=2", "displayText": "はい", "params": {"date": "2026-11-24"}}

    does(call, hanako, "postback", pressed)

    [event] = bot.events
    [shown] = call("GET", "/phone/api/state").body["residents"][0]["messages"]
    assert event["postback"] == {"data": "step=2", "params": {"date": "2026-11-24"}}
    assert (shown["from"], shown["message"]["text"]) == ("resident", "はい")


@pytest.mark.parametrize(
    ("act", "body", "expected"),
    [
        ("location", {"latitude": 34.9, "longitude": 138.3}, {"type": "location", "latitude": 34.9}),
        ("location", {"latitude": 1, "longitude": 2, "title": "家"}, {"type": "location", "title": "家"}),
        ("sticker", {"packageId": "446", "stickerId": 1988}, {"type": "sticker", "stickerId": "1988"}),
        ("audio", {"duration": 1500}, {"type": "audio", "duration": 1500}),
    ],
)
def test_a_resident_sends_other_things(
    call: Caller, bot: Bot, hanako: str, act: str, body: Any, expected: Json
) -> None:
    assert does(call, hanako, act, body).body["deliveries"] == [{"reason": "OK", "status": 200}]

    assert expected.items() <= bot.events[0]["message"].items()


def test_photos_are_uploaded_shown_and_told_one_by_one(
    line: RunningSimulator, call: Caller, hanako: str, bot: Bot
) -> None:
    files = [("photo", (f"{number}.jpg", photo().body, "image/jpeg")) for number in range(3)]
    body, content_type = urllib3.encode_multipart_formdata(files)

    reply = call("POST", f"/phone/api/residents/{hanako}/image?wait=1", body, Content_Type=content_type)

    assert len(reply.body["messageIds"]) == 3
    assert [event["message"]["imageSet"]["index"] for event in bot.events] != []
    shown = call("GET", f"/phone/api/content/{reply.body['messageIds'][0]}")
    assert (shown.headers["Content-Type"], shown.body) == ("image/jpeg", photo().body)


def test_without_waiting_the_bot_hears_it_all_the_same(call: Caller, bot: Bot, hanako: str) -> None:
    reply = call("POST", f"/phone/api/residents/{hanako}/text", {"text": "ごみ"})

    [knock] = bot.wait_for(1)
    assert knock.events[0]["message"]["id"] == reply.body["messageId"]
    assert [knock.events[0]["webhookEventId"]] == reply.body["webhookEventIds"]


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("text", {}, 400),
        ("text", {"text": ""}, 400),
        ("text", {"text": "🍎" * 2501}, 400),
        ("location", {"latitude": "north", "longitude": 1}, 400),
        ("unsend", {"messageId": "1"}, 404),
        ("image", {}, 400),
        ("sing", {}, 405),
    ],
)
def test_nonsense_from_the_page_is_told_in_a_sentence(
    call: Caller, bot: Bot, hanako: str, act: str, body: Any, status: int
) -> None:
    assert does(call, hanako, act, body).status == status
    assert bot.knocks == []


def test_a_resident_nobody_knows_has_no_telephone(call: Caller) -> None:
    assert does(call, "U1", "text", {"text": "はい"}).status == 404


def test_whoever_blocked_the_bot_cannot_write_to_it(call: Caller, bot: Bot, hanako: str) -> None:
    does(call, hanako, "block")

    assert does(call, hanako, "text", {"text": "はい"}).status == 400
    assert does(call, hanako, "unblock").status == 200
    assert does(call, hanako, "text", {"text": "はい"}).status == 200


def test_imported_friends_have_no_telephone_but_hear_broadcasts(line: RunningSimulator, call: Caller) -> None:
    ids = [f"U{number:032x}" for number in range(1200)]
    assert call("POST", "/phone/api/friends", {"ids": ids}).body == {"added": 1200}

    first = call("GET", "/v2/bot/followers/ids?limit=1000").body
    second = call("GET", f"/v2/bot/followers/ids?limit=1000&start={first['next']}").body
    call("POST", "/v2/bot/message/broadcast", {"messages": [{"type": "text", "text": "訓練"}]})

    assert (first["userIds"] + second["userIds"], "next" in second) == (ids, False)
    assert len(call("GET", "/phone/api/ledger?via=broadcast").body["arrivals"]) == 1200
    assert call("GET", "/phone/api/state").body["residents"] == []
    assert call("GET", "/v2/bot/followers/ids?limit=1001").status == 400


def test_the_ledger_can_be_read_from_where_one_left_off(call: Caller, push: Push, hanako: str) -> None:
    push(hanako, "一")
    position = call("GET", "/phone/api/ledger").body["next"]
    push(hanako, "二")

    [arrival] = call("GET", f"/phone/api/ledger?resident={hanako}&since={position}").body["arrivals"]
    assert arrival["messages"][0]["text"] == "二"


@pytest.mark.parametrize("batch", [{"events": "all"}, ["follow"], {}])
def test_events_that_are_none_are_not_sent(call: Caller, bot: Bot, batch: Any) -> None:
    assert call("POST", "/phone/api/events", batch).status == 400
    assert bot.knocks == []


def test_switches_are_turned_by_name(call: Caller) -> None:
    turned = call("POST", "/phone/api/switches", {"duplicates": 2, "is_standby": True})

    assert (turned.body["duplicates"], turned.body["is_standby"], turned.body["redeliveries"]) == (2, True, 0)
    assert call("POST", "/phone/api/switches", {"dupes": 2}).status == 400
    assert call("POST", "/phone/api/quota", {"limit": 5, "used": 5}).body == {"limit": 5, "used": 5}
