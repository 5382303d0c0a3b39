"""Asks LINE whether it would take a notice, while the notice waits for its second person."""

from collections.abc import Callable
from datetime import datetime

import structlog

from alerts import broadcasts, line_checks
from alerts.audience import Aim
from alerts.line_checks import Opinion, Question
from alerts.releasing import together
from bot.drain import Claimed
from bot.gateway import Messages
from bot.line_questions import Asking, SilentError, UntoldError
from store import channel
from store.database import reading, transaction

log = structlog.get_logger()

ANY_CLOCK = "00:00"


class LineOpinions:
    def __init__(self, asking: Asking, now: Callable[[], datetime]) -> None:
        self._asking, self._now = asking, now

    def look(self, _claimed: Claimed) -> bool:
        """Always False: there is never a next row to hurry to."""
        with transaction() as session:
            due = line_checks.due(session, self._now())
        for question in due:
            if not self._ask(question):
                break  # nobody over there: the rest is asked in half a minute
        return False

    def _ask(self, question: Question) -> bool:
        try:
            told = [self._asking.complaint(messages) for messages in _sendings(question)]
        except SilentError:
            with transaction() as session:
                channel.unheard(session, self._now())
            return False
        except UntoldError:
            return True
        complaint = next(filter(None, told), None)
        opinion = Opinion.REFUSED if complaint else Opinion.FIT
        with transaction() as session:
            channel.heard(session)
            line_checks.settle(session, question, opinion, complaint, self._now())
        log.info("notice.judged", notice=question.broadcast_id, opinion=opinion)
        return True


def _sendings(question: Question) -> list[Messages]:
    """Every set of messages that will leave in one request."""
    with reading() as session:
        broadcast = broadcasts.find(session, question.broadcast_id)
        if broadcast is None or broadcast.frozen is None:
            return []
        written = broadcast.written
        sendings: list[Messages] = [written.at(language, ANY_CLOCK) for language in written.messages]
        return [*sendings, together(written, ANY_CLOCK)] if broadcast.is_for.aim is Aim.EVERYONE else sendings
