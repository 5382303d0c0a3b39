"""A call at the desk becomes a case along the road of every report, or joins one that is there already."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from reports import callers, duplicates, filing, urgent
from reports.cells import Point
from reports.duplicates import Similar, Sought
from reports.filing import Office, Told
from reports.history import Happened
from reports.moves import By, locked
from reports.records import Channel, Report, note
from speech.masking import mask
from speech.masking_contacts import mask_contacts
from town.officers import NotAllowedError, Officer

LONGEST_TEXT, LONGEST_PLACE, LONGEST_POLE = 1000, 300, 40


@dataclass(frozen=True)
class Call:
    """What the officer wrote down. `once_key` is the form's: sent twice, it files once."""

    once_key: str
    kind: str
    channel: Channel
    text: str = ""
    place_words: str = ""
    point: Point | None = None
    pole_number: str = ""
    is_urgent: bool = False
    name: str = ""
    phone: str = ""


def refuse_unfit(office: Office, call: Call) -> None:
    """Raises NotAllowedError with a sentence that says what is missing."""
    if office.town.rules.kind(call.kind) is None:
        raise NotAllowedError("種類を選んでください。")
    if call.channel not in (Channel.TELEPHONE, Channel.PATROL):
        raise NotAllowedError("どこから届いたかを選んでください。")
    if not (call.point or call.place_words or call.pole_number):
        raise NotAllowedError("場所を、座標か、ことばか、管理番号で書いてください。")
    if len(call.text) > LONGEST_TEXT or len(call.place_words) > LONGEST_PLACE or len(call.pole_number) > LONGEST_POLE:
        raise NotAllowedError(f"内容は{LONGEST_TEXT}文字、場所は{LONGEST_PLACE}文字までにしてください。")
    callers.refuse_unfit(call.name, call.phone)


def alike(session: Session, office: Office, call: Call) -> list[Similar]:
    sought = Sought(call.kind, call.point, call.pole_number or None)
    return duplicates.near(session, sought, office.town.rules)


def take(session: Session, office: Office, call: Call, officer: Officer, now: datetime) -> Report:
    """Masked like a resident's words: whoever called stands in a row of their own."""
    if done := callers.taken(session, call.once_key):
        return session.get_one(Report, done.report_id)
    refuse_unfit(office, call)
    told = Told(
        kind=call.kind, channel=call.channel, text=_masked(call.text), point=call.point,
        place_words=_masked(call.place_words), pole_number=call.pole_number or None, is_urgent=call.is_urgent,
    )  # fmt: skip
    report, _ = filing.take(session, office, told, now)
    callers.write(session, report, officer, call.once_key, now, name=call.name, phone=call.phone)
    return report


def join(session: Session, office: Office, report_id: int, call: Call, officer: Officer, now: datetime) -> Report:
    """「同じです」: what the caller said goes to the case that is there; danger makes it urgent."""
    if done := callers.taken(session, call.once_key):
        return session.get_one(Report, done.report_id)
    refuse_unfit(office, call)
    if report_id not in {one.report.id for one in alike(session, office, call)}:
        raise NotAllowedError("その通報は、近くの似た通報ではありません。もう一度確かめてください。")
    report = locked(session, report_id, By(officer))
    note(session, report, Happened.JOINED, now, officer_id=officer.id)
    if words := _masked(call.text):
        note(session, report, Happened.ADDED, now, officer_id=officer.id, text=words)
    if call.is_urgent:
        urgent.raise_(session, report, now)
    callers.write(session, report, officer, call.once_key, now, name=call.name, phone=call.phone)
    return report


def _masked(words: str) -> str:
    return mask_contacts(mask(words).text)[0]
