"""What time alone does to safety checks, beside the other looks of the bell `notices`."""

from collections.abc import Callable
from datetime import datetime

from alerts import safety_alarm
from bot.drain import Claimed
from store.database import reading, transaction
from town.profile import Profile


class SafetyHours:
    def __init__(self, town: Profile, now: Callable[[], datetime]) -> None:
        self._kept_for, self._now = town.safety.keep, now

    def look(self, _claimed: Claimed) -> bool:
        """Always False. On an ordinary day it only reads, so that nobody waits for the pen."""
        with reading() as session:
            is_due = safety_alarm.is_of_interest(session)
        if is_due:
            with transaction() as session:
                safety_alarm.look(session, self._kept_for, self._now())
        return False
