"""A resident took a message back: forget it here too, and note only that it happened."""

from alerts import safety_entries
from handlers import report_unsaid
from handlers.turn import Desk
from knowledge import asked, entries
from speech.cards import Spoken
from speech.incoming import Incoming, TakenBack
from store import erasure, journal


def forget(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """LINE reference, «Unsend event»: the service is asked to delete the message and its media."""
    if isinstance(incoming.said, TakenBack):
        for seq in erasure.unsay(desk.session, incoming.said.message_id):
            subject = f"inbox_event:{seq}"
            journal.write(desk.session, desk.now, actor="resident", action="message.unsent", subject=subject)
        safety_entries.unsay(desk.session, incoming.said.message_id)
        report_unsaid.forget(incoming.said.message_id, incoming.sender, desk)
        if asked.unsay(desk.session, incoming.said.message_id, desk.now):
            entries.announce_change(desk.session)
    return []
