"""For a town whose vendor's bot stays: events we do not handle are handed on, untouched, and never at our cost."""

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
import urllib3

from store.inbox import Arrival

log = structlog.get_logger()

TIMEOUT = urllib3.Timeout(connect=2, read=5)
MOST_WAITING = 500  # requests; beyond that the other bot is down and the oldest of its events are worth nothing
OURS = frozenset({"message", "postback", "follow", "unfollow", "unsend"})
OUR_BUTTONS = (
    "silent:",
    "contact:",
    "language:",
    "menu:",
    "topic:",
    "entry:",
    "slot:",
    "more:",
    "life:",
    "timeline:",
    "helped:",
    "send:",
    "counter:",
    "shelter:",
    "told:",
    "maps:",
    "orders:",
    "warnings:",
    "wish:",
    "ring:",
    "safety:",
    "report:",
    "report_see:",
    "report_reply:",
    "report_fixed:",
    "report_own:",
    "report_pin:",
)  # a test holds this against the router's table


def is_ours(arrival: Arrival) -> bool:
    """Whether we answer this; a button that is not of our making belongs to the other bot's menu."""
    if arrival.kind == "postback":
        postback = arrival.raw.get("postback")
        return isinstance(postback, dict) and str(postback.get("data", "")).startswith(OUR_BUTTONS)
    return arrival.kind.partition(".")[0] in OURS


@dataclass(frozen=True)
class _Parcel:
    body: bytes
    signature: str


class Relay:
    """One thread, one bounded queue. The raw body travels with LINE's signature, so the other bot can check it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: queue.Queue[_Parcel | None] = queue.Queue(MOST_WAITING)
        self._pool = urllib3.PoolManager(num_pools=1, maxsize=1, retries=False, timeout=TIMEOUT)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def offer(self, body: bytes, signature: str, arrived: Sequence[Arrival]) -> None:
        """Hand the request on if anything in it is not ours. Returns at once; a full queue drops it with a log line."""
        if all(is_ours(one) for one in arrived):
            return
        self._start()
        try:
            self._waiting.put_nowait(_Parcel(body, signature))
        except queue.Full:
            log.warning("relay.full", events=len(arrived))

    def close(self) -> None:
        if self._thread:
            self._waiting.put(None)
            self._thread.join()
        self._pool.clear()

    def _start(self) -> None:
        """Lazily: a thread made before gunicorn forks would not live in the child."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while parcel := self._waiting.get():
            headers = {"Content-Type": "application/json", "X-Line-Signature": parcel.signature}
            try:
                answer = self._pool.request("POST", self._url, body=parcel.body, headers=headers)
                log.info("relay.handed_on", status=answer.status)
            except urllib3.exceptions.HTTPError as error:
                log.warning("relay.unreachable", error=type(error).__name__)
