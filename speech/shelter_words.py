"""Whether somebody asks where to flee, and from what."""

import re
import tomllib
from functools import cache
from pathlib import Path

from speech.squash import squashed

WORDS = Path(__file__).parent / "shelter_words.toml"
LONGEST = 60  # characters; who writes more tells something else as well


def asks_for_shelter(text: str) -> bool:
    """Nothing but a place of refuge, a disaster and the words around them."""
    plain = squashed(text)
    if not plain or len(plain) > LONGEST:
        return False
    place, anything = _patterns()
    return bool(place.search(plain)) and not anything.sub("", plain)


def hazard_in(text: str) -> str | None:
    """The disaster named, as in the file; None when there is none, or two."""
    plain = squashed(text)
    named = {hazard: max((len(word) for word in words if word in plain), default=0) for hazard, words in _hazards()}
    found = [hazard for hazard, length in named.items() if length]
    if len(found) > 1:  # «内水氾濫» holds «氾濫»
        longest = max(named.values())
        found = [hazard for hazard, length in named.items() if length == longest]
    return found[0] if len(found) == 1 else None


def disasters() -> list[str]:
    """Every word for one, squashed."""
    return [word for _, words in _hazards() for word in words]


@cache
def _written() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def _hazards() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((hazard, tuple(squashed(word) for word in words)) for hazard, words in _written()["hazards"].items())


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    places, around = ([word for words in _written()[part].values() for word in words] for part in ("places", "around"))
    return any_of(places), any_of([*places, *around, *disasters()])


def any_of(words: list[str]) -> re.Pattern[str]:
    """The longest that fits; compares squashed text."""
    longest_first = sorted({one for word in words if (one := squashed(word))}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
