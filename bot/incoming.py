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
        reply_token=_token(raw, "replyToken"),
        read_token=_token(message, "markAsReadToken") if isinstance(message, Mapping) else None,
        message_id=_token(message, "id") if isinstance(message, Mapping) else None,
    )


def _token(raw: Raw, name: str) -> str | None:
    found = raw.get(name)
    return found if isinstance(found, str) else None


def _whole(text: str) -> str:
    """A telephone may cut a text in the middle of an emoji; half of one breaks every encoder further on."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


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
    units = text.encode("utf-16-le", "surrogatepass")
    for index, length in sorted(map(_spot, named), reverse=True):
        units = units[: index * 2] + units[(index + length) * 2 :]
    return units.decode("utf-16-le", "replace").strip()


def _spot(mentionee: Any) -> tuple[int, int]:
    """Where a mention stands and how long it is; nowhere where LINE says something else than two numbers."""
    spot = (mentionee.get("index"), mentionee.get("length")) if isinstance(mentionee, Mapping) else (0, 0)
    index, length = (number if isinstance(number, int) and number >= 0 else 0 for number in spot)
    return index, length


def _said(raw: Raw) -> Said:
    match raw:
        case {"type": "message", "message": Mapping() as message}:
            return _message(message)
        case {"type": "postback", "postback": {"data": str(data), **rest}}:
            return Pressed(_whole(data), _picked(rest.get("params")))
        case {"type": "follow", **rest}:
            follow = rest.get("follow")
            return Followed(isinstance(follow, Mapping) and bool(follow.get("isUnblocked")))
        case {"type": "unfollow"}:
            return Unfollowed()
        case {"type": "unsend", "unsend": {"messageId": str(message_id)}}:
            return TakenBack(message_id)
    return Unreadable(str(raw.get("type", "?")))


def _picked(params: Any) -> str | None:
    day = params.get("date") if isinstance(params, Mapping) else None
    return day if isinstance(day, str) else None


def _image_set(told: Any) -> tuple[str | None, int | None]:
    """Its id, and how many belong to it; LINE leaves the count out on some telephones."""
    set_id, total = (told.get("id"), told.get("total")) if isinstance(told, Mapping) else (None, None)
    return set_id if isinstance(set_id, str) else None, total if isinstance(total, int) else None


def _message(message: Raw) -> Said:
    match message:
        case {"type": "text", "text": str(text)}:
            return Text(_whole(text))
        case {"type": "image", "id": str(message_id), **rest}:
            return Photo(message_id, *_image_set(rest.get("imageSet")))
        case {"type": "location", "latitude": float() | int() as latitude, "longitude": float() | int() as longitude}:
            address = message.get("address")
            return Place(float(latitude), float(longitude), address if isinstance(address, str) else None)
        case {"type": "sticker", **rest}:
            words = rest.get("keywords")
            return Sticker(tuple(str(word) for word in words) if isinstance(words, list) else ())
        case {"type": "audio" | "video" | "file" as kind}:
            return Recording(kind)
    return Unreadable(f"message.{message.get('type', '?')}")
