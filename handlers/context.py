"""What the conversation is on: the entry somebody read last, or those they may choose from, for ten minutes."""

from datetime import timedelta

from handlers.turn import Desk
from knowledge.entry_file import EntryFile
from store import dialogues
from store.dialogues import DialogueKind

TOPIC = DialogueKind("topic", rank=10, lasts=timedelta(minutes=10))


def about(desk: Desk) -> str | None:
    """The entry's id; None in a group, where nobody is written down."""
    found = dialogues.find(desk.session, desk.resident.id, TOPIC, desk.now) if desk.resident else None
    return found.state.get("entry") if found else None


def offered(desk: Desk) -> tuple[EntryFile, ...]:
    """What stands to be chosen from; an entry withdrawn meanwhile is left out."""
    found = dialogues.find(desk.session, desk.resident.id, TOPIC, desk.now) if desk.resident else None
    ids = found.state.get("offered", ()) if found else ()
    return tuple(entry for one in ids if (entry := desk.knowledge.entry(one)))


def remember(entry_id: str, desk: Desk) -> None:
    if desk.resident:
        dialogues.put(desk.session, desk.resident.id, TOPIC, "read", {"entry": entry_id}, desk.now)


def remember_offer(entries: tuple[EntryFile, ...], desk: Desk) -> None:
    if desk.resident:
        state = {"offered": [entry.id for entry in entries]}
        dialogues.put(desk.session, desk.resident.id, TOPIC, "offered", state, desk.now)
