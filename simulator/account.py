"""The calls about the account: who it is, what it may still send, who follows it, where its webhook stands, chats."""

from __future__ import annotations

import re

from simulator.answers import Answer, not_found, refused
from simulator.calls import Call, Route
from simulator.complaints import Json

_DAY = re.compile(r"\d{8}")


def about_the_bot(call: Call) -> Answer:
    """Who the bot is, and whether people may chat beside it."""
    mode = "chat" if call.platform.is_chat_mode else "bot"
    channel = call.platform.channel
    read_mode = "manual" if call.platform.is_chat_mode else "auto"
    body = {"userId": channel.bot_id, "basicId": "@000mihon", "displayName": channel.name}
    return Answer(body={**body, "chatMode": mode, "markAsReadMode": read_mode})


def profile(call: Call) -> Answer:
    """A friend's name and language."""
    resident = call.platform.residents.find(call.path["user_id"])
    if resident is None or not resident.is_following:
        raise not_found()
    return Answer(body={"userId": resident.id, "displayName": resident.name, "language": resident.language})


def follower_ids(call: Call) -> Answer:
    """Friends, page by page; the token for the next page is its position."""
    limit = call.number("limit", usual=300, most=1000)
    start = call.query.get("start", "0")
    if not start.isdecimal():
        raise refused(400, "The value for the 'start' parameter is invalid")
    followers = call.platform.residents.followers()
    end = int(start) + limit
    body: Json = {"userIds": [resident.id for resident in followers[int(start) : end]]}
    return Answer(body=body | ({"next": str(end)} if end < len(followers) else {}))


def quota(call: Call) -> Answer:
    """This month's limit, or none."""
    limit = call.platform.quota.limit
    return Answer(body={"type": "none"} if limit is None else {"type": "limited", "value": limit})


def consumption(call: Call) -> Answer:
    """How many recipients this month."""
    return Answer(body={"totalUsage": call.platform.quota.used})


def delivered(call: Call) -> Answer:
    """How many were sent on a day; a day is counted when it is over."""
    day = call.query.get("date", "")
    if not _DAY.fullmatch(day):
        raise refused(400, "The value for the 'date' parameter is invalid")
    if day >= call.platform.today():
        return Answer(body={"status": "unready"})
    kind = call.endpoint.removeprefix("delivered_")
    return Answer(body={"status": "ready", "success": call.platform.delivered[kind, day]})


def show_loading(call: Call) -> Answer:
    """Three dots in a chat that is open."""
    body = call.checked("ShowLoadingAnimationRequest")
    seconds = body.get("loadingSeconds", 20)
    call.platform.feed.tell({"type": "loading", "resident": body["chatId"], "seconds": seconds})
    return Answer(202)


def mark_as_read(call: Call) -> Answer:
    """That message and all before it are read."""
    body = call.checked("MarkMessagesAsReadByTokenRequest")
    resident_id = call.platform.read_tokens.get(body["markAsReadToken"])
    if resident_id is None:
        raise refused(400, "Invalid markAsReadToken. Tokens must be used by the bot that received them via Webhook.")
    call.platform.feed.tell({"type": "read", "resident": resident_id})
    return Answer()


ROUTES: tuple[Route, ...] = (
    Route("GET", "/v2/bot/info", "bot", about_the_bot),
    Route("GET", "/v2/bot/profile/{user_id}", "profile", profile),
    Route("GET", "/v2/bot/followers/ids", "followers", follower_ids),
    Route("GET", "/v2/bot/message/quota", "quota", quota),
    Route("GET", "/v2/bot/message/quota/consumption", "consumption", consumption),
    *(
        Route("GET", f"/v2/bot/message/delivery/{kind}", f"delivered_{kind}", delivered)
        for kind in ("reply", "push", "multicast", "broadcast")
    ),
    Route("POST", "/v2/bot/chat/loading/start", "loading", show_loading),
    Route("POST", "/v2/bot/chat/markAsRead", "mark_as_read", mark_as_read),
)
