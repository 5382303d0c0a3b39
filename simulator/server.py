"""One web server for api.line.me, api-data.line.me and the telephone page; in a process of its own or in a thread."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from aiohttp import web

from simulator import account, fetching, insight, menu_batches, menu_calls, sending
from simulator.complaints import Json
from simulator.door import guarded, nothing_here
from simulator.phone_api import PhoneApi, in_plain_words
from simulator.platform import Channel, Clock, Platform
from simulator.sender import Delivery, Sender
from simulator.telephones import Telephones
from simulator.webhook_calls import webhook_routes
from simulator.workshop import Workshop

PHONE_FOLDER = Path(__file__).parent / "phone"
ASSETS_FOLDER = Path(__file__).parent.parent / "assets"
PHOTO_BYTES = 12 * 1024 * 1024
Result = TypeVar("Result")


def line_application(platform: Platform, sender: Sender) -> web.Application:
    """api.line.me and api-data.line.me."""
    application = web.Application()
    tables = (sending.ROUTES, account.ROUTES, insight.ROUTES, fetching.ROUTES, menu_batches.ROUTES, menu_calls.ROUTES)
    for route in (*(route for table in tables for route in table), *webhook_routes(sender)):
        # The sub-application stands under /v2, so its own paths begin after it.
        application.router.add_route(route.method, route.path.removeprefix("/v2"), guarded(platform, route))
    application.router.add_route("*", "/{rest:.*}", nothing_here)
    return application


def application_for(
    platform: Platform, sender: Sender, phone_folder: Path = PHONE_FOLDER, assets_folder: Path | None = ASSETS_FOLDER
) -> web.Application:
    """Everything on one port."""
    application = web.Application(client_max_size=PHOTO_BYTES, middlewares=[in_plain_words])
    application.add_routes(PhoneApi(platform, sender).routes())
    application.add_routes(Workshop(platform, sender).routes())
    application.add_subapp("/v2", line_application(platform, sender))

    async def page(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(phone_folder / "index.html")

    async def to_page(request: web.Request) -> web.Response:
        raise web.HTTPFound("/phone/")

    application.add_routes([web.get("/", to_page), web.get("/phone", to_page), web.get("/phone/", page)])
    for path, folder in (("/phone/", phone_folder), ("/assets/", assets_folder)):
        if folder is not None and folder.is_dir():
            application.router.add_static(path, folder)

    async def open_sender(app: web.Application) -> None:
        await sender.open()

    async def close_sender(app: web.Application) -> None:
        await sender.close()

    application.on_startup.append(open_sender)
    application.on_shutdown.append(close_sender)
    return application


class RunningSimulator:
    """LINE in a thread of this process, for tests and benchmarks: `with RunningSimulator(webhook) as line: …`."""

    def __init__(
        self,
        webhook: str = "http://127.0.0.1:9/line/webhook",
        channel: Channel | None = None,
        clock: Clock = time.time,
        port: int = 0,
    ) -> None:
        self.channel = channel or Channel(secret="simulated-secret", token="simulated-token")  # noqa: S106
        self.platform = Platform(self.channel, clock)
        self.telephones = Telephones(self.platform)
        self.sender = Sender(self.platform, webhook)
        self.url = ""
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simulator", daemon=True)
        self._runner: web.AppRunner | None = None

    def __enter__(self) -> RunningSimulator:
        self._thread.start()
        try:
            self.run(self._start())
        except OSError:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something in the simulator's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def deliver(self, batch: Sequence[Json], per_request: int = 0) -> list[Delivery]:
        """Send events to the bot and wait until it has taken them."""
        return self.run(self.sender.deliver(batch, per_request))

    def says(self, resident_id: str, words: str) -> Json:
        """A resident writes; the bot has the event when this returns."""
        with self.platform.lock:
            happened = self.telephones.text(resident_id, words)
        self.deliver(happened, per_request=1)
        return happened[0]

    async def _start(self) -> None:
        self._runner = web.AppRunner(application_for(self.platform, self.sender), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def _stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
