"""Words of danger: the right numbers at once, before anything else, and then the ordinary answer if there is one."""

from handlers.turn import Desk
from speech.cards import Say, Spoken
from speech.danger import find_danger
from speech.incoming import Incoming, Said, Text


def is_heard(said: Said) -> bool:
    return isinstance(said, Text) and bool(find_danger(said.text))


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return [Say("x")]
