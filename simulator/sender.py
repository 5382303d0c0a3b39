"""Sends signed webhooks to the bot, once or oftener, in order or not, as LINE may."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import aiohttp

from simulator.complaints import Json
from simulator.events import on_standby, redelivered
from simulator.platform import Platform

MOST_AT_ONCE = 100


@dataclass
class Switches:
    """How LINE behaves towards the bot; the console and bad days decide."""

    redeliveries: int = 0  # how often an event the bot did not take is sent again
    redelivery_seconds: float = 1.0
    duplicates: int = 0  # how often the same event comes again although it was taken
    is_disordered: bool = False  # a batch leaves in reverse
    delay_seconds: float = 0.0
    scatter_seconds: float = 0.0  # up to so much more, by chance, for each request
    is_standby: bool = False
    image_sets_have_index: bool = True
    patience_seconds: float = 2.0  # within which the bot has to answer


@dataclass(frozen=True)
class Delivery:
    """How the bot took one request."""

    reason: str  # OK | COULD_NOT_CONNECT | REQUEST_TIMEOUT | ERROR_STATUS_CODE | UNCLASSIFIED
    status: int | None = None
    tries: int = 1  # how often it left before it was taken, or given up

    @property
    def is_taken(self) -> bool:
        """Whether LINE counts it as delivered."""
        return self.reason == "OK"


def signature(secret: str, body: bytes) -> str:
    """What stands in `x-line-signature`."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class Sender:
    """LINE's hand on the bot's bell; lives in one event loop."""

    def __init__(self, platform: Platform, webhook: str) -> None:
        self.webhook = webhook
        self.switches = Switches()
        self._platform = platform
        self._session: aiohttp.ClientSession | None = None
        self._gate = asyncio.Semaphore(MOST_AT_ONCE)
        self._under_way: set[asyncio.Task[list[Delivery]]] = set()

    async def open(self) -> None:
        """Called once inside the loop."""
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(connector=connector)

    async def close(self) -> None:
        """What is under way is given up."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def deliver_soon(self, batch: Sequence[Json], per_request: int = 0) -> None:
        """Deliver without waiting for the bot."""
        task = asyncio.get_running_loop().create_task(self.deliver(batch, per_request))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def deliver(self, batch: Sequence[Json], per_request: int = 0) -> list[Delivery]:
        """Events in one webhook, or so many per webhook; one result per request that left first."""
        size = per_request or max(1, len(batch))
        requests = [list(batch[start : start + size]) for start in range(0, len(batch), size)] or [[]]
        if self.switches.is_disordered:
            requests.reverse()
        return list(await asyncio.gather(*(self._deliver_one(each) for each in requests)))

    async def _deliver_one(self, request: list[Json]) -> Delivery:
        switches = self.switches
        if switches.is_standby:
            request = on_standby(request)
        pause = switches.delay_seconds + random.random() * switches.scatter_seconds  # noqa: S311
        if pause:
            await asyncio.sleep(pause)
        outcome = await self._post(request)
        for _ in range(switches.duplicates):
            await self._post(request)
        left = switches.redeliveries
        while not outcome.is_taken and left > 0:
            left -= 1
            await asyncio.sleep(switches.redelivery_seconds)
            outcome = replace(await self._post(redelivered(request)), tries=outcome.tries + 1)
        return outcome

    async def _post(self, request: list[Json]) -> Delivery:
        # Waiting for a turn is not the bot's slowness: tokens and time-out begin when the webhook leaves.
        async with self._gate:
            with self._platform.lock:
                self._note(request)
            outcome = await self.post_to(self.webhook, request)
        for each in request:
            self._platform.feed.tell(
                {
                    "type": "webhook",
                    "resident": each.get("source", {}).get("userId"),
                    "event": each.get("type"),
                    "webhookEventId": each.get("webhookEventId"),
                    "status": outcome.status,
                    "reason": outcome.reason,
                }
            )
        return outcome

    async def post_to(self, address: str, request: list[Json]) -> Delivery:
        """One signed POST and how it ended."""
        if self._session is None:
            raise RuntimeError("the sender is not open")
        envelope = {"destination": self._platform.channel.bot_id, "events": request}
        body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
            "x-line-signature": signature(self._platform.channel.secret, body),
        }
        patience = aiohttp.ClientTimeout(total=self.switches.patience_seconds)
        try:
            async with self._session.post(
                address, data=body, headers=headers, allow_redirects=False, timeout=patience
            ) as answer:
                await answer.read()
                return Delivery("OK" if answer.ok and answer.status < 300 else "ERROR_STATUS_CODE", answer.status)
        except TimeoutError:
            return Delivery("REQUEST_TIMEOUT")
        except aiohttp.ClientConnectorError:
            return Delivery("COULD_NOT_CONNECT")
        except aiohttp.ClientError:
            return Delivery("UNCLASSIFIED")

    def _note(self, request: list[Json]) -> None:
        """What LINE learns itself from the events it hands out: tokens, friends, groups."""
        for each in request:
            source = each.get("source") or {}
            chat = source.get("groupId") or source.get("roomId") or source.get("userId")
            if chat is None:
                continue
            if source.get("type") == "user":
                self._note_friend(chat, each.get("type", ""))
            else:
                self._platform.groups.add(chat)
            if each.get("replyToken"):
                happened_at = each.get("timestamp", 0) / 1000
                self._platform.reply_tokens.hand_out(
                    each["replyToken"], chat, each.get("webhookEventId", ""), happened_at, self._platform.now()
                )

    def _note_friend(self, user_id: str, kind: str) -> None:
        resident = self._platform.residents.find(user_id)
        if resident is None:
            self._platform.residents.add_friends([user_id])
        elif kind in ("follow", "unfollow"):
            resident.is_following = kind == "follow"
