"""Each minute: what lies unread in the town's mailbox becomes drafts. Stored first, marked as read afterwards."""

import contextlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from alerts import mail_door
from alerts.mail_door import HandedIn
from bot.drain import Claimed
from bot.mail_box import MailBox, MailBoxError, OpenBox
from logs import type_and_place
from store import letters
from store.database import transaction
from store.letters import LetterError, Words
from town import officers
from town.calendar import to_jst
from town.notice_rules import MailDoor
from town.profile import Profile
from town.roles import Role

MOST = 20  # of one look; the rest a minute later

SHUT_FOR = timedelta(minutes=30)
SHUT = Words(
    "mailbox", "【確認のお願い】メールの下書きを受け取れません",
    "下書きになるメールのメールボックスが、30分以上開けません。\n"
    "サーバーで madoguchi alerts mailbox を実行して、IMAP_URL のサーバー・名前・パスワードを確かめてください。\n"
    "その間に届いたメールは、開けるようになってから下書きになります。急ぐものは電話で確かめてください。\n",
)  # fmt: skip

log = structlog.get_logger()


class MailHours:
    """A town without a mailbox, or that named no senders in its profile, has no such hours."""

    def __init__(
        self, box: MailBox | None, town: Profile, now: Callable[[], datetime], closing: threading.Event
    ) -> None:  # fmt: skip
        self._box, self._town, self._now, self._closing = box, town, now, closing
        self._shut_since: datetime | None = None

    def look(self, _claimed: Claimed) -> bool:
        """Always False: the next look is the clock's."""
        if self._box is None or self._town.notices.mail is None:
            return False
        try:
            with self._box.opened() as box:
                taken = self._read(box, self._town.notices.mail)
        except MailBoxError as error:
            log.warning("mailbox.unreadable", error=str(error))
            self._tell_if_long()
            return False
        self._shut_since = None
        if taken:
            log.info("mailbox.read", taken=taken)
        return False

    def _tell_if_long(self) -> None:
        """Once a day each administrator gets a letter while the box stays shut: a password may have run out."""
        now = self._now()
        self._shut_since = self._shut_since or now
        if now - self._shut_since < SHUT_FOR:
            return
        day = to_jst(now).date()
        with transaction() as session:
            for one in officers.working(session, Role.ADMINISTRATOR, day):
                with contextlib.suppress(LetterError):  # an address that no letter can have is the list's affair
                    letters.write(session, one.email, SHUT, now, once_key=f"mailbox:{one.id}:{day}")

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
