"""The housework of the back room: forgetting what was said, and asking LINE who our friends are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from store import chores, erasure
from store.database import transaction
from store.inbox import State
from store.outbox import Status
from town import residents
from town.calendar import to_jst

log = structlog.get_logger()

FORGET_EVERY = timedelta(minutes=10)
FRIENDS_HOUR = 3  # JST, when nobody writes


@dataclass(frozen=True)
class Memory:
    """How long what was said is kept once it was answered, and when it could not be."""

    done: timedelta = timedelta(hours=24)
    dead: timedelta = timedelta(days=7)


class Followers(Protocol):
    """LINE's list of friends, a thousand at a time; empty where LINE does not give it to this account."""

    def follower_pages(self) -> Iterator[list[str]]: ...


class Chores:
    def __init__(self, memory: Memory, followers: Followers, now: Callable[[], datetime]) -> None:
        self._memory, self._followers, self._now = memory, followers, now

    def do_due(self) -> bool:
        """Do what is due. Always False: there is never a next row to hurry to."""
        self._do("forget", self.forget, lambda now: now + FORGET_EVERY)
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
        )
        for step in steps:
            while _in_one_transaction(step) == erasure.MANY:
                pass

    def meet_friends(self) -> None:
        """Write down friends who joined before us, or whose follow event was lost."""
        newly_met = 0
        for page in self._followers.follower_pages():
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


def _in_one_transaction(step: Callable[[Session], int]) -> int:
    with transaction() as session:
        return step(session)
