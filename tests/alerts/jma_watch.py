"""Somebody who watches the agency's feeds with the town's own eyes, minute by minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from alerts import jma_state
from alerts.broadcasts import Broadcast
from alerts.jma_feed import Feed
from alerts.jma_intake import Town
from alerts.jma_telegrams import KeptTelegram
from alerts.jma_wire import Wire
from settings import SAMPLE_TOWN
from store.database import reading
from tests.alerts.jma_papers import Envelope
from tests.alerts.jma_server import Agency, an_agency
from tests.conftest import NOON, Clock
from town.profile import load_profile

PROFILE = load_profile(SAMPLE_TOWN)
TOWN = Town(PROFILE, PROFILE.jma)


@dataclass
class Watch:
    agency: Agency
    feed: Feed
    clock: Clock

    def poll(self, minutes: float = 1) -> list[str]:
        """A minute later; the kinds of the drafts that lie there now."""
        self.clock.skip(minutes=minutes)
        self.feed.poll()
        return self.drafts()

    def drafts(self) -> list[str]:
        with reading() as session:
            found = session.scalars(select(Broadcast).order_by(Broadcast.id)).all()
            return [f"{one.written.kind} {one.content['values']['way']}" for one in found]

    def in_force(self) -> list[tuple[str, int | None]]:
        with reading() as session:
            return [(kind.hazard, kind.level) for _, kind in jma_state.in_force(session, self.clock())]

    def kept(self) -> list[KeptTelegram]:
        with reading() as session:
            return list(session.scalars(select(KeptTelegram).order_by(KeptTelegram.id)))


@contextmanager
def watching(clock: Clock) -> Iterator[Watch]:
    """The feeds were read a moment ago and were empty."""
    with an_agency() as agency:
        watch = Watch(agency, Feed(Wire(agency.address), TOWN, clock, lambda: False), clock)
        watch.feed.poll()
        yield watch


def at(minutes: float = 0, **said: str) -> Envelope:
    """A telegram sent so many minutes after noon."""
    moment: datetime = NOON + timedelta(minutes=minutes)
    return Envelope(sent_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"), reported_at=moment.isoformat(), **said)
