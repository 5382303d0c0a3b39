"""LINE on this machine, a bot that only listens, and a clock that can be turned."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3

from simulator.complaints import Json
from simulator.server import RunningSimulator
from tests.patience import PATIENCE

NOVEMBER = 1_795_219_200.0  # 21 November 2026, 09:00 in Japan


@dataclass
class Clock:
    """A clock on the wall of the simulator."""

    moment: float = NOVEMBER

    def __call__(self) -> float:
        return self.moment

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += seconds


@dataclass(frozen=True)
class Knock:
    """One webhook as it reached the bot."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def events(self) -> list[Json]:
        """What LINE told."""
        events: list[Json] = json.loads(self.body)["events"]
        return events


@dataclass
class Bot:
    """Hears webhooks and answers with the statuses it is told to, then with 200."""

    url: str = ""
    knocks: list[Knock] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    heard: threading.Condition = field(default_factory=threading.Condition)
    awake: threading.Event = field(default_factory=threading.Event)

    def hear(self, knock: Knock) -> int:
        """Take one webhook; a bot that sleeps answers when it wakes."""
        with self.heard:
            self.knocks.append(knock)
            self.heard.notify_all()
        self.awake.wait(timeout=PATIENCE)
        with self.heard:
            return self.statuses.pop(0) if self.statuses else 200

    def wait_for(self, count: int) -> list[Knock]:
        """Until so many webhooks came."""
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.knocks) >= count, timeout=PATIENCE)
            return list(self.knocks)

    @property
    def events(self) -> list[Json]:
        """All events heard."""
        return [event for knock in self.knocks for event in knock.events]


@dataclass(frozen=True)
class Reply:
    """LINE's answer to a call."""

    status: int
    body: Any
    headers: Mapping[str, str]


class Caller:
    """Calls LINE's API without the SDK, so that broken bodies can be sent too."""

    def __init__(self, line: RunningSimulator, pool: urllib3.PoolManager) -> None:
        self._line = line
        self._pool = pool

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """One call with the right token unless told otherwise."""
        sent = {"Authorization": f"Bearer {self._line.channel.token}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        answer = self._pool.request(method, self._line.url + path, body=raw, headers=sent, retries=False)
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return Reply(answer.status, answer.json() if is_json else answer.data, answer.headers)


def _ear_of(bot: Bot) -> type[BaseHTTPRequestHandler]:
    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(bot.hear(Knock(dict(self.headers), body)))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Ear


@pytest.fixture
def bot() -> Iterator[Bot]:
    """A bot next door."""
    listening = Bot()
    with ThreadingHTTPServer(("127.0.0.1", 0), _ear_of(listening)) as server:
        listening.url = f"http://127.0.0.1:{server.server_port}/line/webhook"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        listening.awake.set()
        yield listening
        listening.awake.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def clock() -> Clock:
    """Nine in the morning."""
    return Clock()


@pytest.fixture
def line(bot: Bot, clock: Clock) -> Iterator[RunningSimulator]:
    """LINE on this machine, knocking at the bot."""
    with RunningSimulator(bot.url, clock=clock) as running:
        running.sender.switches.patience_seconds = PATIENCE  # a busy machine is no fault of the bot
        yield running


@pytest.fixture
def call(line: RunningSimulator) -> Iterator[Caller]:
    """A hand on the API."""
    with urllib3.PoolManager() as pool:
        yield Caller(line, pool)


@pytest.fixture
def hanako(line: RunningSimulator) -> str:
    """The id of a resident who is a friend of the bot."""
    return line.platform.add_resident("花子").id


@pytest.fixture
def push(call: Caller) -> Callable[..., Reply]:
    """Push one text."""

    def pushed(to: str, words: str = "お知らせ", **headers: str) -> Reply:
        return call(
            "POST", "/v2/bot/message/push", {"to": to, "messages": [{"type": "text", "text": words}]}, **headers
        )

    return pushed
