"""What the telephone page and tests in other processes ask and do, in JSON under /phone/api."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from aiohttp import BodyPartReader, web

from simulator.answers import RefusedError
from simulator.complaints import Json
from simulator.platform import Platform
from simulator.sender import Sender
from simulator.telephones import Photo, Telephones

HEARTBEAT_SECONDS = 15.0
Act = Callable[[str, Mapping[str, Any]], list[Json]]


class PhoneApi:
    """The page's door; no token is asked, since it only stands on this machine."""

    def __init__(self, platform: Platform, sender: Sender) -> None:
        self._platform = platform
        self._sender = sender
        self._telephones = Telephones(platform)

    def routes(self) -> list[web.RouteDef]:
        """The table of paths."""
        return [
            web.get("/phone/api/state", self.state),
            web.get("/phone/api/stream", self.stream),
            web.get("/phone/api/content/{message_id}", self.content),
            web.get("/phone/api/richmenu/{menu_id}/image", self.menu_picture),
            web.post("/phone/api/residents", self.add_resident),
            web.post("/phone/api/residents/{resident}/image", self.images),
            *(
                web.post(f"/phone/api/residents/{{resident}}/{name}", self._doing(act))
                for name, act in self._acts().items()
            ),
        ]

    def _acts(self) -> dict[str, Act]:
        hands = self._telephones
        return {
            "text": lambda who, said: hands.text(who, said["text"]),
            "sticker": lambda who, said: hands.sticker(who, str(said["packageId"]), str(said["stickerId"])),
            "audio": lambda who, said: hands.audio(who, int(said["duration"])),
            "unsend": lambda who, said: hands.unsend(who, said["messageId"]),
            "block": lambda who, said: hands.block(who),
            "unblock": lambda who, said: hands.follow(who),
            "richmenuswitch": lambda who, said: hands.switch_menu(who, said["richMenuAliasId"], said["data"]),
            "postback": lambda who, said: hands.postback(
                who, said["data"], said.get("displayText"), said.get("params")
            ),
            "location": lambda who, said: hands.location(
                who, float(said["latitude"]), float(said["longitude"]), said.get("address"), said.get("title")
            ),
        }

    async def state(self, request: web.Request) -> web.Response:
        """Everything the page draws when it opens."""
        with self._platform.lock:
            residents = [
                {
                    "id": resident.id,
                    "name": resident.name,
                    "language": resident.language,
                    "isFollowing": resident.is_following,
                    "messages": list(resident.messages),
                    "richMenu": self._platform.menu_of(resident),
                }
                for resident in self._platform.residents.with_telephones()
            ]
        bot = {"name": self._platform.channel.name}
        return web.json_response({"bot": bot, "now": self._platform.now_ms(), "residents": residents})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events, as they happen."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        with self._platform.feed.watch() as happenings:
            await response.prepare(request)
            await response.write(b": open\n\n")
            while True:
                try:
                    happening = await asyncio.wait_for(happenings.get(), HEARTBEAT_SECONDS)
                    line = f"data: {json.dumps(happening, ensure_ascii=False)}\n\n"
                except TimeoutError:
                    line = ": still here\n\n"
                try:
                    await response.write(line.encode())
                except ConnectionResetError:
                    return response

    async def add_resident(self, request: web.Request) -> web.Response:
        """Somebody new adds the bot."""
        body = await read_json(request)
        resident = self._platform.add_resident(str(body["name"]), str(body.get("language", "ja")))
        return await self._answer(request, self._telephones.follow(resident.id), {"id": resident.id})

    async def images(self, request: web.Request) -> web.Response:
        """One photo, or several as a set."""
        photos = await _photos(request)
        with self._platform.lock:
            happened = self._telephones.images(
                request.match_info["resident"], photos, self._sender.switches.image_sets_have_index
            )
        return await self._answer(request, happened)

    async def content(self, request: web.Request) -> web.Response:
        """A photo or voice on the page; the page never waits for LINE's preparation."""
        found = self._platform.contents.find(request.match_info["message_id"])
        return web.Response(body=found.body, content_type=found.media_type)

    async def menu_picture(self, request: web.Request) -> web.Response:
        """The picture of a rich menu."""
        menu = self._platform.menus.usable(request.match_info["menu_id"])
        return web.Response(body=menu.picture, content_type=menu.media_type)

    def _doing(self, act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def do(request: web.Request) -> web.Response:
            said = await read_json(request)
            with self._platform.lock:
                happened = act(request.match_info["resident"], said)
            return await self._answer(request, happened)

        return do

    async def _answer(
        self, request: web.Request, happened: Sequence[Json], more: Mapping[str, Any] | None = None
    ) -> web.Response:
        """Each event is a webhook of its own; `?wait=1` waits until the bot has taken it."""
        body: Json = {"webhookEventIds": [each["webhookEventId"] for each in happened], **(more or {})}
        ids = [each["message"]["id"] for each in happened if "message" in each]
        body |= {"messageId": ids[0], "messageIds": ids} if ids else {}
        if request.query.get("wait"):
            deliveries = await self._sender.deliver(happened, per_request=1)
            body["deliveries"] = [{"reason": each.reason, "status": each.status} for each in deliveries]
        else:
            self._sender.deliver_soon(happened, per_request=1)
        return web.json_response(body)


async def read_json(request: web.Request) -> Json:
    """The body as an object; none is an empty one."""
    written = await request.text()
    body = json.loads(written) if written else {}
    return body if isinstance(body, dict) else {"": body}


async def _photos(request: web.Request) -> list[Photo]:
    if request.content_type != "multipart/form-data":
        raise ValueError("photos come as multipart/form-data")
    photos = []
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename:
            photos.append(Photo(part.headers.get("Content-Type", "image/jpeg"), bytes(await part.read())))
    if not photos:
        raise ValueError("no photo")
    return photos


@web.middleware
async def in_plain_words(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Mistakes of the page become one sentence with a status, never a traceback."""
    try:
        return await handler(request)
    except RefusedError as refusal:
        return web.json_response(refusal.answer.body, status=refusal.answer.status)
    except (KeyError, TypeError, ValueError) as error:
        if not request.path.startswith("/phone/api/"):
            raise
        return web.json_response({"message": f"{type(error).__name__}: {error}"}, status=400)
