"""«ありがとう», «電話したい»: whole messages that ask nothing of the town's knowledge."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from speech.squash import squashed

LONGEST = 40  # characters


class SmallTalk(StrEnum):
    THANKS = "thanks"
    HELLO = "hello"
    PERSON = "person"
    LOST = "lost"


def small_talk(text: str) -> SmallTalk | None:
    """None as soon as more is said than that: «こんにちは、住民票がほしい» is a question."""
    said, known = squashed(text), _known()
    if len(text) > LONGEST:
        return None
    return known.get(said) or next((kind for at in range(1, len(said)) if (kind := _two(said[:at], said[at:]))), None)


def _two(first: str, second: str) -> SmallTalk | None:
    """«Oi, bom dia», «どうもありがとうございました、助かりました»: two of a kind are still nothing else."""
    kind = _known().get(first)
    return kind if kind and kind is _known().get(second) else None


@cache
def _known() -> Mapping[str, SmallTalk]:
    said = tomllib.loads((Path(__file__).parent / "small_talk.toml").read_text(encoding="utf-8"))
    return {squashed(words): SmallTalk(kind) for kind, every in said.items() for words in every}
