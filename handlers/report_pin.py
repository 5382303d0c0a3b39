"""A place shown on the web page comes back into the conversation, as if it had been sent in LINE."""

from dataclasses import replace

from handlers import report_talk
from handlers.report_talk import open_draft
from handlers.turn import Desk
from reports import pins, reporter
from reports.pins import Pin
from speech.cards import Press, Say, Spoken
from speech.incoming import Incoming, Place, Pressed
from speech.masking_contacts import mask_contacts

SHOWN = "report_pin:"


def take(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«report_pin:5»: what somebody else showed, or what was read before, moves nothing."""
    number = incoming.said.data.removeprefix(SHOWN) if isinstance(incoming.said, Pressed) else ""
    if desk.resident is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        return report_talk.gone(desk)
    pin = pins.take(desk.session, int(number), desk.resident.id, desk.now)
    if pin is None:
        return report_talk.gone(desk)
    return _into_case(pin, desk) if pin.report_id else _into_draft(pin, incoming, desk)


def _into_draft(pin: Pin, incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The draft it was asked for, wherever it stands by now; outside the town the next question asks."""
    found = open_draft(desk)
    if found is None or found.id != pin.dialogue_id:
        return report_talk.gone(desk)
    if pin.point:
        return report_talk.take(replace(incoming, said=Place(*pin.point)), desk)
    return report_talk.placed(found, pin.words or "", desk)


def _into_case(pin: Pin, desk: Desk) -> list[Spoken]:
    report = reporter.own(desk.session, pin.report_id or 0, pin.resident_id)
    if report is None:
        return report_talk.gone(desk)
    words, was_masked = mask_contacts(pin.words or "")
    reporter.answer(desk.session, desk.report_office, report, desk.now, text=words or None, point=pin.point)
    warned = [Say(desk.phrase("report.masked"))] if was_masked else []
    see = Press(desk.phrase("report.see"), f"report_see:{report.id}")
    return [*warned, Say(desk.phrase("report_mine.added", number=report.receipt_number), (see,))]
