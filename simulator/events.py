"""Webhook events as LINE writes them, for every kind the bot may meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.complaints import Json
from simulator.ids import new_event_id, new_message_id, new_token

WITHOUT_REPLY_TOKEN = frozenset({
    "unsend", "unfollow", "leave", "memberLeft", "module", "activated", "deactivated", "botSuspended", "botResumed",
    "delivery",
})  # fmt: skip


def user(user_id: str) -> Json:
    """A chat between one resident and the bot."""
    return {"type": "user", "userId": user_id}


def group(group_id: str, user_id: str | None = None) -> Json:
    """A group chat; who spoke is only known on some telephones."""
    return {"type": "group", "groupId": group_id} | ({"userId": user_id} if user_id else {})


def room(room_id: str, user_id: str | None = None) -> Json:
    """A chat of several people without a group's name."""
    return {"type": "room", "roomId": room_id} | ({"userId": user_id} if user_id else {})


def event(kind: str, source: Json | None, now: float, parts: Mapping[str, Any] | None = None) -> Json:
    """One event with everything LINE always sends, and the parts of its kind."""
    body: Json = {
        "type": kind,
        "mode": "active",
        "timestamp": int(now * 1000),
        "webhookEventId": new_event_id(now),
        "deliveryContext": {"isRedelivery": False},
    }
    if source is not None:
        body["source"] = source
    if kind not in WITHOUT_REPLY_TOKEN:
        body["replyToken"] = new_token()
    return body | dict(parts or {})


def message(source: Json, now: float, content: Json) -> Json:
    """A message event around any content."""
    return event("message", source, now, {"message": content})


def text(words: str, more: Mapping[str, Any] | None = None) -> Json:
    """The content of a written message."""
    return {"type": "text", "id": new_message_id(), "quoteToken": new_token(), "text": words} | dict(more or {})


def sticker(package_id: str, sticker_id: str) -> Json:
    """The content of a sticker."""
    return {
        "type": "sticker",
        "id": new_message_id(),
        "quoteToken": new_token(),
        "packageId": package_id,
        "stickerId": sticker_id,
        "stickerResourceType": "STATIC",
        "keywords": ["Hello"],
    }


def location(latitude: float, longitude: float, address: str | None = None, title: str | None = None) -> Json:
    """The content of a place; LINE leaves out what is empty."""
    named = {key: value for key, value in (("title", title), ("address", address)) if value}
    return {"type": "location", "id": new_message_id(), "latitude": latitude, "longitude": longitude, **named}


def images(count: int, with_index: bool = True) -> list[Json]:
    """The contents of photos sent together; old Android telephones give no index and no total."""
    contents = [
        {"type": "image", "id": new_message_id(), "quoteToken": new_token(), "contentProvider": {"type": "line"}}
        for _ in range(count)
    ]
    if count > 1:
        set_id = new_token().upper()
        for index, content in enumerate(contents, start=1):
            place = {"index": index, "total": count} if with_index else {}
            content["imageSet"] = {"id": set_id, **place}
    return contents


def video(duration_ms: int) -> Json:
    """The content of a film."""
    provider = {"type": "line"}
    return {
        "type": "video",
        "id": new_message_id(),
        "quoteToken": new_token(),
        "duration": duration_ms,
        "contentProvider": provider,
    }


def audio(duration_ms: int) -> Json:
    """The content of a voice message."""
    return {"type": "audio", "id": new_message_id(), "duration": duration_ms, "contentProvider": {"type": "line"}}


def file(name: str, size: int) -> Json:
    """The content of a file."""
    return {"type": "file", "id": new_message_id(), "fileName": name, "fileSize": size}


def postback(source: Json, now: float, payload: str, params: Mapping[str, str] | None = None) -> Json:
    """A button was pressed."""
    return event(
        "postback", source, now, {"postback": {"data": payload} | ({"params": dict(params)} if params else {})}
    )


def follow(source: Json, now: float, is_unblocked: bool = False) -> Json:
    """Somebody added the bot, or lets it speak again."""
    return event("follow", source, now, {"follow": {"isUnblocked": is_unblocked}})


def unfollow(source: Json, now: float) -> Json:
    """Somebody blocked the bot."""
    return event("unfollow", source, now)


def unsend(source: Json, now: float, message_id: str) -> Json:
    """Somebody took a message back."""
    return event("unsend", source, now, {"unsend": {"messageId": message_id}})


def redelivered(events: Iterable[Json]) -> list[Json]:
    """The same events, said to be sent again."""
    return [each | {"deliveryContext": {"isRedelivery": True}} for each in events]


def on_standby(events: Iterable[Json]) -> list[Json]:
    """The same events while another bot has the floor: nothing may be answered."""
    return [{key: value for key, value in each.items() if key != "replyToken"} | {"mode": "standby"} for each in events]
