"""Every kind of webhook event LINE knows can be made here and is understood by LINE's own SDK."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from linebot.v3.models.events import UnknownEvent
from linebot.v3.webhooks import Event

from simulator import events
from simulator.complaints import Json
from simulator.server import RunningSimulator
from tests.simulator.conftest import Bot, Caller, Clock

HERE = Path(__file__).parent
LINE_OPENAPI = HERE.parents[1] / "../shared/data/line-openapi/webhook.yml"
KINDS: dict[str, Any] = yaml.safe_load((HERE / "webhook_kinds.yml").read_text(encoding="utf-8"))["events"]
MARIA = "U" + "0" * 31 + "2"
GROUP = "C" + "0" * 32
IN_GROUPS = {"join", "leave", "memberJoined", "memberLeft", "messageEdited"}


def made(kind: str, now: float) -> Json:
    source = events.group(GROUP, MARIA) if kind in IN_GROUPS else events.user(MARIA)
    return events.event(kind, source, now, KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_the_sdk_understands_the_kind(kind: str, clock: Clock) -> None:
    understood = Event.from_dict(made(kind, clock()))

    assert not isinstance(understood, UnknownEvent)


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_reaches_the_bot_as_it_was_given(call: Caller, bot: Bot, clock: Clock, kind: str) -> None:
    event = made(kind, clock())

    reply = call("POST", "/phone/api/events", {"events": [event]})

    assert reply.body == {"deliveries": [{"reason": "OK", "status": 200}]}
    assert bot.events == [event]


@pytest.mark.parametrize(
    "content",
    [
        events.text("ごみ", {"mention": {"mentionees": [{"type": "all", "index": 0, "length": 1}]}}),
        events.images(2)[0],
        events.video(3000),
        events.audio(3000),
        events.file("申請書.pdf", 1200),
        events.location(34.9, 138.3, "みほん市中央1-1"),
        events.sticker("446", "1988"),
    ],
    ids=lambda content: str(content["type"]),
)
def test_the_sdk_understands_every_kind_of_message(content: Json, clock: Clock) -> None:
    understood = Event.from_dict(events.message(events.room("R" + "0" * 32, MARIA), clock(), content))

    assert understood.message.to_dict()["type"] == content["type"]


def test_no_kind_of_lines_own_list_is_missing() -> None:
    if not LINE_OPENAPI.exists():
        pytest.skip("LINE's OpenAPI files are not here")
    schemas = yaml.safe_load(LINE_OPENAPI.read_text(encoding="utf-8"))["components"]["schemas"]

    assert set(schemas["Event"]["discriminator"]["mapping"]) - set(KINDS) == set()


def test_only_kinds_that_may_be_answered_carry_a_token(clock: Clock) -> None:
    silent = {kind for kind in KINDS if "replyToken" not in made(kind, clock())}

    assert silent == events.WITHOUT_REPLY_TOKEN


def test_a_token_of_an_injected_event_can_be_used(line: RunningSimulator, call: Caller, bot: Bot, clock: Clock) -> None:
    event = events.message(events.group(GROUP), clock(), events.text("@みほん市 ごみは"))
    call("POST", "/phone/api/events", [event])

    body = {"replyToken": event["replyToken"], "messages": [{"type": "text", "text": "水曜です"}]}

    assert call("POST", "/v2/bot/message/reply", body).status == 200
    assert [arrival.resident for arrival in line.platform.ledger.answers_to(event["webhookEventId"])] == [GROUP]


def test_an_unknown_kind_can_be_injected_too(call: Caller, bot: Bot, clock: Clock) -> None:
    event = events.event("somethingNew", events.user(MARIA), clock(), {"new": {"a": 1}})

    call("POST", "/phone/api/events", [event, {"type": "broken"}])

    assert bot.events == [event, {"type": "broken"}]
