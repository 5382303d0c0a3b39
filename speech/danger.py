"""Hears words of danger in a message, in six languages, kana and romaji, before anything else is done with it."""

import re
from collections.abc import Iterator, Mapping

from speech.danger_words import Danger, Reading, beginnings_in, load_words, spaced, tight, without_accents

__all__ = ["Danger", "apart_from_danger", "find_danger"]

# Stands where harmless words stood, so that what was left and right of them does not grow together.
_GAP = "◇"
# What hung on the word that was taken out: blanks, stops, a particle.
_LEFT_HANGING = " 　。、.,!?!?のがはをにで"
_LATIN = re.compile("[a-z]")
_KNOWN = load_words()


def find_danger(text: str) -> tuple[Danger, ...]:
    """Every danger the message speaks of, the most urgent first; empty for ordinary questions."""
    found = {danger for reading, said in _readings(text) for danger in _heard(reading, said)}
    return tuple(danger for danger in Danger if danger in found)


def apart_from_danger(text: str) -> str:
    """What else a message says: «火事の罹災証明は» → «罹災証明は». Kana come back as hiragana."""
    said = spaced(text)
    is_latin = _LATIN.search(said) is not None
    reading, left = (Reading.PLAIN, without_accents(said)) if is_latin else (Reading.TIGHT, tight(said))
    words = _KNOWN[reading]
    for place in _places(words.alarming_places, left, reading):
        left = words.alarming[place][1].sub(" ", left)
    return left.strip(_LEFT_HANGING)


def _readings(text: str) -> Iterator[tuple[Reading, str]]:
    said = spaced(text)
    yield Reading.TIGHT, tight(said)
    if _LATIN.search(said):
        plain = without_accents(said)
        yield Reading.PLAIN, plain
        yield (Reading.BARE, plain) if plain == said else (Reading.SPACED, said)


def _heard(reading: Reading, said: str) -> Iterator[Danger]:
    words = _KNOWN[reading]
    for place in _places(words.harmless_places, said, reading):
        said = words.harmless[place].sub(_GAP, said)
    for place in _places(words.alarming_places, said, reading):
        danger, pattern = words.alarming[place]
        if pattern.search(said):
            yield danger


def _places(index: Mapping[str, list[int]], said: str, reading: Reading) -> list[int]:
    """The patterns whose first letters occur in the message; the others cannot match."""
    return sorted({place for letters in beginnings_in(said, reading) & index.keys() for place in index[letters]})
