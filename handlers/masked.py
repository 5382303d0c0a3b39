"""A number that must not be kept was blotted out: ask the resident to take the message back, and say why."""

from handlers.turn import Desk
from speech.cards import Spoken
from speech.incoming import Incoming


def advice(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return []
