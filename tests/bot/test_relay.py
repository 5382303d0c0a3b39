"""For a town whose vendor's bot stays: what is not ours is handed on as LINE signed it, and never at our cost."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from bot import webhook
from bot.relay import MOST_WAITING, Relay, is_ours
from store.database import reading
from store.inbox import Arrival, InboxEvent, State
from tests.patience import PATIENCE

SECRET, HANAKO = "8c570fa6dd201bb328f1c1eac23a96d8", "U" + "a" * 32


@dataclass
class OtherBot:
    """The vendor's bot: it hears, and answers only when it is awake."""

    url: str = ""
    heard: list[tuple[bytes, str]] = field(default_factory=list)
    awake: threading.Event = field(default_factory=threading.Event)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def hear(self, body: bytes, signature: str) -> None:
        with self.changed:
            self.heard.append((body, signature))
            self.changed.notify_all()
        self.awake.wait(PATIENCE)

    def has_heard(self, count: int) -> list[tuple[bytes, str]]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.heard) >= count, timeout=PATIENCE)
            return list(self.heard)


@pytest.fixture
def other() -> Iterator[OtherBot]:
    other = OtherBot()

    class Ear(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            other.hear(body, self.headers["X-Line-Signature"])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        server.daemon_threads = True
        server.block_on_close = False
        other.url = f"http://127.0.0.1:{server.server_port}/"
        other.awake.set()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield other
        other.awake.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def relay(other: OtherBot) -> Iterator[Relay]:
    relay = Relay(other.url)
    yield relay
    other.awake.set()
    relay.close()


def sign(body: bytes) -> str:
    return base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()


class Door:
    """Our webhook with a relay behind it."""

    def __init__(self, relay: Relay) -> None:
        app = Flask("door")
        webhook.install(app, SECRET, None, relay)
        self._client = app.test_client()

    def hears(self, *events: dict[str, Any]) -> bytes:
        # Blanks and order as nobody would write them: they must arrive untouched, or the signature is worth nothing.
        body = json.dumps({"events": list(events), "destination": "U"}, indent=3, ensure_ascii=False).encode()
        answer = self._client.post("/line/webhook", data=body, headers={"X-Line-Signature": sign(body)})
        assert answer.status_code == 200
        return body


@pytest.fixture
def door(db: str, relay: Relay) -> Door:
    return Door(relay)


def event(kind: str, event_id: str = "E1", **more: Any) -> dict[str, Any]:
    return {"type": kind, "webhookEventId": event_id, "source": {"type": "user", "userId": HANAKO}, **more}


def pressed(data: str, event_id: str = "E1") -> dict[str, Any]:
    return event("postback", event_id, postback={"data": data})


def states() -> dict[str, str]:
    with reading() as session:
        return {row.event_id: row.state for row in session.scalars(select(InboxEvent))}


def test_what_is_not_ours_travels_untouched_with_lines_signature(door: Door, other: OtherBot):
    body = door.hears(event("beacon", beacon={"hwid": "1", "type": "enter"}))
    [(heard, signature)] = other.has_heard(1)
    assert heard == body
    assert webhook.is_signed(heard, signature, SECRET.encode())


def test_the_buttons_of_the_other_bots_menu_are_its_own(door: Door, other: OtherBot):
    door.hears(pressed("vendor:garbage", "E1"))
    assert len(other.has_heard(1)) == 1
    assert states() == {"E1": State.KEPT}


def test_what_is_ours_is_answered_by_us_alone(door: Door, other: OtherBot):
    text = event("message", "E1", message={"type": "text", "id": "1", "text": "ごみは"})
    door.hears(text)
    door.hears(pressed("menu:top", "E2"))
    door.hears(event("follow", "E3"))
    assert states() == dict.fromkeys(("E1", "E2", "E3"), State.WAITING)
    door.hears(event("beacon", "E4"))
    [(heard, _)] = other.has_heard(1)
    assert json.loads(heard)["events"][0]["webhookEventId"] == "E4"


def test_the_verify_button_is_not_handed_on(door: Door, other: OtherBot):
    door.hears()
    door.hears(event("beacon"))
    assert len(other.has_heard(1)) == 1


def test_a_sleeping_bot_delays_nothing_of_ours(door: Door, other: OtherBot):
    other.awake.clear()
    for number in range(20):
        door.hears(event("beacon", f"E{number}"))
    assert len(other.heard) < 20  # had ours waited for it, it would have heard them all
    other.awake.set()
    assert len(other.has_heard(20)) == 20
    assert len(states()) == 20


def test_the_other_bots_events_keep_their_order(door: Door, other: OtherBot):
    for number in range(10):
        door.hears(event("beacon", f"E{number}"))
    order = [json.loads(body)["events"][0]["webhookEventId"] for body, _ in other.has_heard(10)]
    assert order == [f"E{number}" for number in range(10)]


def test_a_bot_that_is_gone_costs_nothing(db: str):
    relay = Relay("http://127.0.0.1:9/")
    door = Door(relay)
    door.hears(event("beacon", "E1"), event("message", "E2", message={"type": "text", "text": "ごみは"}))
    relay.close()
    assert states() == {"E1": State.KEPT, "E2": State.WAITING}


def test_a_full_queue_drops_and_never_waits(other: OtherBot, relay: Relay):
    other.awake.clear()
    beacon = [Arrival("E1", "U1", "beacon", {})]
    relay.offer(b"first", "s", beacon)
    other.has_heard(1)
    kept, dropped = [b"first"], 0
    with capture_logs() as told:
        while dropped < 50:
            body = str(len(kept) + dropped).encode()
            relay.offer(body, "s", beacon)
            if [line["event"] for line in told].count("relay.full") == dropped:
                kept.append(body)
            else:
                dropped += 1
    assert len(kept) >= MOST_WAITING + 1
    other.awake.set()
    assert [body for body, _ in other.has_heard(len(kept))] == kept


@pytest.mark.parametrize(
    ("kind", "raw", "ours"),
    [
        ("message.text", {}, True),
        ("message.hologram", {}, True),
        ("unsend", {}, True),
        ("beacon", {}, False),
        ("accountLink", {}, False),
        ("unreadable", {}, False),
        ("postback", {"postback": {"data": "entry:waste_bulky"}}, True),
        ("postback", {"postback": {"data": "entry"}}, False),
        ("postback", {"postback": {}}, False),
        ("postback", {"postback": "odd"}, False),
        ("postback", {}, False),
    ],
)
def test_whose_an_event_is(kind: str, raw: dict[str, Any], ours: bool):
    assert is_ours(Arrival("E1", "U1", kind, raw)) is ours
