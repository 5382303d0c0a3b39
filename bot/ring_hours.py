"""What time alone does to rings: they begin, the next person is called, and they end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from alerts import calling, disaster_waits, notice_rings
from alerts.ring_words import Voice
from bot.drain import Claimed
from store.database import transaction
from town.profile import Profile

log = structlog.get_logger()


class RingHours:
    def __init__(self, town: Profile, address: str, prefix: str, now: Callable[[], datetime]) -> None:
        self._duty, self._disaster, self._now = town.duty, town.disaster, now
        self._voice = Voice(town.names.ja, address, prefix, town.duty.next_after)

    def look(self, _claimed: Claimed) -> bool:
        """Always False: there is never a next row to hurry to."""
        with transaction() as session:
            now = self._now()
            notice_rings.look(session, self._duty, now)
            step = disaster_waits.next_after(session, self._duty, self._disaster)
            called = calling.go_on(session, step, replace(self._voice, next_after=step), now)
        if called:
            log.info("rings.called", calls=called)
        return False
