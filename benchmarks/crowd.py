"""The crowd at the door: one process, raw keep-alive sockets, latencies counted from when a request was due.

`python -m benchmarks.crowd '{"url": …, "secret": …, "count": …, "rate": 200}'` prints JSON. It is a process of its own
so that the measuring disturbs as little as possible: about 20 µs a request.
"""

import json
import re
import selectors
import socket
import sys
import time
import urllib.request
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from benchmarks.figures import percentile
from benchmarks.letters import letters, questions, residents

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 30.0  # seconds after the last request was due


@dataclass
class Caller:
    """One connection, and the request it is waiting for."""

    line: socket.socket
    number: int = -1
    due_at: float = 0.0
    heard: bytes = b""
    is_gone: bool = False


class Crowd:
    """Open loop with a rate (each request has its moment), closed loop without (the next one follows the answer)."""

    def __init__(self, address: tuple[str, int], written: list[bytes], callers: int, rate: float | None) -> None:
        self._address, self._letters, self._most, self._rate = address, written, callers, rate
        self._selector = selectors.DefaultSelector()
        self._idle: list[Caller] = []
        self._waiting: deque[tuple[int, float]] = deque()  # due, and no connection free
        self._at_work = self._opened = self._next = 0
        self.latencies: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.reopened = 0

    def run(self, seconds: float) -> float:
        """Give the seconds from the first request to the last answer."""
        began = time.perf_counter()
        end = began + seconds
        while True:
            now = time.perf_counter()
            self._hand_out(began, now, is_over=now >= end)
            is_all_out = self._next >= len(self._letters) or (self._rate is None and now >= end)
            if (is_all_out and not self._at_work and not self._waiting) or now > end + PATIENCE:
                return time.perf_counter() - began
            pause = 0.5
            if self._rate and not is_all_out:
                pause = max(0.0, began + self._next / self._rate - now)
            for key, _ in self._selector.select(pause):
                self._listen(key.data)

    def _hand_out(self, began: float, now: float, *, is_over: bool) -> None:
        while self._waiting and (caller := self._free()):
            self._say(caller, *self._waiting.popleft())
        while self._next < len(self._letters):
            due = began + self._next / self._rate if self._rate else now
            if due > now or (self._rate is None and is_over):
                return
            caller = self._free()
            if caller is None and self._rate is None:
                return
            number, self._next = self._next, self._next + 1
            if caller:
                self._say(caller, number, due)
            else:
                self._waiting.append((number, due))

    def _free(self) -> Caller | None:
        while self._idle:
            caller = self._idle.pop()
            if not caller.is_gone:
                return caller
        return self._open() if self._opened < self._most else None

    def _open(self) -> Caller:
        line = socket.create_connection(self._address)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        caller = Caller(line)
        self._selector.register(line, selectors.EVENT_READ, caller)
        self._opened += 1
        return caller

    def _say(self, caller: Caller, number: int, due: float) -> None:
        caller.number, caller.due_at, caller.heard = number, due, b""
        self._at_work += 1
        try:
            caller.line.sendall(self._letters[number])
        except OSError:
            self._hung_up(caller)

    def _listen(self, caller: Caller) -> None:
        try:
            heard = caller.line.recv(65536)
        except OSError:
            heard = b""
        if not heard:
            self._hung_up(caller)
            return
        caller.heard += heard
        head, found, body = caller.heard.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not found or len(body) < int(length[1] if length else 0):
            return
        self.statuses[int(head[9:12])] += 1
        self.latencies.append(time.perf_counter() - caller.due_at)
        self._at_work, caller.number = self._at_work - 1, -1
        self._idle.append(caller)

    def _hung_up(self, caller: Caller) -> None:
        """A server closes idle lines; a request that met the closing is said again on a new one."""
        if caller.is_gone:
            return
        caller.is_gone = True
        self._selector.unregister(caller.line)
        caller.line.close()
        self._opened -= 1
        if caller.number >= 0:
            self.reopened += 1
            self._at_work -= 1
            self._waiting.append((caller.number, caller.due_at))


def main(wish: dict[str, Any]) -> dict[str, Any]:
    """`url, secret, destination, count, residents, seconds` and perhaps `rate`, `callers`, `line` (told the tokens)."""
    happened = questions(wish["count"], residents(wish["residents"]))
    written = list(letters(wish["url"], wish["secret"], happened, wish["destination"]))
    if wish.get("line"):
        _tell(wish["line"], happened)
    parts = urlsplit(wish["url"])
    crowd = Crowd((parts.hostname or "", parts.port or 80), written, wish.get("callers", 32), wish.get("rate"))
    took = crowd.run(wish["seconds"])
    milliseconds = [1000 * one for one in crowd.latencies]
    return {
        "answered": len(milliseconds), "accepted": crowd.statuses[200], "statuses": dict(crowd.statuses),
        "reopened": crowd.reopened, "seconds": took, "per_second": len(milliseconds) / took,
        "p50_ms": percentile(milliseconds, 0.50), "p99_ms": percentile(milliseconds, 0.99),
        "max_ms": max(milliseconds, default=float("nan")),
    }  # fmt: skip


def _tell(line: str, happened: list[dict[str, Any]]) -> None:
    for start in range(0, len(happened), 2000):
        tokens = [[e["replyToken"], e["source"]["userId"], e["webhookEventId"]] for e in happened[start : start + 2000]]
        request = urllib.request.Request(f"{line}/tokens", json.dumps({"tokens": tokens}).encode())  # noqa: S310
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310 - loopback


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
