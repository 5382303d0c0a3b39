"""The housework of the back room: forgetting what was said, and asking LINE who our friends are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from alerts import corrections, jma_telegrams
from bot import desk_chores, line_chores, report_chores, town_chores
from bot.line_questions import Asking
from handlers import report_talk, shelters_asked
from knowledge import asked, memory
from reports.filing import Office
from store import chores, dialogues, erasure, letters
from store.database import transaction
from store.inbox import State
from store.outbox import Status
from town import residents
from town.calendar import to_jst
from town.review_rules import ORDINARY, ReviewRules

log = structlog.get_logger()

FORGET_EVERY = timedelta(minutes=10)
FRIENDS_HOUR = 3  # JST, when nobody writes


@dataclass(frozen=True)
class Memory:
    """How long what was said is kept once it was answered, and when it could not be."""

    done: timedelta = timedelta(hours=24)
    dead: timedelta = timedelta(days=7)


class Chores:
    def __init__(
        self, memory: Memory, asking: Asking, now: Callable[[], datetime], rules: ReviewRules = ORDINARY,
        reports: Office | None = None,
    ) -> None:  # fmt: skip
        self._memory, self._asking, self._now, self._rules, self._reports = memory, asking, now, rules, reports

    def do_due(self) -> bool:
        """Do what is due. Always False: there is never a next row to hurry to."""
        self._do("forget", self.forget, lambda now: now + FORGET_EVERY)
        self._do("places", lambda: _forget_places(self._now()), lambda now: now)
        self._do("journal", desk_chores.seal_journal, lambda now: now)
        self._do("personnel", lambda: desk_chores.make_personnel_changes(self._now()), lambda now: now + FORGET_EVERY)
        self._do("sign_ins", lambda: desk_chores.forget_sign_ins(self._now()), lambda now: now + FORGET_EVERY)
        self._do("reorganise", lambda: town_chores.reorganise(self._now()), town_chores.next_reorganisation)
        self._do("review", lambda: town_chores.review_entries(self._rules, self._now()), town_chores.next_review)
        self._do("line", lambda: line_chores.ask_quota(self._asking, self._now()), line_chores.next_question)
        self._do("figures", lambda: line_chores.measure_notices(self._asking, self._now()), _in_an_hour)
        self._do("reports", self.look_after_reports, _in_an_hour)
        self._do("friends", self.meet_friends, next_friends_hour)
        return False

    def forget(self) -> None:
        """Empty what has outlived its purpose, a thousand rows at a time."""
        now = self._now()
        finished = (Status.SENT, Status.SPLIT), (Status.REFUSED, Status.UNCERTAIN)
        steps: tuple[Callable[[Session], int], ...] = (
            lambda s: erasure.empty_events(s, (State.DONE, State.KEPT), now - self._memory.done),
            lambda s: erasure.empty_events(s, (State.DEAD,), now - self._memory.dead),
            lambda s: erasure.empty_deliveries(s, finished[0], now - self._memory.done),
            lambda s: erasure.empty_deliveries(s, finished[1], now - self._memory.dead),
            lambda s: erasure.empty_deliveries(s, (Status.STOPPED,), now - self._memory.done),
            lambda s: erasure.empty_notices(s, now - corrections.KEPT),
            lambda s: asked.forget(s, now - self._memory.done, now, erasure.MANY),
            lambda s: memory.forget_removed(s),
            lambda s: report_talk.tidy(s, now),
            lambda s: dialogues.forget(s, now - self._memory.done),
            lambda s: letters.empty(s, now - self._memory.dead, erasure.MANY),
            lambda s: jma_telegrams.forget(s, now, erasure.MANY),
        )
        for step in steps:
            while _in_one_transaction(step) == erasure.MANY:
                pass

    def look_after_reports(self) -> None:
        if self._reports:
            report_chores.work(self._reports, self._now())

    def meet_friends(self) -> None:
        """Write down friends who joined before us, or whose follow event was lost."""
        newly_met = 0
        for page in self._asking.follower_pages():
            with transaction() as session:
                newly_met += residents.reconcile(session, page, self._now())
        log.info("friends.reconciled", newly_met=newly_met)

    def _do(self, name: str, work: Callable[[], None], next_due: Callable[[datetime], datetime]) -> None:
        with transaction() as session:
            is_mine = chores.take(session, name, self._now())
        if is_mine:
            work()
            with transaction() as session:
                chores.done(session, name, next_due(self._now()), self._now())


def next_friends_hour(now: datetime) -> datetime:
    local = to_jst(now)
    tonight = local.replace(hour=FRIENDS_HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > local else tonight + timedelta(days=1)


def _in_an_hour(now: datetime) -> datetime:
    return now + timedelta(hours=1)


def _in_one_transaction(step: Callable[[Session], int]) -> int:
    with transaction() as session:
        return step(session)


def _forget_places(now: datetime) -> None:
    with transaction() as session:
        shelters_asked.forget_places(session, now)
