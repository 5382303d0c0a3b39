"""One e-mail at the door, whichever way it came: a draft, or a refusal that stands in the journal and goes back to nobody."""

from dataclasses import dataclass
from datetime import datetime

from alerts import mail_intake, mail_paper
from alerts.machine_intake import Fault, IntakeError
from alerts.mail_paper import MailError
from store import journal
from store.database import transaction
from town.notice_rules import MailDoor
from town.profile import Profile


@dataclass(frozen=True)
class HandedIn:
    """The draft it became, or why it did not. `may_come_again`: nothing is wrong with it, there are too many."""

    broadcast_id: int | None = None
    refusal: str = ""
    may_come_again: bool = False


def hand_in(body: bytes, door: MailDoor, town: Profile, now: datetime) -> HandedIn:
    """The same mail again is the same draft."""
    try:
        read = mail_paper.read(body, door)
        with transaction() as session:
            return HandedIn(mail_intake.receive(session, read, town, now).id)
    except (MailError, IntakeError) as refusal:
        with transaction() as session:
            journal.write(session, now, actor=mail_intake.ACTOR, action="mail.refused", subject="mail:door")
        is_crowd = isinstance(refusal, IntakeError) and refusal.fault is Fault.TOO_MANY
        return HandedIn(refusal=str(refusal), may_come_again=is_crowd)
