"""A hall whose layers can be broken one by one, and everything it writes while they break."""

import json
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import sqlalchemy as sa
from flask import Flask

import opening
from bot import webhook
from bot.answering import House
from bot.chores import Memory
from bot.line_gateway import LineGateway
from bot.relay import Relay
from bot.worker import Threads, Worker
from settings import SAMPLE_TOWN, Settings
from simulator.sender import signature
from simulator.server import RunningSimulator
from store.database import reading
from tests.patience import PATIENCE
from tests.people import open_door

Change = Callable[[House], House]


class Log:
    """Everything this process writes, from the beginning of a story."""

    def __init__(self, paper: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self._paper, self._capfd, self._elsewhere = paper, capfd, ""

    def written(self) -> str:
        self._elsewhere += "".join(self._capfd.readouterr())
        return self._paper.read_text(encoding="utf-8") + self._elsewhere

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.written().splitlines() if line.startswith("{")]

    def says(self, event: str) -> dict[str, Any]:
        return next(line for line in self.lines() if line["event"] == event)


@dataclass
class Hall:
    line: RunningSimulator
    worker: Worker

    def hears(self, words: str) -> None:
        """A new resident writes, and the workers do what they can."""
        [event] = self.line.telephones.text(self.line.platform.add_resident("花子").id, words)
        assert self.takes(event)

    def takes(self, *events: object) -> bool:
        [delivery] = self.line.deliver(list(events))
        self.worker.drains["inbox"]()
        self.worker.drains["outbox"]()
        return delivery.is_taken


@dataclass
class Street:
    """Where a hall can be opened whose layers are whole, or not."""

    line: RunningSimulator

    @contextmanager
    def hall(self, break_it: Change = lambda house: house, relay: Relay | None = None) -> Iterator[Hall]:
        gateway = LineGateway(self.line.channel.token, self.line.url)
        house = break_it(opening.furnish(Settings(_env_file=None, town_folder=SAMPLE_TOWN)))
        worker = Worker(gateway, gateway, house, Memory(), lambda: datetime.now(UTC), Threads(inbox=1, outbox=1))
        app = Flask("madoguchi")
        webhook.install(app, self.line.channel.secret, None, relay)
        with open_door(app) as address:
            self.line.sender.webhook = f"{address}/line/webhook"
            yield Hall(self.line, worker)
        worker.close()
        gateway.close()


def post(line: RunningSimulator, body: bytes, *, is_signed: bool = True) -> int:
    """Any bytes at the door, as if LINE had sent them. The status."""
    signed = signature(line.channel.secret if is_signed else "somebody else's", body)
    request = Request(line.sender.webhook, body, {"X-Line-Signature": signed, "Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def rows(entity: type) -> list[Any]:
    with reading() as session:
        return list(session.scalars(sa.select(entity)))


@contextmanager
def changed(url: str, change: str, back: str) -> Iterator[None]:
    """The tables as no migration would leave them."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(change))
    yield
    with engine.begin() as connection:
        connection.execute(sa.text(back))
