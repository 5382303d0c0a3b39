"""The post room of the stories: an outbox, LINE on this machine, and one clock on both walls."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.delivering import Delivering
from bot.line_gateway import LineGateway
from bot.pace import Pace
from simulator.faults import Fault, Misfortune
from simulator.server import RunningSimulator
from store import notices, outbox
from store.database import reading, transaction
from store.notices import Parcel
from store.outbox import Delivery, Way
from tests.conftest import Clock

WORDS = [{"type": "text", "text": "こたえ"}]


def nobody() -> None:
    """Whoever would be called is not needed."""


@dataclass
class PostRoom:
    line: RunningSimulator
    gateway: LineGateway
    clock: Clock

    def __post_init__(self) -> None:
        self.delivering = Delivering(self.gateway, Pace(self.clock, per_second=1e6), self.clock)
        self.hanako = self.line.platform.add_resident("花子").id

    def promises(self, token: str | None = "new", **more: Any) -> Delivery:
        """An answer to something Hanako just said; with no token, something she is told of our own accord."""
        if token == "new":
            [event] = self.line.telephones.text(self.hanako, "もしもし")
            self.line.deliver([event])
            token = str(event["replyToken"])
        with transaction() as session:
            return outbox.answer(session, 1, self.hanako, token, self.clock(), more.get("words", WORDS), self.clock())

    def tells(self, *residents: str, notice: int = 1, **more: Any) -> None:
        with transaction() as session:
            notices.multicast(session, residents, Parcel(notice, WORDS, **more), self.clock())

    def sends(self, delivery: Delivery) -> Delivery:
        self.delivering.send(delivery)
        return self.row(delivery.id)

    def works(self, *, urgent: bool = False) -> int:
        """Everything that is due; how many rows it was."""
        done = 0
        while self.delivering.deliver_one(nobody, urgent=urgent):
            done += 1
        return done

    def suffers(self, endpoint: str, misfortune: Misfortune, calls: int | None = None, seconds: float = 0.0) -> None:
        self.line.platform.faults.add(Fault(endpoint, misfortune, seconds, calls))

    def recovers(self) -> None:
        self.line.platform.faults.clear()

    def row(self, number: int) -> Delivery:
        with reading() as session:
            return session.get_one(Delivery, number)

    def rows(self, way: Way | None = None) -> list[Delivery]:
        with reading() as session:
            wanted = select(Delivery).order_by(Delivery.id)
            return list(session.scalars(wanted.where(Delivery.way == way) if way else wanted))

    def arrived(self, resident: str | None = None) -> int:
        return len(self.line.platform.ledger.arrivals(resident or self.hanako))
