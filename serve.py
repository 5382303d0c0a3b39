"""Puts processes together: the web alone, or web, workers and clock in one."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import dramatiq
import waitress
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from pydantic import SecretStr

import logs
import opening
from bot import health, rich_menu, webhook
from bot.chores import Memory
from bot.line_gateway import LineGateway
from bot.relay import Relay
from bot.worker import Threads, Worker, register
from scheduler import clock
from settings import HOME, Settings, SettingsError, get_settings
from store import bell
from town.calendar import to_jst

WEB_THREADS = 8
MOST_CONNECTIONS = 1000  # waitress stops listening at 100, and LINE gives up after two seconds
GROUPS = (({"inbox", "outbox"}, 8), ({"urgent"}, 8), ({"chores"}, 1))  # queues, threads, scaled down for one process


def create_web(settings: Settings | None = None) -> Flask:
    """The web process: the webhook, health and figures. It sends nothing and knows nothing of LINE's SDK at work."""
    settings = settings or get_settings()
    logs.configure()
    opening.open_database(settings, connections=WEB_THREADS)
    opening.refuse_samples(settings, opening.read_profile(settings))
    bell.install(settings.redis_url, namespace=settings.redis_namespace)
    return web_app(settings)


def web_app(settings: Settings) -> Flask:
    app = Flask("madoguchi")
    if not settings.send_only:
        if settings.line_channel_secret is None:
            raise SettingsError("LINE_CHANNEL_SECRET がありません。LINE Developers の「チャネル基本設定」にあります。")
        secret = settings.line_channel_secret.get_secret_value()
        webhook.install(app, secret, settings.line_bot_user_id, _relay(settings))
    app.register_blueprint(health.blueprint)
    return app


def create_worker(settings: Settings, threads: Threads) -> Worker:
    """What answers the bells of this process. The database must be open."""
    if settings.line_channel_token is None:
        raise SettingsError("LINE_CHANNEL_TOKEN がありません。LINE Developers の「Messaging API設定」で発行します。")
    gateway = LineGateway(
        settings.line_channel_token.get_secret_value(), settings.line_api_url, threads=threads.inbox + threads.urgent
    )
    memory = Memory(done=settings.keep_answered, dead=settings.keep_unanswered)
    return Worker(gateway, gateway, opening.furnish(settings), memory, lambda: datetime.now(UTC), threads)


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
        child.terminate()
        child.communicate(timeout=10)


def _relay(settings: Settings) -> Relay | None:
    is_over = settings.relay_until is not None and to_jst(datetime.now(UTC)).date() > settings.relay_until
    return Relay(settings.relay_url) if settings.relay_url and not is_over else None


def _print_addresses(settings: Settings, port: int) -> None:
    lines = [f"health: http://{settings.host}:{port}/healthz"]
    if not settings.send_only:
        lines.append(f"webhook: http://{settings.host}:{port}/line/webhook")
    if settings.line_api_url.startswith("http://"):
        lines.insert(0, f"電話のページ (phone): {settings.line_api_url}/phone/")
    sys.stdout.write("".join(f"{line}{os.linesep}" for line in lines))
    sys.stdout.flush()


def _as_keyboard_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
