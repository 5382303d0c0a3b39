"""A server on this machine that plays the Meteorological Agency: feeds of the minute, long feeds, and telegrams."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

MINUTE, LONG = ("extra", "eqvol"), ("extra_l", "eqvol_l")


class Agency:
    """`asked` counts what was asked for; `broken` paths answer 500, `spoilt` feeds something that is no feed."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/developer/xml/"
        self.asked: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        self.broken: set[str] = set()
        self.spoilt: dict[str, bytes] = {}
        self.bodies: dict[str, bytes] = {}
        self.listed: dict[str, list[str]] = {name: [] for name in (*MINUTE, *LONG)}

    def publish(self, name: str, body: bytes, *, feed: str = "extra", in_minute: bool = True) -> None:
        """In the long feed always; in the feed of the minute unless it has dropped out of it."""
        self.bodies[name] = body
        self.listed[f"{feed}_l"].append(name)
        if in_minute:
            self.listed[feed].append(name)

    def forget(self) -> None:
        """More than ten minutes later: the feeds of the minute are empty again."""
        for name in MINUTE:
            self.listed[name] = []

    def answer(self, path: str) -> bytes | None:
        name = path.rpartition("/")[2].removesuffix(".xml")
        self.asked[name] += 1
        if name in self.broken:
            return None
        if "/feed/" in path:
            return self.spoilt.get(name) or self._feed(name)
        return self.bodies.get(name)

    def _feed(self, name: str) -> bytes:
        entries = "".join(
            f"<entry><title>x</title><id>https://www.data.jma.go.jp/developer/xml/data/{one}.xml</id>"
            "<updated>1999-12-31T23:59:59Z</updated></entry>"
            for one in reversed(self.listed[name])
        )
        return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


class _Desk(BaseHTTPRequestHandler):
    agency: Agency

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        body = self.agency.answer(path)
        tag = f'"{sha256(body or b"").hexdigest()}"'
        if body is None:
            self._say(404 if path.rpartition("/")[2].removesuffix(".xml") not in self.agency.broken else 500, b"", tag)
        elif self.headers.get("If-None-Match") == tag:
            self.agency.unchanged[path.rpartition("/")[2].removesuffix(".xml")] += 1
            self._say(304, b"", tag)
        else:
            self._say(200, body, tag)

    def _say(self, status: int, body: bytes, tag: str) -> None:
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """The agency is silent."""


@contextmanager
def an_agency() -> Iterator[Agency]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Desk)
    server.daemon_threads = True
    agency = Agency(server.server_address[1])
    server.RequestHandlerClass = type("Desk", (_Desk,), {"agency": agency})
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield agency
    finally:
        server.shutdown()
        server.server_close()
