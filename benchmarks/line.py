"""LINE on this machine for a crowd that knocks by itself: the simulator, told which reply tokens are out.

`python -m benchmarks.line PORT SECRET TOKEN`
"""

import asyncio
import signal
import sys
from functools import partial
from pathlib import Path

from aiohttp import web

from simulator.contents import Content
from simulator.phone_api import read_json
from simulator.platform import Channel, Platform
from simulator.sender import Sender
from simulator.server import application_for


async def serve(port: int, channel: Channel) -> None:
    runner = web.AppRunner(line_for_a_crowd(Platform(channel)), access_log=None, shutdown_timeout=1)
    await runner.setup()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await stop.wait()
    await runner.cleanup()


def line_for_a_crowd(platform: Platform) -> web.Application:
    application = application_for(platform, Sender(platform, "http://127.0.0.1:9/line/webhook"))
    application.router.add_post("/tokens", partial(note_tokens, platform))
    application.router.add_post("/contents", partial(keep_contents, platform))
    return application


async def note_tokens(platform: Platform, request: web.Request) -> web.Response:
    """`{"tokens": [[token, resident, event id], …]}`: their minute begins now."""
    body = await read_json(request)
    with platform.lock:
        platform.residents.add_friends({resident for _, resident, _ in body["tokens"]})
        for token, resident, event_id in body["tokens"]:
            platform.reply_tokens.hand_out(token, resident, event_id, platform.now(), platform.now())
    return web.json_response({})


async def keep_contents(platform: Platform, request: web.Request) -> web.Response:
    """`{"ids": [message id, …], "path": file}`: all of them are this file, which is read once."""
    body = await read_json(request)
    content = Path(body["path"]).read_bytes()
    with platform.lock:
        for message_id in body["ids"]:
            platform.contents.keep(message_id, Content("image", "image/jpeg", content))
    return web.json_response({})


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Channel(sys.argv[2], sys.argv[3])))
