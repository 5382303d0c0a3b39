"""An e-mail of a known sender becomes a draft. 【訓練】 in front makes it a drill, 【緊急】 rings whoever is on duty."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts import machine_drafts, machine_intake
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, Origin
from alerts.machine_drafts import Handed
from alerts.machine_intake import Fault, IntakeError, Paper
from alerts.mail_paper import Mail
from speech.languages import Language
from town.profile import Profile

MOST_AN_HOUR = 30
DRILL, URGENT = "【訓練】", "【緊急】"
ACTOR = "mail"


def receive(session: Session, mail: Mail, town: Profile, now: datetime) -> Broadcast:
    """In one transaction; the same mail again is the same draft. Raises IntakeError, and then nothing is changed."""
    handed = Handed(Origin.MAIL.value, mail.sender[:200], mail.identifier)
    if earlier := machine_intake.already(session, handed, mail.content_hash, None):
        return earlier
    if machine_drafts.count_since(session, Origin.MAIL.value, now - timedelta(hours=1)) >= MOST_AN_HOUR:
        raise IntakeError(Fault.TOO_MANY, f"メールの下書きは、1時間に{MOST_AN_HOUR}通までです。")
    is_drill = mail.subject.startswith(DRILL)
    subject = mail.subject.removeprefix(DRILL)
    paper = Paper(
        handed, mail.content_hash, {Language.JA: subject.removeprefix(URGENT).strip()}, {Language.JA: mail.text},
        Audience(Aim.TESTERS if is_drill else Aim.EVERYONE), is_drill, now + town.notices.drafts_live, ACTOR,
        is_grave=subject.startswith(URGENT),
    )  # fmt: skip
    return machine_intake.take_in(session, paper, town, now)
