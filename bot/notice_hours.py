"""What time alone does to notices: they leave at their hour, are asked about again, lapse, and are found to have ended."""

from collections.abc import Callable
from datetime import date, datetime

import structlog

from alerts import deciding, disaster_waits, releasing
from bot.drain import Claimed
from store.database import transaction
from town.profile import Profile

log = structlog.get_logger()


class NoticeHours:
    def __init__(self, town: Profile, now: Callable[[], datetime]) -> None:
        self._town, self._now = town, now

    def look(self, _claimed: Claimed) -> bool:
        """Always False: there is never a next row to hurry to."""
        with transaction() as session:
            now = self._now()
            again, lapsed = deciding.lapse(session, now, disaster_waits.asked_again(session, self._town.disaster))
            left = releasing.release_due(session, now, self._is_closed, self._town.notices.night)
            ended = releasing.finish_done(session, now)
        if again or lapsed or left or ended:
            log.info("notices.looked", again=len(again), lapsed=len(lapsed), left=len(left), ended=len(ended))
        return False

    def _is_closed(self, day: date) -> bool:
        hours = self._town.opening_hours()
        return hours is not None and not hours.spans_on(day)
