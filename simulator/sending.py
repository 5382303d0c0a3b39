"""The calls by which a bot sends: reply, push, multicast, broadcast, narrowcast, and the five that only check."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from simulator.answers import Answer, bad_property, monthly_limit_reached, refused
from simulator.calls import Call, Route
from simulator.complaints import Json
from simulator.ledger import Arrival
from simulator.platform import Platform
from simulator.residents import Resident

_CHAT_ID = re.compile(r"[UCR][0-9a-f]{32}")
MOST_UNITS = 1000
USER_ID = re.compile(r"U[0-9a-f]{32}")


def reply(call: Call) -> Answer:
    """Answer an event by its token; nothing is counted, and no retry key is allowed."""
    if "X-Line-Retry-Key" in call.headers:
        raise refused(400, "The header, X-Line-Retry-Key, is not supported for this endpoint")
    body = call.checked("ReplyMessageRequest")
    token = call.platform.reply_tokens.alive(body["replyToken"], call.now)
    if token is None:
        raise refused(400, "Invalid reply token")
    token.is_used = True
    _arrive(call, token.resident, body, event_id=token.event_id)
    _count(call, 1)
    return Answer(body={"sentMessages": call.platform.sent_messages(body["messages"])})


def push(call: Call) -> Answer:
    """One resident or one group; a blocked resident gets nothing, and LINE still says 200."""
    body = call.checked("PushMessageRequest")
    if not _CHAT_ID.fullmatch(body["to"]):
        raise bad_property("to")
    earlier = _already_accepted(call)
    if earlier is not None:
        return earlier
    recipients = _reachable(call.platform, body["to"])
    _send(call, recipients, body)
    _name(call, body)
    sent = call.platform.sent_messages(body["messages"])
    _remember(call, sent)
    return Answer(body={"sentMessages": sent})


def multicast(call: Call) -> Answer:
    """Up to 500 residents; one malformed id and nobody gets anything."""
    body = call.checked("MulticastRequest")
    for index, resident_id in enumerate(body["to"]):
        if not USER_ID.fullmatch(resident_id):
            raise bad_property(f"to[{index}]")
    earlier = _already_accepted(call)
    if earlier is not None:
        return earlier
    known = [call.platform.residents.find(resident_id) for resident_id in dict.fromkeys(body["to"])]
    if call.platform.refuses_strangers_in_multicast and None in known:
        raise refused(400, "Failed to send messages")
    recipients = [resident.id for resident in known if resident is not None and resident.is_following]
    _send(call, recipients, body)
    _name(call, body)
    _remember(call, [])
    return Answer()


def broadcast(call: Call) -> Answer:
    """Every friend."""
    body = call.checked("BroadcastRequest")
    earlier = _already_accepted(call)
    if earlier is not None:
        return earlier
    _send(call, [resident.id for resident in call.platform.residents.followers()], body)
    _remember(call, [])
    return Answer()


def narrowcast(call: Call) -> Answer:
    """Accepted at once, delivered or failed later: ask for the progress by request id."""
    body = call.checked("NarrowcastRequest")
    earlier = _already_accepted(call)
    if earlier is not None:
        return earlier
    followers = call.platform.residents.followers()
    if body.get("filter") and len(followers) < 100:
        raise refused(403, "The target reach is too small for a demographic filter")
    call.platform.narrowcasts[call.request_id] = _narrowcast_to(call, body, followers)
    _remember(call, [])
    return Answer(202)


def _narrowcast_to(call: Call, body: Json, followers: list[Resident]) -> Json:
    moment = datetime.fromtimestamp(call.now, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    progress = {"acceptedTime": moment, "completedTime": moment}
    limit = body.get("limit") or {}
    most = limit.get("max", len(followers))
    if limit.get("upToRemainingQuota"):
        left = call.platform.quota.remaining()
        most = most if left is None else min(most, left)
    elif not call.platform.quota.allows(len(followers)):
        # LINE reserves the whole reach first, even where `max` would cut it down.
        raise monthly_limit_reached()
    if len(followers) < call.platform.narrowcast_floor:
        return {**progress, "phase": "failed", "errorCode": 2, "failedDescription": "insufficient number of recipients"}
    recipients = [resident.id for resident in followers[:most]]
    _send(call, recipients, body)
    count = len(recipients)
    return {**progress, "phase": "succeeded", "successCount": count, "failureCount": 0, "targetCount": count}


def narrowcast_progress(call: Call) -> Answer:
    """How far a narrowcast is."""
    progress = call.platform.narrowcasts.get(call.query.get("requestId", ""))
    if progress is None:
        raise refused(404, "Not found")
    return Answer(body=progress)


def validate(call: Call) -> Answer:
    """Only the messages are looked at, and nothing is sent."""
    call.checked("ValidateMessageRequest")
    return Answer()


def _reachable(platform: Platform, chat_id: str) -> list[str]:
    if chat_id in platform.groups:
        return [chat_id]
    resident = platform.residents.find(chat_id)
    if resident is None:
        raise refused(400, "Failed to send messages")
    return [resident.id] if resident.is_following else []


def _send(call: Call, recipients: list[str], body: Json) -> None:
    if not call.platform.quota.allows(len(recipients)):
        raise monthly_limit_reached()
    call.platform.quota.used += len(recipients)
    for resident_id in recipients:
        _arrive(call, resident_id, body)
    _count(call, len(recipients))


def _name(call: Call, body: Json) -> None:
    """A thousand names a month; LINE takes no notice of the next one and says nothing."""
    for unit in body.get("customAggregationUnits") or ():
        if unit in call.platform.units or len(call.platform.units) < MOST_UNITS:
            call.platform.units.setdefault(unit, set()).add(call.request_id)


def _arrive(call: Call, resident_id: str, body: Json, event_id: str | None = None) -> None:
    key, is_silent = call.headers.get("X-Line-Retry-Key"), bool(body.get("notificationDisabled"))
    call.platform.arrive(
        Arrival(resident_id, body["messages"], call.endpoint, call.now, call.request_id, event_id, key, is_silent)
    )


def _count(call: Call, recipients: int) -> None:
    call.platform.delivered[call.endpoint, call.platform.today()] += recipients


def _already_accepted(call: Call) -> Answer | None:
    key = call.retry_key()
    earlier = call.platform.retry_keys.accepted(key, call.now) if key else None
    if earlier is None:
        return None
    body: Json = {"message": "The retry key is already accepted"}
    if earlier.sent_messages:
        body["sentMessages"] = earlier.sent_messages
    return Answer(409, body, {"x-line-accepted-request-id": earlier.request_id})


def _remember(call: Call, sent: list[Json]) -> None:
    key = call.retry_key()
    if key is not None:
        call.platform.retry_keys.remember(key, call.request_id, sent, call.now)


ROUTES: tuple[Route, ...] = (
    Route("POST", "/v2/bot/message/reply", "reply", reply),
    Route("POST", "/v2/bot/message/push", "push", push),
    Route("POST", "/v2/bot/message/multicast", "multicast", multicast),
    Route("POST", "/v2/bot/message/broadcast", "broadcast", broadcast),
    Route("POST", "/v2/bot/message/narrowcast", "narrowcast", narrowcast),
    Route("GET", "/v2/bot/message/progress/narrowcast", "narrowcast_progress", narrowcast_progress),
    *(
        Route("POST", f"/v2/bot/message/validate/{kind}", f"validate_{kind}", validate)
        for kind in ("reply", "push", "multicast", "broadcast", "narrowcast")
    ),
)
