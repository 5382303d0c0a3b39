"""«父が亡くなりました»: which life event somebody tells of, when that is all they say."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from knowledge.life_events import read_life_events
from speech.squash import squashed

COMMON = Path(__file__).parent / "data/common"
LONGEST = 60  # characters; who writes more asks something of their own
LONGEST_STORY = 300
_CLAUSE = re.compile(r"[、,。.!！?？\n]+|(?<=けど)|(?<=けれども)|(?<=んですが)|(?<=ので)|(?<=たから)")
_SLOT = re.compile(r"\{(\w+)\}")
_MONTH = re.compile(r"^[0-9]{1,2}(?:月[0-9]{1,2}日|月|日)")


def event_told(text: str) -> str | None:
    """The event's id. Words with a question of their own («引っ越したら児童手当は?») are left to the search."""
    if len(text) > LONGEST:
        return None
    told, before, after = _known()
    todo, seen = [squashed(text)], set()
    while todo:
        words = todo.pop()
        if words in told:
            return told[words]
        if words and words not in seen:
            seen.add(words)
            todo += _peeled(words, before, after)
    return None


def event_mentioned(text: str) -> str | None:
    """The event that a clause of it tells of: «孫が生まれたんだけど、お祝い金とかもらえるのかね». For what found no answer of its own."""
    clauses = _CLAUSE.split(text) if len(text) <= LONGEST_STORY else []
    return next((event for clause in clauses if (event := event_told(clause))), None)


def _peeled(words: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    """Without one of the things people say around it."""
    yield from (words[len(one) :] for one in before if words.startswith(one))
    yield from (words[: -len(one)] for one in after if words.endswith(one))
    if month := _MONTH.match(words):
        yield words[month.end() :]


@cache
def _known() -> tuple[Mapping[str, str], tuple[str, ...], tuple[str, ...]]:
    said = tomllib.loads((COMMON / "tellings.toml").read_text(encoding="utf-8"))
    told = {
        squashed(phrase): event.id
        for event in read_life_events(COMMON).events
        for language, phrases in event.told.items()
        for written in phrases
        for phrase in _filled(written, language, said["people"])
    }
    return told, _every(said["before"]), _every(said["after"])


def _every(by_language: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple({plain for words in by_language.values() for one in words if (plain := squashed(one))})


def _filled(written: str, language: str, people: Mapping[str, Any]) -> Iterator[str]:
    slots = _SLOT.findall(written)
    for names in product(*(people[slot][language] for slot in slots)):
        filled = written
        for slot, name in zip(slots, names, strict=True):
            filled = filled.replace("{" + slot + "}", name)
        yield filled
