"""What the conversation is on: the entry somebody read last, for ten minutes."""

from datetime import timedelta

from handlers.turn import Desk
from store import dialogues
from store.dialogues import DialogueKind

TOPIC = DialogueKind("topic", rank=10, lasts=timedelta(minutes=10))


def about(desk: Desk) -> str | None:
    """The entry's id; None in a group, where nobody is written down."""
    found = dialogues.find(desk.session, desk.resident.id, TOPIC, desk.now) if desk.resident else None
    return str(found.state["entry"]) if found else None


def remember(entry_id: str, desk: Desk) -> None:
    if desk.resident:
        dialogues.put(desk.session, desk.resident.id, TOPIC, "read", {"entry": entry_id}, desk.now)
