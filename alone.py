"""Everything in one process: web, workers and clock, with LINE on this machine where there are no credentials."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC

import dramatiq
import waitress
from apscheduler.schedulers.background import BackgroundScheduler
from pydantic import SecretStr

import logs
import opening
from bot import rich_menu
from bot.worker import Threads, register
from scheduler import clock
from serve import WEB_THREADS, create_worker, web_app
from settings import HOME, Settings, SettingsError, get_settings
from staff.set_up import has_desk
from store import bell

CHILD_MAY_TAKE = 10  # seconds to end when it is told
MOST_CONNECTIONS = 1000  # waitress stops listening at 100, and LINE gives up after two seconds
# Queues and threads, scaled down for one process.
GROUPS = (
    ({"inbox", "outbox"}, 8),
    ({"urgent"}, 8),
    ({"chores"}, 1),
    ({"letters"}, 1),
    ({"notices"}, 1),
    ({"photos"}, 1),
    ({"feed"}, 1),
    ({"menus"}, 1),
    ({"mailbox"}, 1),
)


def run() -> None:
    """Everything in one process, with the simulator as a child where there are no LINE credentials. Ends on Ctrl-C."""
    signal.signal(signal.SIGTERM, _as_keyboard_interrupt)  # from the first moment: the simulator must not be orphaned
    settings = get_settings()
    logs.configure()
    if settings.redis_url:
        raise SettingsError("REDIS_URL があるときは1つのプロセスでは動かしません。Procfile を使ってください。")
    opening.open_database(settings, connections=WEB_THREADS + 20)
    opening.migrate(settings)
    opening.load(settings)
    with contextlib.ExitStack() as house:
        if settings.line_channel_token is None:
            settings = house.enter_context(_simulated(settings))
            rich_menu.publish(settings)
        opening.refuse_samples(settings, opening.read_profile(settings))
        house.enter_context(_back_room(settings))
        _answer_the_door(settings)


def _answer_the_door(settings: Settings) -> None:
    try:
        server = waitress.create_server(
            web_app(settings), host=settings.host, port=settings.port, threads=WEB_THREADS,
            connection_limit=MOST_CONNECTIONS, asyncore_use_poll=True,
        )  # fmt: skip
    except OSError:
        raise SettingsError(f"ポート {settings.port} は使われています。PORT に別の番号を書いてください。") from None
    _print_addresses(settings, server.effective_port)
    server.run()  # returns on Ctrl-C
    server.close()


@contextlib.contextmanager
def _back_room(settings: Settings) -> Iterator[None]:
    """Workers and clock on threads of this process."""
    broker = bell.install(None)
    worker = create_worker(settings, Threads(inbox=8, outbox=8, urgent=8))
    register(worker, broker)
    threads = [dramatiq.Worker(broker, queues=queues, worker_threads=n, worker_timeout=100) for queues, n in GROUPS]
    scheduler = BackgroundScheduler(timezone=UTC)
    clock.wind(scheduler)
    for one in threads:
        one.start()
    scheduler.start()
    bell.ring("inbox")  # whatever was left when the house closed last time
    bell.ring("outbox")
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        worker.close()
        for one in threads:
            one.stop(timeout=8000)


@contextlib.contextmanager
def _simulated(settings: Settings) -> Iterator[Settings]:
    """LINE on this machine as a child process, with secrets made for this run."""
    secret, token = secrets.token_hex(16), secrets.token_hex(16)
    here = f"http://{settings.host}"
    words = [
        sys.executable, "-m", "simulator", "--host", settings.host, "--port", str(settings.simulator_port),
        "--webhook", f"{here}:{settings.port}/line/webhook", "--channel-secret", secret, "--channel-token", token,
        "--assets-dir", str(HOME / "assets"), "--phone-dir", str(HOME / "simulator/phone"),
    ]  # fmt: skip
    child = subprocess.Popen(words, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603
    try:
        if child.stdout is None or not child.stdout.readline():
            raise SettingsError(
                f"ポート {settings.simulator_port} は使われています。SIMULATOR_PORT に別の番号を書いてください。"
            )
        yield settings.model_copy(
            update={
                "line_channel_secret": SecretStr(secret), "line_channel_token": SecretStr(token),
                "line_api_url": f"{here}:{settings.simulator_port}", "line_data_url": f"{here}:{settings.simulator_port}",
            }
        )  # fmt: skip
    finally:
        end(child, CHILD_MAY_TAKE)


def end(child: subprocess.Popen[str], may_take: float) -> None:
    child.terminate()
    try:
        child.communicate(timeout=may_take)
    except subprocess.TimeoutExpired:  # nobody is left behind, and nobody reads a traceback for it
        child.kill()
        child.communicate()


def _print_addresses(settings: Settings, port: int) -> None:
    lines = [f"health: http://{settings.host}:{port}/healthz"]
    if not settings.send_only:
        lines.append(f"webhook: http://{settings.host}:{port}/line/webhook")
    if has_desk(settings):
        lines.append(f"職員のページ (staff): http://localhost:{port}/staff/")
    if settings.line_api_url.startswith("http://"):
        lines.insert(0, f"電話のページ (phone): {settings.line_api_url}/phone/")
    sys.stdout.write("".join(f"{line}{os.linesep}" for line in lines))
    sys.stdout.flush()


def _as_keyboard_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
