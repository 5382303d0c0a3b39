"""A webhook body -> what the inbox keeps: masked, without group members, one bad event never losing the others."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.incoming import kind_of, sender
from speech.masking import mask_event
from store.inbox import Arrival

MEMBER_FIELDS = ("joined", "left")  # memberJoined, memberLeft: ids of people who never spoke to us


def arrivals(body: Mapping[str, Any], own_id: str | None) -> list[Arrival]:
    """Every event of one request. Nothing here raises for what an event holds."""
    events = body.get("events")
    is_ours = own_id is None or body.get("destination") == own_id
    return [_arrival(event, is_ours=is_ours) for event in events] if isinstance(events, list) else []


def _arrival(event: Any, *, is_ours: bool) -> Arrival:
    if not isinstance(event, Mapping):
        return Arrival(_made_up_id(event), "", "unreadable", {}, may_answer=False)
    try:
        return _readable(dict(event), is_ours=is_ours)
    except Exception:  # an event LINE shaped in a way nobody foresaw: its words are not kept, its arrival is
        kind = event.get("type")
        kept = {"type": kind} if isinstance(kind, str) else {}
        return Arrival(_made_up_id(event), "", "unreadable", kept, may_answer=False)


def _readable(event: dict[str, Any], *, is_ours: bool) -> Arrival:
    kept, kinds = mask_event(_without_group_members(event))
    event_id = _column(event.get("webhookEventId") or "") or _made_up_id(event)
    delivery = event.get("deliveryContext")
    return Arrival(
        event_id=event_id,
        lane=_column(sender(kept)) or event_id,
        kind=_column(kind_of(kept), 48),
        raw=kept,
        message_id=_message_id(kept),
        masked=tuple(sorted(kinds)),
        is_redelivery=isinstance(delivery, Mapping) and delivery.get("isRedelivery") is True,
        may_answer=is_ours and event.get("mode", "active") == "active",
    )


def _column(value: Any, size: int = 64) -> str:
    """What a text column takes: no NUL, which PostgreSQL refuses, and no half of a character."""
    return str(value).replace("\0", "").encode("utf-8", "ignore").decode()[:size]


def _without_group_members(event: dict[str, Any]) -> dict[str, Any]:
    """Of a group we keep the group alone: never who said what, never who is in it."""
    source = event.get("source")
    if not isinstance(source, Mapping) or source.get("type") not in ("group", "room"):
        return event
    event = {name: _nameless(value) for name, value in event.items() if name not in MEMBER_FIELDS}
    message = event.get("message")
    if isinstance(message, dict) and not _is_to_us(message):
        event["message"] = {name: message[name] for name in ("id", "type") if name in message}
    return event


def _nameless(value: Any) -> Any:
    """Wherever LINE may come to write a person's id, it is not kept."""
    if isinstance(value, Mapping):
        return {name: _nameless(inner) for name, inner in value.items() if name != "userId"}
    return [_nameless(inner) for inner in value] if isinstance(value, list) else value


def _is_to_us(message: Mapping[str, Any]) -> bool:
    return any(one.get("isSelf") for one in (message.get("mention") or {}).get("mentionees", []))


def _message_id(event: Mapping[str, Any]) -> str | None:
    holder = event.get("message") or event.get("unsend") or {}
    found = holder.get("id") or holder.get("messageId") if isinstance(holder, Mapping) else None
    return (_column(found) or None) if found else None


def _made_up_id(event: Any) -> str:
    """The same bytes give the same id, so that even a nameless event is kept once."""
    return "made-" + hashlib.sha256(json.dumps(event, sort_keys=True, default=str).encode()).hexdigest()[:40]
