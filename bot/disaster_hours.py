"""What time alone does to the disaster mode, beside the other looks of the bell `notices`."""

from collections.abc import Callable
from datetime import datetime

import structlog

from alerts import disaster_watch
from bot.drain import Claimed
from store.database import reading, transaction
from town.profile import Profile

log = structlog.get_logger()


class DisasterHours:
    def __init__(self, town: Profile, now: Callable[[], datetime]) -> None:
        self._rules, self._now = town.disaster, now

    def look(self, _claimed: Claimed) -> bool:
        """Always False. On an ordinary day it only reads, so that nobody waits for the pen."""
        with reading() as session:
            is_due = disaster_watch.is_of_interest(session, self._rules, self._now())
        if is_due:
            with transaction() as session:
                has_begun = disaster_watch.look(session, self._rules, self._now())
            if has_begun:
                log.warning("disaster.begun")
        return False
