"""Reading the agency's feeds: each telegram fetched once, the long feed after a gap, never more than a day allows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from alerts import jma_intake, jma_polls, jma_telegrams
from alerts.jma_intake import Town
from alerts.jma_wire import Fetched, Wire, WireError, addresses
from alerts.jma_xml import TelegramError
from store.database import reading, transaction

log = structlog.get_logger()

FEEDS = ("extra", "eqvol")


@dataclass(frozen=True)
class Polled:
    """What one look at a feed came to."""

    taken: int = 0
    drafts: int = 0
    is_complete: bool = True


class Feed:
    def __init__(self, wire: Wire, town: Town, now: Callable[[], datetime], is_closing: Callable[[], bool]) -> None:
        self._wire, self._town, self._now, self._is_closing = wire, town, now, is_closing

    def poll(self) -> list[Polled]:
        """Both feeds; one that fails does not keep the other from being read."""
        return [self._poll(feed) for feed in FEEDS]

    def _poll(self, feed: str) -> Polled:
        with transaction() as session:
            row = jma_polls.take(session, feed, self._now())
            may_load = jma_polls.may_load(session, self._now())
            if row is None:
                return Polled()
            is_behind, etag, modified = row.is_behind, row.etag, row.modified
        if not may_load:
            return self._failed(feed, "daily limit")
        try:
            seen = self._wire.feed(feed, None if is_behind else etag, None if is_behind else modified)
            done = self._take_all(feed, seen)
            if is_behind:  # what is new comes first: the long feed may take minutes
                done = _added(done, self._take_all(feed, self._wire.feed(f"{feed}_l", None, None)))
            if not done.is_complete:
                return self._failed(feed, "a telegram is missing")
            return self._succeeded(feed, seen, done, etag=etag, modified=modified)
        except (WireError, TelegramError) as error:
            return self._failed(feed, str(error) if isinstance(error, WireError) else "unreadable feed")

    def _take_all(self, feed: str, seen: Fetched) -> Polled:
        done = Polled()
        if seen.body is None:
            return done
        self._count(feed, seen.size)
        for address in addresses(seen.body):
            if self._is_closing():
                return Polled(done.taken, done.drafts, is_complete=False)
            done = _added(done, self._take(feed, address))
        return done

    def _take(self, feed: str, address: str) -> Polled:
        """The bytes first, outside of any transaction; then everything that follows from them in one."""
        there = self._wire.located(address)
        if there is None:
            log.warning("jma.elsewhere", feed=feed)
            return Polled()
        with reading() as session:
            if jma_telegrams.is_seen(session, there):
                return Polled()
        try:
            fetched = self._wire.telegram(there)
        except WireError as error:
            log.warning("jma.unfetched", feed=feed, why=str(error))
            return Polled(is_complete=False)
        with transaction() as session:
            drafts = jma_intake.take(session, self._town, there, fetched.body or b"", self._now())
            jma_polls.loaded(session, feed, fetched.size, self._now())
        return Polled(1, len(drafts))

    def _count(self, feed: str, size: int) -> None:
        with transaction() as session:
            jma_polls.loaded(session, feed, size, self._now())

    def _succeeded(self, feed: str, seen: Fetched, done: Polled, *, etag: str | None, modified: str | None) -> Polled:
        kept = (etag, modified) if seen.body is None else (seen.etag, seen.modified)
        with transaction() as session:
            late = jma_intake.tell_what_stands(session, self._town, self._now())
            jma_polls.succeeded(session, feed, self._now(), *kept)
        return Polled(done.taken, done.drafts + len(late))

    def _failed(self, feed: str, why: str) -> Polled:
        log.warning("jma.unread", feed=feed, why=why)
        with transaction() as session:
            jma_polls.failed(session, feed, why)
        return Polled(is_complete=False)


def _added(one: Polled, other: Polled) -> Polled:
    return Polled(one.taken + other.taken, one.drafts + other.drafts, one.is_complete and other.is_complete)
