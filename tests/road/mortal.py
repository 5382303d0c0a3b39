"""The house in one process, sworn to die at an appointed word: by kill -9, without a farewell."""

import os
import signal
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import dramatiq
import structlog
import waitress
from pydantic import SecretStr

import opening
import serve
from bot.chores import Memory
from bot.line_gateway import LineGateway
from bot.worker import Threads, Worker, register
from settings import SAMPLE_TOWN, Settings
from store import bell

THREADS = 4
SWEEP_SECONDS = 0.1  # the real clock sweeps every ten seconds; the stories are in a hurry


@dataclass(frozen=True)
class Orders:
    """One life. `seam`: the log line at whose n-th occurrence it ends. `ahead`: how fast the workers' clock is."""

    database_url: str
    line_url: str
    secret: str
    token: str
    seam: str | None = None
    occurrence: int = 1
    ahead: timedelta = timedelta()


class Mortality:
    """Hears every log line and keeps none. SIGKILL cannot be caught: no `finally` runs, no connection is closed."""

    def __init__(self, seam: str | None, occurrence: int) -> None:
        self._seam, self._left = seam, occurrence
        self._lock = threading.Lock()

    def __call__(self, _logger: Any, _name: str, line: Any) -> Any:
        if line["event"] == self._seam:
            with self._lock:
                self._left -= 1
                if self._left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        raise structlog.DropEvent


def live(orders: Orders, born: Connection) -> None:
    """Open the door, tell its address, and work until death."""
    structlog.configure(
        processors=[Mortality(orders.seam, orders.occurrence)],
        wrapper_class=structlog.make_filtering_bound_logger(0),
    )
    settings = Settings(
        _env_file=None, database_url=orders.database_url, redis_url=None, demo=False, town_folder=SAMPLE_TOWN,
        line_channel_secret=SecretStr(orders.secret), line_channel_token=SecretStr(orders.token),
        line_api_url=orders.line_url,
    )  # fmt: skip
    opening.open_database(settings, connections=4 * THREADS)
    door = waitress.create_server(serve.web_app(settings), host="127.0.0.1", port=0, threads=THREADS)
    born.send(f"http://127.0.0.1:{door.effective_port}")  # before anybody works: what waited already may be its death
    _back_room(orders, settings)
    threading.Thread(target=_sweep, daemon=True).start()
    door.run()


def _sweep() -> None:
    until_death = threading.Event()
    while not until_death.wait(SWEEP_SECONDS):
        bell.ring("inbox")
        bell.ring("outbox")


def _back_room(orders: Orders, settings: Settings) -> None:
    broker = bell.install(None)
    gateway = LineGateway(orders.token, orders.line_url)
    threads = Threads(inbox=THREADS, outbox=THREADS, urgent=1)
    worker = Worker(
        gateway, gateway, opening.furnish(settings), Memory(), lambda: datetime.now(UTC) + orders.ahead, threads
    )
    register(worker, broker)
    dramatiq.Worker(broker, queues={"inbox", "outbox"}, worker_threads=2 * THREADS, worker_timeout=100).start()
