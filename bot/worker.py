"""The back room: each bell is answered by emptying its table."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import dramatiq
from dramatiq.middleware import Middleware

from bot.answering import Answering, House
from bot.chores import Chores, Followers, Memory
from bot.courtesies import Courtesies
from bot.delivering import Delivering
from bot.drain import Claimed, Drain
from bot.line_gateway import Gateway
from bot.pace import Pace
from store import bell


@dataclass(frozen=True)
class Threads:
    """How many colleagues may empty each table at once in this process."""

    inbox: int = 8
    outbox: int = 8
    urgent: int = 24
    chores: int = 1


class Worker:
    """Everything that answers bells in one process. `close` lets each thread finish its row and go."""

    def __init__(
        self, gateway: Gateway, followers: Followers, house: House, memory: Memory,
        now: Callable[[], datetime], threads: Threads = Threads(),
    ) -> None:  # fmt: skip
        self.closing = threading.Event()
        self._courtesies = Courtesies(gateway)
        delivering = Delivering(gateway, Pace(), now)
        answering = Answering(house, self._courtesies, delivering.send, now)
        chores = Chores(memory, followers, now)
        work: Mapping[str, tuple[Callable[[Claimed], bool], int]] = {
            "inbox": (answering.answer_one, threads.inbox),
            "outbox": (lambda claimed: delivering.deliver_one(claimed, urgent=False), threads.outbox),
            "urgent": (lambda claimed: delivering.deliver_one(claimed, urgent=True), threads.urgent),
            "chores": (lambda claimed: chores.do_due(), threads.chores),
        }
        self.drains = {name: Drain(name, one, count, self.closing) for name, (one, count) in work.items()}

    def close(self) -> None:
        self.closing.set()
        self._courtesies.close()


class ClosingTime(Middleware):
    """Tells the drains to stop between two rows when dramatiq is asked to shut down."""

    def __init__(self, closing: threading.Event) -> None:
        self._closing = closing

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        self._closing.set()


def register(worker: Worker, broker: dramatiq.Broker) -> None:
    """Tie each bell to its table. Retries live in the rows, so dramatiq retries nothing."""
    broker.add_middleware(ClosingTime(worker.closing))
    for name in bell.NAMES:
        dramatiq.actor(actor_name=f"drain_{name}", queue_name=name, broker=broker)(worker.drains[name])
