"""LINE's JSON -> our words. Never raises on something new: it becomes Unreadable."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from speech.incoming import (
    Followed,
    Incoming,
    Overheard,
    Photo,
    Place,
    Pressed,
    Recording,
    Said,
    Sticker,
    TakenBack,
    Text,
    Unfollowed,
    Unreadable,
)

Raw = Mapping[str, Any]


def read(raw: Raw, masked: tuple[str, ...] = ()) -> Incoming:
    source, message = raw.get("source"), raw.get("message")
    is_group = isinstance(source, Mapping) and source.get("type") in ("group", "room")
    return Incoming(
        event_id=str(raw.get("webhookEventId", "")),
        sender=sender(raw),
        at=_moment(raw.get("timestamp")),
        said=_in_group(raw) if is_group else _said(raw),
        is_group=is_group,
        masked=masked,
        reply_token=raw.get("replyToken"),
        read_token=message.get("markAsReadToken") if isinstance(message, Mapping) else None,
    )


def _moment(milliseconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(float(milliseconds) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def sender(raw: Raw) -> str:
    """LINE's id of the group, the room or the person; empty where LINE tells none."""
    source = raw.get("source")
    if not isinstance(source, Mapping):
        return ""
    return str(source.get("groupId") or source.get("roomId") or source.get("userId") or "")


def kind_of(raw: Raw) -> str:
    """What the figures count: «follow», «message.text». Cut to the column; LINE may invent long names."""
    message = raw.get("message")
    inner = f".{message.get('type', '?')}" if isinstance(message, Mapping) else ""
    return f"{raw.get('type', '?')}{inner}"[:48]


def _in_group(raw: Raw) -> Said:
    """In a group we hear only what is said to us by name."""
    match raw:
        case {"type": "unsend", "unsend": {"messageId": str(message_id)}}:
            return TakenBack(message_id)
        case {"type": "message", "message": {"type": "text", "text": str(text), "mention": {"mentionees": [*named]}}}:
            if any(isinstance(one, Mapping) and one.get("isSelf") for one in named):
                return Text(_without_mentions(text, named))
    return Overheard()


def _without_mentions(text: str, named: list[Any]) -> str:
    """Cut «@窓口» out. LINE counts `index` and `length` in UTF-16 units."""
    units = text.encode("utf-16-le")
    spots = [(int(one.get("index", 0)), int(one.get("length", 0))) for one in named if isinstance(one, Mapping)]
    for index, length in sorted(spots, reverse=True):
        units = units[: index * 2] + units[(index + length) * 2 :]
    return units.decode("utf-16-le", errors="ignore").strip()


def _said(raw: Raw) -> Said:
    match raw:
        case {"type": "message", "message": Mapping() as message}:
            return _message(message)
        case {"type": "postback", "postback": {"data": str(data)}}:
            return Pressed(data)
        case {"type": "follow", **rest}:
            follow = rest.get("follow")
            return Followed(isinstance(follow, Mapping) and bool(follow.get("isUnblocked")))
        case {"type": "unfollow"}:
            return Unfollowed()
        case {"type": "unsend", "unsend": {"messageId": str(message_id)}}:
            return TakenBack(message_id)
    return Unreadable(str(raw.get("type", "?")))


def _message(message: Raw) -> Said:
    match message:
        case {"type": "text", "text": str(text)}:
            return Text(text)
        case {"type": "image", "id": str(message_id), **rest}:
            image_set = rest.get("imageSet")
            return Photo(message_id, image_set.get("id") if isinstance(image_set, Mapping) else None)
        case {"type": "location", "latitude": float() | int() as latitude, "longitude": float() | int() as longitude}:
            address = message.get("address")
            return Place(float(latitude), float(longitude), address if isinstance(address, str) else None)
        case {"type": "sticker", **rest}:
            words = rest.get("keywords")
            return Sticker(tuple(str(word) for word in words) if isinstance(words, list) else ())
        case {"type": "audio" | "video" | "file" as kind}:
            return Recording(kind)
    return Unreadable(f"message.{message.get('type', '?')}")
