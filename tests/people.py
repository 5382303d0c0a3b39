"""Residents of the stories: they act on a telephone of the simulator, and tell what they read there."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.worker import Worker
from simulator.server import RunningSimulator
from tests.patience import PATIENCE

Json = dict[str, Any]


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request: werkzeug would write it to a standard error that an earlier story has closed."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def made_whole(app: Flask) -> Callable[[Any, Any], list[bytes]]:
    """Each answer read to its end and closed before the first byte goes out: werkzeug leaves a file open whose reader
    hangs up at the wrong moment, as a browser does that goes on to the next page.
    """

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        with closing(app(environ, start_response)) as parts:  # type: ignore[type-var]
            return [b"".join(parts)]

    return answer


@contextmanager
def open_door(app: Flask) -> Iterator[str]:
    """The web process's app behind a real socket. Gives its address."""
    server = make_server("127.0.0.1", 0, made_whole(app), threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class TownHall:
    """The bot as it stands: a door, workers to wake, and LINE on this machine before it."""

    line: RunningSimulator
    worker: Worker

    def __post_init__(self) -> None:
        """A busy machine may take longer than LINE waits; that is no fault of the house."""
        self.line.sender.switches.patience_seconds = PATIENCE

    def newcomer(self, name: str, language: str = "ja") -> "Resident":
        """Somebody with a telephone of their own, who has not spoken yet."""
        return Resident(self, self.line.platform.add_resident(name, language).id)

    def receives(self, events: list[Json]) -> None:
        assert all(delivery.is_taken for delivery in self.line.deliver(events))

    def works(self) -> None:
        """The workers answer the bells until nothing is left."""
        self.worker.drains["inbox"]()
        self.worker.drains["outbox"]()


@dataclass
class Resident:
    """Somebody with a telephone."""

    hall: TownHall
    id: str

    def says(self, words: str) -> list[Json]:
        return self._acts(self.hall.line.telephones.text(self.id, words))

    def presses(self, label: str) -> list[Json]:
        """Presses a button or a quick reply that stands on the telephone."""
        data = next(a["data"] for a in self.actions() if a.get("label") == label and a["type"] == "postback")
        return self._acts(self.hall.line.telephones.postback(self.id, data, label))

    def presses_data(self, data: str) -> list[Json]:
        return self._acts(self.hall.line.telephones.postback(self.id, data))

    def follows(self) -> list[Json]:
        return self._acts(self.hall.line.telephones.follow(self.id))

    def blocks(self) -> list[Json]:
        return self._acts(self.hall.line.telephones.block(self.id))

    def acts(self, events: list[Json]) -> list[Json]:
        return self._acts(events)

    def phone(self) -> list[Json]:
        """Every message of the bot that ever arrived, oldest first."""
        return [m for arrival in self.hall.line.platform.ledger.arrivals(self.id) for m in arrival.messages]

    def actions(self) -> list[Json]:
        return [action for message in reversed(self.phone()) for action in actions(message)]

    def _acts(self, events: list[Json]) -> list[Json]:
        before = len(self.phone())
        self.hall.receives(events)
        self.hall.works()
        return self.phone()[before:]


def texts(messages: list[Json]) -> str:
    """Everything one can read, in reading order."""
    return "\n".join(text for message in messages for text in _texts(message))


def actions(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if isinstance(value.get("action"), dict):
            yield value["action"]
        for inner in value.values():
            yield from actions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from actions(inner)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "text" and isinstance(value.get("text"), str):
            yield value["text"]
        if value.get("type") == "button":
            yield f"[{value['action'].get('label')}]"
        for name, inner in value.items():
            if name != "quickReply":
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
