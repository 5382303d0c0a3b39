"""A webhook body -> what the inbox keeps: masked, without group members, one bad event never losing the others."""

import copy
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
        return Arrival(_made_up_id(event), "", "unreadable", {"type": str(event.get("type", "?"))}, may_answer=False)


def _readable(event: dict[str, Any], *, is_ours: bool) -> Arrival:
    kept, kinds = mask_event(_without_group_members(event))
    event_id = str(event.get("webhookEventId") or _made_up_id(event))[:64]
    delivery = event.get("deliveryContext")
    return Arrival(
        event_id=event_id,
        lane=(sender(kept) or event_id)[:64],
        kind=kind_of(kept),
        raw=kept,
        message_id=_message_id(kept),
        masked=tuple(sorted(kinds)),
        is_redelivery=isinstance(delivery, Mapping) and delivery.get("isRedelivery") is True,
        may_answer=is_ours and event.get("mode", "active") == "active",
    )


def _without_group_members(event: dict[str, Any]) -> dict[str, Any]:
    """Of a group we keep the group alone: never who said what, never who is in it."""
    source = event.get("source")
    if not isinstance(source, Mapping) or source.get("type") not in ("group", "room"):
        return event
    event = copy.deepcopy(event)
    event["source"].pop("userId", None)
    for field in MEMBER_FIELDS:
        event.pop(field, None)
    message = event.get("message")
    if isinstance(message, dict):
        for one in (message.get("mention") or {}).get("mentionees", []):
            one.pop("userId", None)
        if not _is_to_us(message):
            event["message"] = {name: message[name] for name in ("id", "type") if name in message}
    return event


def _is_to_us(message: Mapping[str, Any]) -> bool:
    return any(one.get("isSelf") for one in (message.get("mention") or {}).get("mentionees", []))


def _message_id(event: Mapping[str, Any]) -> str | None:
    holder = event.get("message") or event.get("unsend") or {}
    found = holder.get("id") or holder.get("messageId") if isinstance(holder, Mapping) else None
    return str(found)[:64] if found else None


def _made_up_id(event: Any) -> str:
    """The same bytes give the same id, so that even a nameless event is kept once."""
    return "made-" + hashlib.sha256(json.dumps(event, sort_keys=True, default=str).encode()).hexdigest()[:40]
