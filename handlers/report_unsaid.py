"""A message taken back in LINE that belongs to a report: out of the draft that is being written, out of the case."""

from handlers.report_draft import Draft
from handlers.report_offer import OFFERED
from handlers.report_spoken import Talk
from handlers.report_steps import next_step
from handlers.report_talk import WRITING
from handlers.turn import Desk
from reports import sayings
from store import dialogues
from town import residents


def forget(message_id: str, line_id: str, desk: Desk) -> None:
    """Nothing is said: LINE gives no way to answer a taking-back, and nobody needs to be reminded of it."""
    sayings.unsay(desk.session, message_id, desk.now)
    if resident := residents.known(desk.session, line_id):
        _of_draft(message_id, resident.id, desk)
        _of_offer(message_id, resident.id, desk)


def _of_draft(message_id: str, resident_id: int, desk: Desk) -> None:
    """What is asked next is asked anew: with the place taken back, the report is not complete any more."""
    found = dialogues.find(desk.session, resident_id, WRITING, desk.now)
    before = Draft.read(found.state) if found else Draft()
    left = before.unsaid(message_id)
    if found and left != before:
        step = next_step(left, Talk(found.id, left, desk).ground)
        dialogues.put(desk.session, resident_id, WRITING, step.name, left.stored(), desk.now)


def _of_offer(message_id: str, resident_id: int, desk: Desk) -> None:
    """「道路の不具合ですか」 was asked about it: with the message its question goes, unless photos are left."""
    found = dialogues.find(desk.session, resident_id, OFFERED, desk.now)
    before = Draft.read(found.state["draft"]) if found else Draft()
    left = before.unsaid(message_id)
    if found is None or left == before:
        return
    if left.photos:
        state = {"draft": left.stored(), "words": ""}
        dialogues.put(desk.session, resident_id, OFFERED, found.step, state, desk.now)
    else:
        dialogues.end(desk.session, resident_id, OFFERED)
