"""A number that must not be kept was blotted out: ask the resident to take the message back, and say why."""

from handlers.turn import Desk
from speech.cards import Card, Spoken, Tone
from speech.incoming import Incoming


def advice(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Nothing when nothing was masked. LINE lets a resident take a message back within one hour of sending it."""
    if not incoming.masked:
        return []
    title, *others = (desk.phrase(f"masking.{kind}") for kind in incoming.masked)
    lead = "\n".join([*others, desk.phrase("masking.unsend"), desk.phrase("masking.why")])
    return [Card(title, lead, tone=Tone.DANGER)]
