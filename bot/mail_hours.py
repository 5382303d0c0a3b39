"""Each minute: what lies unread in the town's mailbox becomes drafts. Stored first, marked as read afterwards."""

import threading
from collections.abc import Callable
from datetime import datetime

import structlog

from alerts import mail_door
from alerts.mail_door import HandedIn
from bot.drain import Claimed
from bot.mail_box import MailBox, MailBoxError, OpenBox
from logs import type_and_place
from town.notice_rules import MailDoor
from town.profile import Profile

MOST = 20  # of one look; the rest a minute later

log = structlog.get_logger()


class MailHours:
    """A town without a mailbox, or that named no senders in its profile, has no such hours."""

    def __init__(
        self, box: MailBox | None, town: Profile, now: Callable[[], datetime], closing: threading.Event
    ) -> None:  # fmt: skip
        self._box, self._town, self._now, self._closing = box, town, now, closing

    def look(self, _claimed: Claimed) -> bool:
        """Always False: the next look is the clock's."""
        if self._box is None or self._town.notices.mail is None:
            return False
        try:
            with self._box.opened() as box:
                taken = self._read(box, self._town.notices.mail)
        except MailBoxError as error:
            log.warning("mailbox.unreadable", error=str(error))
            return False
        if taken:
            log.info("mailbox.read", taken=taken)
        return False

    def _read(self, box: OpenBox, door: MailDoor) -> int:
        """How many became drafts. When the hour has had enough of them the others wait unread."""
        taken = 0
        for uid in box.unread()[:MOST]:
            done = self._handed_in(box.letter(uid), door)
            if self._closing.is_set() or (done and done.may_come_again):
                break
            if done:
                box.mark_read(uid)
                taken += done.broadcast_id is not None
        return taken

    def _handed_in(self, body: bytes, door: MailDoor) -> HandedIn | None:
        """None for a mail that breaks something: it stays unread, and keeps no other one out."""
        try:
            return mail_door.hand_in(body, door, self._town, self._now())
        except Exception as error:
            log.error("mailbox.failed", **type_and_place(error))
            return None
