"""The town of the stories about a storm: notices to many, urgent processes that are killed, and LINE's own book."""

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import dramatiq
import sqlalchemy as sa
import structlog

import opening
from bot.chores import Memory
from bot.line_gateway import LineGateway
from bot.worker import Threads, Worker, register
from settings import SAMPLE_TOWN, Settings
from simulator.faults import Fault, Misfortune
from simulator.server import RunningSimulator
from store import bell, notices
from store.database import reading, transaction
from store.notices import Parcel
from store.outbox import Delivery, Status
from tests.dams import Dam
from tests.patience import PATIENCE, eventually
from tests.road.lives import nursery
from tests.road.mortal import SWEEP_SECONDS, Mortality

ROWS, TELEPHONES = 60, 3  # rows of a notice, telephones of a row
THREADS = 6
LASTS = timedelta(hours=12)
NAME = "storm"  # by which the database knows the connections of the urgent processes
EVERYTHING_IS_DUE = 61.0  # seconds: more than any lease, pause or wait of an urgent row


@dataclass(frozen=True)
class Post:
    """One life of the urgent process. `ahead`: seconds by which its clock is fast."""

    database_url: str
    line_url: str
    token: str
    ahead: float


def live_urgent(post: Post, born: Connection) -> None:
    """Send what is urgent until death, with nobody to ring: the bell outside is gone, only the sweep is heard."""
    structlog.configure(processors=[Mortality(None, 0)], wrapper_class=structlog.make_filtering_bound_logger(0))
    settings = Settings(_env_file=None, database_url=post.database_url, redis_url=None, demo=False, town_folder=SAMPLE_TOWN)  # fmt: skip
    opening.open_database(settings, connections=2 * THREADS)
    broker, gateway = bell.install(None), LineGateway(post.token, post.line_url)
    worker = Worker(
        gateway, gateway, opening.furnish(settings), Memory(),
        lambda: datetime.now(UTC) + timedelta(seconds=post.ahead), Threads(urgent=THREADS),
    )  # fmt: skip
    register(worker, broker)
    dramatiq.Worker(broker, queues={"urgent"}, worker_threads=THREADS, worker_timeout=100).start()
    born.send(True)
    until_death = threading.Event()
    while not until_death.wait(SWEEP_SECONDS):
        bell.ring("urgent")


@dataclass
class Coast:
    """A town by the sea: everybody is LINE's friend, and a warning must reach each of them once."""

    line: RunningSimulator
    database_url: str
    ahead: float = 0.0
    people: list[str] = field(default_factory=list)
    lives: list[BaseProcess] = field(default_factory=list)

    def promises(self, notice: int) -> None:
        self.people = self.people or [
            self.line.platform.residents.add(f"住民{n}", "ja").id for n in range(ROWS * TELEPHONES)
        ]
        now = datetime.now(UTC)
        parcel = Parcel(notice, [self.words(notice)], "ja", expires_at=now + LASTS)
        with transaction() as session:
            for start in range(0, len(self.people), TELEPHONES):
                notices.multicast(session, self.people[start : start + TELEPHONES], parcel, now)

    @staticmethod
    def words(notice: int) -> dict[str, Any]:
        return {"type": "text", "text": f"お知らせ{notice}"}

    @contextlib.contextmanager
    def urgent(self, processes: int = 1) -> Iterator[None]:
        """Urgent processes at work. They end as storms end them: by kill -9, whatever they have in hand."""
        born = [self._begins() for _ in range(processes)]
        try:
            for pipe in born:
                assert pipe.poll(PATIENCE), "the urgent process never opened"
            yield
        finally:
            self.kills()
        self.ahead += EVERYTHING_IS_DUE

    def _begins(self) -> Connection:
        ours, theirs = nursery.Pipe()
        url = sa.make_url(self.database_url)
        if url.get_backend_name() == "postgresql":
            url = url.update_query_dict({"application_name": NAME})
        post = Post(url.render_as_string(hide_password=False), self.line.url, self.line.channel.token, self.ahead)
        process = nursery.Process(target=live_urgent, args=(post, theirs), daemon=True)
        process.start()
        self.lives.append(process)
        return ours

    def kills(self) -> None:
        for process in self.lives:
            process.kill()
            process.join(PATIENCE)
        self.lives.clear()

    @contextlib.contextmanager
    def line_suffers(self, misfortune: Misfortune, seconds: float = 0.0) -> Iterator[None]:
        self.line.platform.faults.add(Fault("multicast", misfortune, seconds))
        yield
        self.line.platform.faults.clear()

    @contextlib.contextmanager
    def line_holds_all_but(self, count: int) -> Iterator[Dam]:
        """What was held goes on afterwards, though whoever called may be dead by then."""
        dam = Dam("multicast", Misfortune.LATENCY, lets_through=count)
        self.line.platform.faults.add(dam)
        yield dam
        self.line.platform.faults.clear()
        dam.is_open.set()

    def tears_connections(self) -> None:
        """The database hangs up on everybody in the middle of a sentence. SQLite has no connections to tear."""
        if self.database_url.startswith("postgresql"):
            with reading() as session:
                session.execute(sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name = :name"
                ), {"name": NAME})  # fmt: skip

    def arrivals(self, notice: int) -> Counter[str]:
        """How often each telephone got the notice, by LINE's own book."""
        told = [self.words(notice)]
        with self.line.platform.lock:
            return Counter(one.resident for one in self.line.platform.ledger.arrivals() if one.messages == told)

    def telephones(self, notice: int, *statuses: Status) -> set[str]:
        wanted = sa.select(Delivery.to).where(Delivery.notice_id == notice, Delivery.status.in_(statuses))
        with reading() as session:
            return {one for to in session.scalars(wanted) for one in to or ()}

    def statuses(self, notice: int) -> set[str]:
        with reading() as session:
            return set(session.scalars(sa.select(Delivery.status).where(Delivery.notice_id == notice)))

    def comes_to_rest(self, *told: int) -> None:
        def is_at_rest() -> bool:
            with reading() as session:
                return not any(notices.is_on_the_way(session, one) for one in told)

        eventually(is_at_rest, "every row settled")

    def waits_for(self, count: int, notice: int) -> None:
        eventually(lambda: self.arrivals(notice).total() >= count, f"{count} arrivals")

    def waits_for_tries(self, count: int) -> None:
        tries = sa.select(sa.func.coalesce(sa.func.sum(Delivery.attempts), 0))

        def are_there() -> bool:
            with reading() as session:
                return int(session.scalar(tries) or 0) >= count

        eventually(are_there, f"{count} attempts")


def once_each(people: Sequence[str]) -> Counter[str]:
    return Counter(dict.fromkeys(people, 1))
