"""What tests and load drivers in other processes ask of the simulator: faults, switches, raw events, the ledger."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

from aiohttp import web

from simulator.complaints import Json
from simulator.faults import Fault, Misfortune
from simulator.phone_api import read_json
from simulator.platform import Platform
from simulator.sender import Sender, Switches


class Workshop:
    """The back room of the simulator."""

    def __init__(self, platform: Platform, sender: Sender) -> None:
        self._platform = platform
        self._sender = sender

    def routes(self) -> list[web.RouteDef]:
        """The table of paths."""
        return [
            web.post("/phone/api/faults", self.add_fault),
            web.delete("/phone/api/faults", self.clear_faults),
            web.get("/phone/api/ledger", self.ledger),
            web.post("/phone/api/events", self.deliver_events),
            web.post("/phone/api/friends", self.add_friends),
            web.post("/phone/api/switches", self.turn_switches),
            web.post("/phone/api/quota", self.set_quota),
            web.post("/phone/api/content/{message_id}/preparation", self.delay_content),
        ]

    async def add_fault(self, request: web.Request) -> web.Response:
        """`{"endpoint","fault","seconds"?,"calls"?}`; `{"clear": true}` ends them all."""
        body = await read_json(request)
        if body.get("clear"):
            self._platform.faults.clear()
            return web.json_response({})
        fault = Fault(
            str(body.get("endpoint", "*")), Misfortune(body["fault"]), float(body.get("seconds", 0)), body.get("calls")
        )
        self._platform.faults.add(fault)
        return web.json_response(asdict(fault))

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Everything works again."""
        self._platform.faults.clear()
        return web.json_response({})

    async def ledger(self, request: web.Request) -> web.Response:
        """Everything that arrived; `?resident=`, `?via=` and `?since=` narrow it."""
        query = request.query
        with self._platform.lock:
            arrivals = self._platform.ledger.arrivals(
                query.get("resident"), query.get("via"), int(query.get("since", "0"))
            )
            body = {"arrivals": [arrival.as_json() for arrival in arrivals], "next": len(self._platform.ledger)}
        return web.json_response(body)

    async def deliver_events(self, request: web.Request) -> web.Response:
        """`{"events": […], "perRequest"?: n, "wait"?: false}`: one signed webhook unless told otherwise."""
        body = await read_json(request)
        batch = body.get("", body.get("events"))
        per_request = int(body.get("perRequest", 0))
        if not isinstance(batch, list) or not all(isinstance(each, dict) for each in batch):
            raise ValueError("events must be a list of objects")
        if body.get("wait") is False:
            self._sender.deliver_soon(batch, per_request)
            return web.json_response({})
        deliveries = await self._sender.deliver(batch, per_request)
        results = [{"reason": each.reason, "status": each.status} for each in deliveries]
        return web.json_response({"deliveries": results})

    async def add_friends(self, request: web.Request) -> web.Response:
        """`{"ids": […]}`: many friends at once, without telephones."""
        body = await read_json(request)
        with self._platform.lock:
            added = self._platform.residents.add_friends(body["ids"])
        return web.json_response({"added": added})

    async def turn_switches(self, request: web.Request) -> web.Response:
        """Any of the sender's switches by name; answers with all of them."""
        body: Json = await read_json(request)
        unknown = set(body) - {each.name for each in fields(Switches)}
        if unknown:
            raise ValueError(f"no such switch: {', '.join(sorted(unknown))}")
        self._sender.switches = replace(self._sender.switches, **body)
        return web.json_response(asdict(self._sender.switches))

    async def set_quota(self, request: web.Request) -> web.Response:
        """`{"limit": 200 | null, "used"?: 0}`."""
        body = await read_json(request)
        self._platform.quota.limit = body["limit"]
        self._platform.quota.used = int(body.get("used", self._platform.quota.used))
        return web.json_response(asdict(self._platform.quota))

    async def delay_content(self, request: web.Request) -> web.Response:
        """`{"asks": 2, "fails"?: false}`: LINE is not ready the next times the bot asks."""
        body = await read_json(request)
        self._platform.contents.delay(request.match_info["message_id"], int(body["asks"]), not body.get("fails"))
        return web.json_response({})
