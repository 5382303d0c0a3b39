"""«はい», «não», «ない»: whole messages that only answer a question with buttons."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from speech.squash import squashed

LONGEST = 40  # characters


class ShortAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    THERE_IS = "there_is"
    THERE_IS_NOT = "there_is_not"
    RIGHT = "right"
    WRONG = "wrong"
    SEND = "send"
    DANGER = "danger"
    SAFE = "safe"


def short_answers(text: str) -> frozenset[ShortAnswer]:
    """One, or both of «いいえ、危険はありません». Nothing as soon as more is said than that."""
    said, known = squashed(text), known_words()
    if len(text) > LONGEST:
        return frozenset()
    if whole := known.get(said):
        return frozenset({whole})
    halves = ((known.get(said[:at]), known.get(said[at:])) for at in range(1, len(said)))
    return frozenset(one for first, second in halves if first and second for one in (first, second))


@cache
def known_words() -> Mapping[str, ShortAnswer]:
    said = tomllib.loads((Path(__file__).parent / "short_answers.toml").read_text(encoding="utf-8"))
    return {squashed(words): ShortAnswer(kind) for kind, every in said.items() for words in every}
