"""`python -m simulator`: LINE on this machine, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import errno
import logging
import signal
import sys
from pathlib import Path

from aiohttp import web

from simulator.platform import Channel, Platform
from simulator.sender import Sender
from simulator.server import ASSETS_FOLDER, PHONE_FOLDER, application_for

FIRST_RESIDENTS = (("花子", "ja"), ("Maria", "pt"))


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description="LINE on this machine.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--webhook", default="http://127.0.0.1:8000/line/webhook", help="where the bot listens")
    parser.add_argument("--channel-secret", required=True)
    parser.add_argument("--channel-token", required=True)
    parser.add_argument("--bot-name", default="みほん市")
    parser.add_argument("--phone-dir", type=Path, default=PHONE_FOLDER)
    parser.add_argument("--assets-dir", type=Path, default=ASSETS_FOLDER)
    parser.add_argument("--log", type=Path, help="write each request here")
    return parser.parse_args(given)


async def serve(chosen: argparse.Namespace) -> None:
    """Listen until somebody asks to stop."""
    platform = Platform(Channel(chosen.channel_secret, chosen.channel_token, chosen.bot_name))
    for name, language in FIRST_RESIDENTS:
        platform.add_resident(name, language)
    application = application_for(platform, Sender(platform, chosen.webhook), chosen.phone_dir, chosen.assets_dir)
    access_log = logging.getLogger("aiohttp.access") if chosen.log else None
    runner = web.AppRunner(application, access_log=access_log, shutdown_timeout=1)
    await runner.setup()
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    try:
        await web.TCPSite(runner, chosen.host, chosen.port).start()
        port = runner.addresses[0][1]
        sys.stdout.write(f"LINE on this machine: http://{chosen.host}:{port}/phone/\n")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await runner.cleanup()


def main() -> int:
    """Start, and say in one sentence why not."""
    chosen = arguments()
    if not chosen.phone_dir.is_dir():
        sys.stderr.write(f"The folder of the telephone page, {chosen.phone_dir}, does not exist.\n")
        return 2
    if chosen.log:
        logging.basicConfig(filename=chosen.log, level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        asyncio.run(serve(chosen))
    except OSError as error:
        reason = "the port is in use" if error.errno == errno.EADDRINUSE else error.strerror
        sys.stderr.write(f"The simulator cannot listen on {chosen.host}:{chosen.port}: {reason}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
