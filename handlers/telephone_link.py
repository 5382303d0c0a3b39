"""An officer types the one-time code of the account page: from now on rings and drills reach this telephone."""

from handlers.turn import Desk
from speech.cards import Say, Spoken
from speech.incoming import Incoming, Said, Text
from store import journal, testers
from town import officers, telephone_codes
from town.calendar import to_jst


def is_code(said: Said) -> bool:
    return isinstance(said, Text) and telephone_codes.read(said.text) is not None


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """A wrong code is told nothing more than that it does not work."""
    line_id = desk.resident.line_id if desk.resident else None
    code = telephone_codes.read(incoming.said.text) if isinstance(incoming.said, Text) else None
    officer_id = telephone_codes.take(desk.session, code, desk.now) if code and line_id else None
    officer = officers.find(desk.session, officer_id) if officer_id else None
    if officer is None or line_id is None or not officer.works_on(to_jst(desk.now).date()):
        return [Say(desk.phrase("telephone.unknown"))]
    tester = testers.link(desk.session, officer.id, line_id, desk.now)
    journal.write(
        desk.session, desk.now, actor=officer.actor, action="telephone.linked", subject=f"tester:{tester.id}"
    )  # fmt: skip
    return [Say(desk.phrase("telephone.linked", name=officer.name))]
