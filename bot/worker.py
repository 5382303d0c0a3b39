"""The back room: each bell is answered by emptying its table."""

import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import dramatiq
from dramatiq.middleware import Middleware

from bot.answering import Answering, House
from bot.bulletin_hours import BulletinHours, Source
from bot.chores import Chores, Memory
from bot.courtesies import Courtesies
from bot.delivering import Delivering
from bot.disaster_hours import DisasterHours
from bot.drain import Claimed, Drain
from bot.following import Following
from bot.gateway import Gateway
from bot.line_menus import MenuWire
from bot.line_opinions import LineOpinions
from bot.line_questions import Asking
from bot.mail_box import MailBox
from bot.mail_hours import MailHours
from bot.mail_server import PostOffice
from bot.menu_hours import MenuHours
from bot.notice_hours import NoticeHours
from bot.pace import Pace
from bot.photographs import DarkRoom, Photographs
from bot.post import Post
from bot.report_hours import ReportHours
from bot.ring_hours import RingHours
from bot.safety_hours import SafetyHours
from store import bell


@dataclass(frozen=True)
class Threads:
    """How many colleagues may empty each table at once in this process."""

    inbox: int = 8
    outbox: int = 8
    urgent: int = 24
    chores: int = 1
    letters: int = 1
    notices: int = 1
    photos: int = 2
    feed: int = 1
    menus: int = 1
    mailbox: int = 1


class Worker:
    """Everything that answers bells in one process. `close` lets each thread finish its row and go."""

    def __init__(
        self, gateway: Gateway, asking: Asking, house: House, memory: Memory,
        now: Callable[[], datetime], threads: Threads = Threads(), post_office: PostOffice | None = None,
        dark_room: DarkRoom | None = None, source: Source | None = None, menus: MenuWire | None = None,
        mail_box: MailBox | None = None,
    ) -> None:  # fmt: skip
        self.closing = threading.Event()
        self.following = Following(house.knowledge, now, self.closing)
        self._courtesies = Courtesies(gateway)
        delivering = Delivering(gateway, Pace(now), now)
        answering = Answering(house, self._courtesies, delivering.send, now)
        chores = Chores(memory, asking, now, house.town.reviewing, house.report_office)
        work: Mapping[str, tuple[Callable[[Claimed], bool], int]] = {
            "inbox": (answering.answer_one, threads.inbox),
            "outbox": (lambda claimed: delivering.deliver_one(claimed, urgent=False), threads.outbox),
            "urgent": (lambda claimed: delivering.deliver_one(claimed, urgent=True), threads.urgent),
            "chores": (lambda claimed: chores.do_due(), threads.chores),
            "notices": (_looks(house, asking, now), threads.notices),
            "letters": (Post(post_office, now).post_one, threads.letters),
            "photos": (Photographs(dark_room or DarkRoom(), house, now).fetch_one, threads.photos),
            "feed": (BulletinHours(source or Source(), house.town, now, self.closing).look, threads.feed),
            "menus": (MenuHours(menus, now).look, threads.menus),
            "mailbox": (MailHours(mail_box, house.town, now, self.closing).look, threads.mailbox),
        }
        self.drains = {name: Drain(name, one, count, self.closing) for name, (one, count) in work.items()}

    def close(self) -> None:
        self.closing.set()
        self._courtesies.close()


def _looks(house: House, asking: Asking, now: Callable[[], datetime]) -> Callable[[Claimed], bool]:
    """All looks at one bell, each even when one before it fails: at night somebody must be rung."""
    rings = RingHours(house.town, house.desk_address, house.prefix, now)
    disaster, reports = DisasterHours(house.town, now), ReportHours(house.report_office, now)
    safety = SafetyHours(house.town, now)
    looks = (
        NoticeHours(house.town, now).look, disaster.look, safety.look, reports.look, rings.look,
        LineOpinions(asking, now).look,
    )  # fmt: skip

    def look(claimed: Claimed) -> bool:
        with contextlib.ExitStack() as all_of_them:
            for one in reversed(looks):  # the stack is emptied from its end
                all_of_them.callback(one, claimed)
        return False

    return look


class ClosingTime(Middleware):
    """Tells the drains to stop between two rows when dramatiq is asked to shut down."""

    def __init__(self, closing: threading.Event) -> None:
        self._closing = closing

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        self._closing.set()


def register(worker: Worker, broker: dramatiq.Broker) -> None:
    """Tie each bell to its table. Retries live in the rows, so dramatiq retries nothing."""
    broker.add_middleware(ClosingTime(worker.closing))
    broker.add_middleware(worker.following)
    for name in bell.NAMES:
        dramatiq.actor(actor_name=f"drain_{name}", queue_name=name, broker=broker)(worker.drains[name])
