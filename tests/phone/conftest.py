"""A simulator of its own in another process, a bot that only listens, and a real browser."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
NARROW = ViewportSize(width=375, height=812)
WIDE = ViewportSize(width=1280, height=900)
# Sample pictures lie under invented addresses: that they are not found is not a fault of the page.
HARMLESS = "Failed to load resource"


class ListeningBot:
    """A bot that takes every webhook and says nothing by itself."""

    def __init__(self) -> None:
        self._events: list[dict[str, Any]] = []
        self._arrived = threading.Condition()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/line/webhook"

    def hears(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the bot has heard such an event."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: any(map(is_it, self._events)), timeout=PATIENCE), self._events[-3:]
            return next(event for event in reversed(self._events) if is_it(event))

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def _take(self, events: list[dict[str, Any]]) -> None:
        with self._arrived:
            self._events += events
            self._arrived.notify_all()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take = self._take

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                take(json.loads(body)["events"])
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *spoken: Any) -> None:
                """Say nothing."""

        return Door


class Line:
    """The simulator as the bot and its residents see it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, path: str, body: Any = None) -> Any:
        """A call; with a body it is a POST."""
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        kind = "image/png" if isinstance(body, bytes) else "application/json"
        request = Request(self.url + path, content, {"Content-Type": kind, "Authorization": "Bearer a-token"})
        with urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or b"{}")

    def newcomer(self, name: str) -> str:
        """A resident with a telephone nobody has used."""
        return str(self.ask("/phone/api/residents", {"name": name, "language": "ja"})["id"])

    def push(self, resident: str, *messages: dict[str, Any]) -> None:
        """The bot writes of its own accord."""
        self.ask("/v2/bot/message/push", {"to": resident, "messages": list(messages)})


@pytest.fixture(scope="package")
def bot() -> Iterator[ListeningBot]:
    listening = ListeningBot()
    yield listening
    listening.stop()


@pytest.fixture(scope="package")
def line(bot: ListeningBot) -> Iterator[Line]:
    command = [sys.executable, "-m", "simulator", "--port", "0", "--webhook", bot.address]
    secrets = ["--channel-secret", "a-secret", "--channel-token", "a-token", "--assets-dir", str(ROOT / "assets")]
    with subprocess.Popen([*command, *secrets], cwd=ROOT, stdout=subprocess.PIPE, text=True) as simulator:
        assert simulator.stdout is not None
        spoken = simulator.stdout.readline()
        line = Line(spoken.split()[-1].removesuffix("/phone/"))
        line.ask("/phone/api/switches", {"patience_seconds": PATIENCE})  # a busy machine is no fault of the bot
        yield line
        simulator.terminate()


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def screen(request: pytest.FixtureRequest) -> ViewportSize:
    return ViewportSize(width=request.param["width"], height=request.param["height"])


Open = Callable[[str, ViewportSize], Page]


@contextmanager
def opening_pages(browser: Browser, line: Line) -> Iterator[Open]:
    """Opens pages; in the end none of them may have complained."""
    complaints: list[str] = []
    pages: list[Page] = []

    def open_at(path: str, size: ViewportSize) -> Page:
        page = browser.new_page(viewport=size)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(line.url + path)
        page.locator("main[aria-busy=false]").wait_for()
        pages.append(page)
        return page

    yield open_at
    for page in pages:
        page.close()
    assert [one for one in complaints if HARMLESS not in one] == []


@pytest.fixture
def open_page(browser: Browser, line: Line) -> Iterator[Open]:
    with opening_pages(browser, line) as open_at:
        yield open_at


@pytest.fixture(scope="module")
def open_for_all(browser: Browser, line: Line) -> Iterator[Open]:
    """For pages that several stories only look at."""
    with opening_pages(browser, line) as open_at:
        yield open_at


@pytest.fixture(scope="session")
def samples() -> dict[str, dict[str, Any]]:
    """One of every kind of message, by its name in the book of samples."""
    written = (ROOT / "simulator/phone/gallery/gallery.json").read_text(encoding="utf-8")
    return {sample["id"]: sample["message"] for sample in json.loads(written)}
