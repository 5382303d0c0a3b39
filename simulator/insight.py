"""The calls that count: friends on a day, and how a broadcast or the sends under one name were received."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from simulator.answers import Answer, refused
from simulator.calls import Call, Route
from simulator.complaints import Json
from simulator.ledger import Arrival
from simulator.platform import JST, Platform

_UNIT = re.compile(r"[a-zA-Z0-9_]{1,30}")
FEWEST = 20  # LINE does not say how few people opened something
LONGEST = timedelta(days=30)


def followers(call: Call) -> Answer:
    """Everybody who ever became a friend, and how many of them have blocked the account; known when the day is over."""
    if _day(call, "date").strftime("%Y%m%d") >= call.platform.today():
        return Answer(body={"status": "unready"})
    ever, now = call.platform.residents.count(), len(call.platform.residents.followers())
    return Answer(body={"status": "ready", "followers": ever, "targetedReaches": now, "blocks": ever - now})


def message_event(call: Call) -> Answer:
    """One broadcast or narrowcast, by the request id of its sending."""
    request_id = call.query.get("requestId", "")
    if not request_id:
        raise refused(400, "The value for the 'requestId' parameter is invalid")
    arrivals = _arrivals(call.platform, {request_id})
    overview: Json = {"requestId": request_id}
    if arrivals:
        overview |= {"timestamp": int(arrivals[0].at), "delivered": len(arrivals), **_seen(call.platform, arrivals)}
    return Answer(body={"overview": overview, "messages": [], "clicks": []})


def unit_event(call: Call) -> Answer:
    """All pushes and multicasts under one name within a month."""
    unit = call.query.get("customAggregationUnit", "")
    first, last = _day(call, "from"), _day(call, "to")
    if not _UNIT.fullmatch(unit):
        raise refused(400, "The value for the 'customAggregationUnit' parameter is invalid")
    if not timedelta(0) <= last - first <= LONGEST:
        raise refused(400, "The value for the 'to' parameter is invalid")
    sent = _arrivals(call.platform, call.platform.units.get(unit, set()))
    arrivals = [one for one in sent if first <= _in_japan(one.at) <= last]
    return Answer(body={"overview": _seen(call.platform, arrivals), "messages": [], "clicks": []})


def _arrivals(platform: Platform, request_ids: Collection[str]) -> list[Arrival]:
    return [one for one in platform.ledger.arrivals() if one.request_id in request_ids]


def _seen(platform: Platform, arrivals: list[Arrival]) -> Json:
    """Whoever has a telephone on the page sees what arrives; nobody is known to have followed a link."""
    on_page = {resident.id for resident in platform.residents.with_telephones()}
    opened = len({one.resident for one in arrivals} & on_page)
    return {"uniqueImpression": opened if opened >= FEWEST else None, "uniqueClick": None}


def _in_japan(moment: float) -> date:
    return datetime.fromtimestamp(moment, UTC).astimezone(JST).date()


def _day(call: Call, name: str) -> date:
    written = call.query.get(name, "")
    try:
        return datetime.strptime(written, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise refused(400, f"The value for the '{name}' parameter is invalid") from None


ROUTES: tuple[Route, ...] = (
    Route("GET", "/v2/bot/insight/followers", "insight_followers", followers),
    Route("GET", "/v2/bot/insight/message/event", "insight_event", message_event),
    Route("GET", "/v2/bot/insight/message/event/aggregation", "insight_unit", unit_event),
)
