"""LINE on this machine for a crowd that knocks by itself: the simulator, told which reply tokens are out.

`python -m benchmarks.line PORT SECRET TOKEN`
"""

import asyncio
import signal
import sys
from pathlib import Path

from aiohttp import web

from simulator.contents import Content
from simulator.phone_api import read_json
from simulator.platform import Channel, Platform
from simulator.sender import Sender
from simulator.server import application_for


async def serve(port: int, channel: Channel) -> None:
    platform = Platform(channel)
    application = application_for(platform, Sender(platform, "http://127.0.0.1:9/line/webhook"))

    async def note_tokens(request: web.Request) -> web.Response:
        """`{"tokens": [[token, resident, event id], …]}`: their minute begins now."""
        body = await read_json(request)
        with platform.lock:
            platform.residents.add_friends({resident for _, resident, _ in body["tokens"]})
            for token, resident, event_id in body["tokens"]:
                platform.reply_tokens.hand_out(token, resident, event_id, platform.now(), platform.now())
        return web.json_response({})

    async def keep_contents(request: web.Request) -> web.Response:
        """`{"ids": [message id, …], "path": file}`: all of them are this file, which is read once."""
        body = await read_json(request)
        content = Path(body["path"]).read_bytes()
        with platform.lock:
            for message_id in body["ids"]:
                platform.contents.keep(message_id, Content("image", "image/jpeg", content))
        return web.json_response({})

    application.router.add_post("/tokens", note_tokens)
    application.router.add_post("/contents", keep_contents)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await stop.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Channel(sys.argv[2], sys.argv[3])))
