"""Inbox -> outbox: one event, one transaction. What to say is decided upstairs, in handlers/."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from sqlalchemy.orm import Session

from bot import incoming as line_json
from bot.courtesies import Courtesies
from bot.drain import Claimed
from handlers import greeting, router
from handlers.turn import Desk
from knowledge.ask import Knowledge
from knowledge.life_events import LifeEvents
from logs import type_and_place
from reports.filing import Office
from reports.report_town import ReportTown
from speech.cards import Spoken
from speech.guess import guess_language
from speech.incoming import Followed, Incoming, Place, Said, TakenBack, Text, Unfollowed
from speech.render import render
from store import erasure, inbox, outbox
from store.database import transaction
from store.inbox import InboxEvent, OvertakenError
from store.outbox import Delivery
from town import residents
from town.numbers import EmergencyNumbers
from town.profile import Profile

log = structlog.get_logger()

DEMO_PREFIX = "【デモ】"


class KnowledgeOfNow(Protocol):
    def at(self, now: datetime) -> Knowledge: ...


@dataclass(frozen=True)
class House:
    """What an answer is made with; the same for every event."""

    knowledge: KnowledgeOfNow
    town: Profile
    numbers: EmergencyNumbers
    is_demo: bool = False
    life_events: LifeEvents = LifeEvents()  # noqa: RUF009 - frozen
    reports: ReportTown = ReportTown()  # noqa: RUF009 - frozen
    desk_address: str = ""  # where officers sign in; empty where there is no desk

    def desk(self, session: Session, resident: residents.Resident | None, now: datetime, said: Said) -> Desk:
        guessed = guess_language(said.text) if isinstance(said, Text) else None
        return Desk(
            session, self.knowledge.at(now), self.town, self.numbers, now, resident, guessed, self.life_events,
            self.reports, self.desk_address,
        )  # fmt: skip

    @property
    def prefix(self) -> str:
        return DEMO_PREFIX if self.is_demo else ""

    @property
    def report_office(self) -> Office:
        """Where the back room looks after reports."""
        return Office(self.reports, self.town, self.desk_address, self.prefix)

    def rendered(self, spoken: list[Spoken]) -> list[dict[str, Any]]:
        return render(spoken, prefix=self.prefix)


class Answering:
    """Takes an event, asks the router, promises the answer, and lets it be sent in the same breath."""

    def __init__(
        self, house: House, courtesies: Courtesies, send: Callable[[Delivery], None], now: Callable[[], datetime]
    ) -> None:
        self._house, self._courtesies, self._send, self._now = house, courtesies, send, now

    def answer_one(self, claimed: Claimed) -> bool:
        """True when there was an event to answer."""
        with transaction() as session:
            event = inbox.claim(session, self._now()) or inbox.reclaim(session, self._now())
        if event is None:
            return False
        claimed()
        log.debug("inbox.claimed", seq=event.seq, attempts=event.attempts)
        said = line_json.read(event.raw or {}, tuple(event.masked))
        with self._courtesies.expected(said):
            delivery = self._answer(event, said)
            if delivery:
                log.debug("answer.stored", seq=event.seq, delivery=delivery.id)
                self._send(delivery)
        return True

    def _answer(self, event: InboxEvent, said: Incoming) -> Delivery | None:
        try:
            with transaction() as session:
                return self._promise(session, event, said)
        except OvertakenError:
            log.warning("inbox.overtaken", seq=event.seq)
        except Exception as error:  # the broad catch of this house: once per event
            log.error("inbox.failed", seq=event.seq, attempts=event.attempts, **type_and_place(error))
            return self._give_back(event, said, error)
        return None

    def _promise(self, session: Session, event: InboxEvent, said: Incoming) -> Delivery | None:
        now = self._now()
        was_taken_back = inbox.finish(session, event, now)
        if was_taken_back and event.message_id and not isinstance(said.said, TakenBack):
            erasure.unsay(session, event.message_id)
            return None
        desk = self._house.desk(session, self._resident(session, said, now), now, said.said)
        spoken = router.answer(said, desk)
        if isinstance(said.said, Place):  # where somebody is: whoever may keep it has written it down by now
            erasure.empty_event(session, event.seq)
        return self._deliver(session, event, said, spoken)

    def _give_back(self, event: InboxEvent, said: Incoming, error: Exception) -> Delivery | None:
        """Try again later; the last failure says sorry, with a telephone number."""
        try:
            with transaction() as session:
                if not inbox.fail(session, event, error, self._now()):
                    return None
                desk = self._house.desk(session, None, self._now(), said.said)
                return self._deliver(session, event, said, greeting.sorry(desk))
        except OvertakenError:
            log.warning("inbox.overtaken", seq=event.seq)
            return None

    def _deliver(self, session: Session, event: InboxEvent, said: Incoming, spoken: list[Spoken]) -> Delivery | None:
        if not spoken or not said.sender:
            return None
        messages = self._house.rendered(spoken)
        promised = outbox.answer(
            session, event.seq, said.sender, said.reply_token, event.token_at, messages, self._now()
        )
        log.debug("answer.promised", seq=event.seq)
        return promised

    def _resident(self, session: Session, said: Incoming, now: datetime) -> residents.Resident | None:
        """Nobody in a group is written down, and nobody is for having left or for taking a word back."""
        if said.is_group or not said.sender or isinstance(said.said, Unfollowed | TakenBack):
            return None
        return residents.meet(session, said.sender, now) if not isinstance(said.said, Followed) else (
            residents.follow(session, said.sender, now)
        )  # fmt: skip
