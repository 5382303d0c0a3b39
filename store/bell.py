"""The doorbell. It carries no parcel, only «look at your table»: a lost or double ring is harmless."""

import os
import threading
import time
from collections.abc import Callable

import dramatiq
import redis
import structlog
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger()

NAMES = ("urgent", "inbox", "outbox", "chores", "letters", "notices", "photos", "feed", "menus", "mailbox")
BY_THE_CLOCK_ALONE = ("feed", "mailbox")  # nobody looks by themselves: others are asked once a minute
QUIET_SECONDS = 0.05  # one ring per bell in this time; the last one of a burst is rung at its end


class Coalescer:
    """Rings at once, then at most once per quiet time, and never forgets the last call of a burst."""

    def __init__(self, ring: Callable[[str], None], quiet_seconds: float) -> None:
        self._ring, self._quiet = ring, quiet_seconds
        self._lock = threading.Lock()
        self._rung_at: dict[str, float] = {}
        self._is_pending: set[str] = set()

    def call(self, name: str) -> None:
        now = time.monotonic()
        with self._lock:
            if name in self._is_pending:
                return
            wait = self._rung_at.get(name, -self._quiet) + self._quiet - now
            if wait > 0:
                self._is_pending.add(name)
            else:
                self._rung_at[name] = now
        if wait <= 0:
            self._ring(name)
            return
        timer = threading.Timer(wait, self._ring_late, (name,))
        timer.daemon = True
        timer.start()

    def _ring_late(self, name: str) -> None:
        with self._lock:
            self._is_pending.discard(name)
            self._rung_at[name] = time.monotonic()
        self._ring(name)


def install(redis_url: str | None, *, namespace: str = "madoguchi") -> dramatiq.Broker:
    """Hang up the bell: Redis between processes, in memory (None) inside one."""
    broker = _patientless_redis(redis_url, namespace) if redis_url else StubBroker(middleware=[])
    dramatiq.set_broker(broker)
    for name in NAMES:
        broker.declare_queue(name)
    return broker


def ring(name: str) -> None:
    """Ask one thread, somewhere, to look at the table. Rings of a burst become one."""
    _coalescer.call(name)


def ring_now(name: str) -> None:
    """The same, without waiting for company: a drain calls a colleague with this."""
    message: dramatiq.Message[None] = dramatiq.Message(
        queue_name=name, actor_name=f"drain_{name}", args=(), kwargs={}, options={}
    )
    try:
        dramatiq.get_broker().enqueue(message)
    except Exception as error:  # the sweep finds the work within seconds anyway
        log.warning("bell.unheard", bell=name, error=type(error).__name__)


class _Ringer:
    """Rings one bell of Redis on a thread of its own. What is called meanwhile is rung once more, afterwards."""

    def __init__(self, name: str) -> None:
        self._name, self._is_called = name, threading.Event()
        threading.Thread(target=self._run, name=f"ringer-{name}", daemon=True).start()

    def call(self) -> None:
        self._is_called.set()

    def _run(self) -> None:
        while self._is_called.wait():
            self._is_called.clear()
            ring_now(self._name)


_ringers: dict[str, _Ringer] = {}
_hiring = threading.Lock()
os.register_at_fork(after_in_child=_ringers.clear)  # threads stay behind with the parent


def _ring_aside(name: str) -> None:
    """A Redis that is connected and silent takes a second to be given up; nobody at the door waits for that."""
    if not isinstance(dramatiq.get_broker(), RedisBroker):
        ring_now(name)
        return
    with _hiring:
        ringer = _ringers.get(name) or _ringers.setdefault(name, _Ringer(name))
    ringer.call()


_coalescer = Coalescer(_ring_aside, QUIET_SECONDS)


def _patientless_redis(url: str, namespace: str) -> dramatiq.Broker:
    """redis-py retries for seconds by default; a drain that calls a colleague may not wait so long."""
    client = redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0), socket_connect_timeout=0.5, socket_timeout=1)
    return RedisBroker(client=client, middleware=[], namespace=namespace)  # type: ignore[no-untyped-call]
