"""The town of the stories about death: LINE that lives on, residents who keep writing, and a house that is killed."""

import multiprocessing
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.request import urlopen

import sqlalchemy as sa
from sqlalchemy.orm import Session

from simulator.server import RunningSimulator
from store.inbox import InboxEvent
from store.outbox import Delivery, Status
from tests.patience import PATIENCE, eventually
from tests.road.mortal import Orders, live

RESIDENTS, QUESTIONS = 3, 4

# The house is imported once and each life is forked from there: a process of its own, with nothing yet open.
nursery = multiprocessing.get_context("forkserver")
nursery.set_forkserver_preload(["__main__", "tests.road.mortal", "tests.processes.warmed"])


@dataclass
class Life:
    """One process of the house."""

    process: multiprocessing.process.BaseProcess
    address: str

    def ends_by_kill(self) -> None:
        self.process.join(PATIENCE)
        assert self.process.exitcode == -signal.SIGKILL

    def figures(self) -> str:
        with urlopen(f"{self.address}/metrics", timeout=PATIENCE) as answer:
            return str(answer.read().decode())


@dataclass
class MortalTown:
    """LINE, its residents, and a database that outlives the house."""

    line: RunningSimulator
    database_url: str
    lives: list[Life] = field(default_factory=list)
    asked: dict[str, list[str]] = field(default_factory=dict)  # resident -> ids of their events, oldest first
    began: float = field(default_factory=time.monotonic)
    sent_again: bool = False  # LINE heard no «200» at first; each try gives the reply token another minute

    def begins(self, seam: str | None = None, occurrence: int = 1, ahead: float = 0.0) -> Life:
        """A house opens; LINE finds it at its new address."""
        ours, theirs = nursery.Pipe()
        orders = Orders(
            self.database_url, self.line.url, self.line.channel.secret, self.line.channel.token,
            seam, occurrence, timedelta(seconds=ahead),
        )  # fmt: skip
        process = nursery.Process(target=live, args=(orders, theirs), daemon=True)
        process.start()
        assert ours.poll(PATIENCE), "the house never opened"
        life = Life(process, ours.recv())
        self.line.sender.webhook = f"{life.address}/line/webhook"
        self.lives.append(life)
        return life

    @contextmanager
    def residents_ask(self, residents: int = RESIDENTS, questions: int = QUESTIONS) -> Iterator[None]:
        """Each writes one message after the other, whatever becomes of the house meanwhile."""
        names = [self.line.platform.add_resident(f"住民{n}").id for n in range(residents)]
        self.asked = {name: [] for name in names}
        with ThreadPoolExecutor(residents) as telephones:
            writing: list[Future[None]] = [telephones.submit(self._write, name, questions) for name in names]
            yield
            for one in writing:
                one.result()

    def _write(self, resident: str, questions: int) -> None:
        for number in range(questions):
            with self.line.platform.lock:
                [event] = self.line.telephones.text(resident, f"{number + 1}番目の質問です")
            self.asked[resident].append(event["webhookEventId"])
            [delivery] = self.line.deliver([event])
            assert delivery.is_taken
            self.sent_again |= delivery.tries > 1

    def comes_to_rest(self) -> None:
        """Nothing waits and nothing is under way any more, in no table."""
        count = sum(len(events) for events in self.asked.values())
        eventually(lambda: self._is_at_rest(count), "every event settled")

    def _is_at_rest(self, count: int) -> bool:
        with self.rows() as session:
            events = session.scalars(sa.select(InboxEvent.state)).all()
            deliveries = session.scalars(sa.select(Delivery.status)).all()
        is_open = {"waiting", "working", "sending"} & {*events, *deliveries}
        return len(events) == count and len(deliveries) == count and not is_open

    def lasted(self) -> timedelta:
        """By the clock of the house, which cannot be stopped."""
        return timedelta(seconds=time.monotonic() - self.began)

    def answers(self) -> dict[str, int]:
        """How often each event was answered, as LINE saw it: by its reply token."""
        return {event: len(self.line.platform.ledger.answers_to(event)) for one in self.asked.values() for event in one}

    def pushes(self) -> int:
        return len(self.line.platform.ledger.arrivals(via="push"))

    def uncertain(self) -> set[str]:
        """The events whose rows stand there for everybody to see as uncertain."""
        joined = sa.select(InboxEvent.event_id).join(Delivery, Delivery.event_seq == InboxEvent.seq)
        with self.rows() as session:
            return set(session.scalars(joined.where(Delivery.status == Status.UNCERTAIN)))

    def interrupted(self) -> set[str]:
        """The events a death fell upon: they were taken up, or sent, more than once."""
        joined = sa.select(InboxEvent.event_id).join(Delivery, Delivery.event_seq == InboxEvent.seq)
        with self.rows() as session:
            return set(session.scalars(joined.where((InboxEvent.attempts > 1) | (Delivery.attempts > 1))))

    def heard(self, resident: str) -> list[str]:
        """The events answered on one telephone, in the order of arrival."""
        return [str(arrival.event_id) for arrival in self.line.platform.ledger.arrivals(resident, via="reply")]

    @contextmanager
    def rows(self) -> Iterator[Session]:
        engine = sa.create_engine(self.database_url, poolclass=sa.NullPool)
        with Session(engine) as session:
            yield session

    def closes(self) -> None:
        for life in self.lives:
            life.process.kill()
            life.process.join(PATIENCE)
