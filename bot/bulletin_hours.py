"""Each minute: read the Meteorological Agency's feeds, and ring the administrators when they cannot be read."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from alerts import jma_polls, ringing
from alerts.jma_feed import Feed
from alerts.jma_intake import Town
from alerts.jma_polls import FeedPoll
from alerts.jma_wire import Wire
from alerts.ringing import Wish
from alerts.rings import Reason
from bot.drain import Claimed
from store.database import reading, transaction
from town.profile import Profile
from town.roles import Role

log = structlog.get_logger()


@dataclass(frozen=True)
class Source:
    """Where the agency is; None where this installation does not read it."""

    address: str | None = None
    reads_old: bool = False


class BulletinHours:
    """A town without codes of the agency, or without its address, has no such hours."""

    def __init__(
        self, source: Source, town: Profile, now: Callable[[], datetime], closing: threading.Event
    ) -> None:  # fmt: skip
        self._now = now
        self._feed: Feed | None = None
        if source.address and town.jma:
            here = Town(town, town.jma, source.reads_old)
            self._feed = Feed(Wire(source.address), here, now, closing.is_set)

    def look(self, _claimed: Claimed) -> bool:
        """Always False: the next look is the clock's."""
        if self._feed is None:
            return False
        done = self._feed.poll()
        if any(one.taken or one.drafts for one in done):
            log.info("jma.read", taken=sum(one.taken for one in done), drafts=sum(one.drafts for one in done))
        self._ring_if_silent()
        return False

    def _ring_if_silent(self) -> None:
        with reading() as session:
            is_silent = bool(jma_polls.silent(session, self._now()))
        if is_silent:
            with transaction() as session:
                for row in jma_polls.silent(session, self._now()):
                    _ring(session, row, self._now())


def _ring(session: Session, row: FeedPoll, now: datetime) -> None:
    """Once for each silence."""
    key = f"feed_silent:{row.feed}:{(row.read_at or row.since).isoformat()}"
    wish = Wish(about=f"{row.feed}.xml", page="bulletins", once_key=key, is_to_all=True)
    ringing.ring(session, Reason.FEED_SILENT, f"feed:{row.feed}", (Role.ADMINISTRATOR,), now, wish)
