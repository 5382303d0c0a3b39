"""What an officer lets the open web read of a case; when words were changed or hidden, the reporter hears why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from reports.announcing import News
from reports.filing import Office
from reports.history import Happened
from reports.moves import LONGEST, By, locked, speak
from reports.records import Report, note
from store import journal
from town.officers import NotAllowedError


@dataclass(frozen=True)
class Moderated:
    """`text` may be the reporter's own words, shortened words, or none at all."""

    text: str = ""
    is_shown: bool = True
    is_place_rounded: bool = True
    reason: str = ""  # told to the reporter where their words were changed or hidden


def moderate(session: Session, office: Office, report_id: int, wish: Moderated, by: By, now: datetime) -> Report:
    """Raises NotAllowedError for a change of their words without a reason."""
    report = locked(session, report_id, by)
    words, own = wish.text.strip(), (report.text or "").strip()
    is_changed = bool(own) and (words != own or not wish.is_shown)
    if is_changed and not wish.reason.strip():
        raise NotAllowedError("通報した人のことばを変えるか隠すときは、理由を書いてください。本人に伝わります。")
    if len(words) > LONGEST or len(wish.reason) > LONGEST:
        raise NotAllowedError(f"文は{LONGEST}文字までにしてください。")
    report.public_text, report.is_shown, report.is_place_rounded = words or None, wish.is_shown, wish.is_place_rounded
    report.revision += 1
    note(session, report, Happened.MODERATED, now, officer_id=by.officer.id, text=wish.reason.strip() or None)
    shown = int(wish.is_shown)
    journal.write(
        session, now, actor=by.officer.actor, action="report.moderated", subject=f"report:{report.id}", shown=shown
    )
    if is_changed:
        speak(session, office, report, News("moderated", wish.reason.strip()), now)
    return report
