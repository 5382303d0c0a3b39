"""了解 on an officer's telephone. A stranger's press changes nothing and learns nothing."""

from alerts import ringing, rings
from alerts.ringing import Answered
from handlers.turn import Desk
from speech.cards import Say, Spoken
from speech.incoming import Incoming, Pressed
from store import testers
from town import officers
from town.officers import NotAllowedError, Officer


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«ring:12:taken»."""
    number, officer = _ring_number(incoming), _officer(desk)
    if number is None or officer is None:
        return [Say(desk.phrase("ring.answer.not_for_you"))]
    try:
        answered = ringing.take(desk.session, number, officer, desk.now)
    except NotAllowedError:
        return [Say(desk.phrase("ring.answer.not_for_you"))]
    return [Say(_said(answered, number, desk))]


def _said(answered: Answered, number: int, desk: Desk) -> str:
    found = rings.find(desk.session, number)
    taker = officers.find(desk.session, found.taken_by) if found and found.taken_by else None
    return desk.phrase(f"ring.answer.{answered}", name=taker.name if taker else "")


def _ring_number(incoming: Incoming) -> int | None:
    match incoming.said:
        case Pressed(data):
            _, _, rest = data.partition(":")
            number, _, deed = rest.partition(":")
            return (
                int(number)
                if number.isascii() and number.isdecimal() and len(number) < 10 and deed == "taken"
                else None
            )
    return None


def _officer(desk: Desk) -> Officer | None:
    """Whose telephone this is: linked by a code of the officer's own account."""
    line_id = desk.resident.line_id if desk.resident else None
    telephone = testers.of_telephone(desk.session, line_id) if line_id else None
    return officers.find(desk.session, telephone.officer_id) if telephone else None
