"""Letters -> the post office. The row is stored before the first word; no transaction is open while the server thinks."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from bot.drain import Claimed
from bot.mail_server import Envelope, Outcome, Posted, PostOffice
from store import letters
from store.database import transaction
from store.inbox import OvertakenError
from store.letters import Letter, LetterStatus

log = structlog.get_logger()


class Post:
    """Without a post office (no SMTP_URL) letters wait, and the health page counts them."""

    def __init__(self, office: PostOffice | None, now: Callable[[], datetime]) -> None:
        self._office, self._now = office, now

    def post_one(self, claimed: Claimed) -> bool:
        """True when there was a letter to send."""
        if self._office is None:
            return False
        with transaction() as session:
            letter = letters.claim(session, self._now())
        if letter is None:
            return False
        claimed()
        self._send(letter, self._office)
        return True

    def _send(self, letter: Letter, office: PostOffice) -> None:
        log.debug("post.calling", letter=letter.id, attempts=letter.attempts)
        posted = Posted(Outcome.NOT_SENT) if letter.expires_at <= self._now() else office.post(_envelope(letter))
        log.debug("post.answered", letter=letter.id, outcome=posted.outcome)
        try:
            with transaction() as session:
                letters.settle(session, letter, reply_code=posted.code, **verdict(letter, posted.outcome, self._now()))
        except OvertakenError:
            log.warning("post.overtaken", letter=letter.id)
        log.info("post.tried", letter=letter.id, outcome=posted.outcome, code=posted.code, attempts=letter.attempts)


def verdict(letter: Letter, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """What to write on the row. A letter that may have arrived is sent again under the same Message-ID, until its time
    is over: a second copy is a small harm and mostly dropped by the mailbox, a lost letter is a great one."""
    may_have_arrived = letter.may_have_arrived or outcome is Outcome.UNKNOWN
    if outcome is Outcome.ACCEPTED:
        return {"status": LetterStatus.SENT, "finished_at": now}
    if outcome is Outcome.REFUSED or letter.expires_at <= now:
        ended = LetterStatus.UNCERTAIN if may_have_arrived else LetterStatus.REFUSED
        return {"status": ended, "may_have_arrived": may_have_arrived, "finished_at": now}
    later = min(now + letters.pause_after(letter.attempts), letter.expires_at)
    return {"status": LetterStatus.WAITING, "may_have_arrived": may_have_arrived, "next_try_at": later}


def _envelope(letter: Letter) -> Envelope:
    return Envelope(letter.to or "", letter.subject or "", letter.body or "", letter.message_id, letter.created_at)
