"""Whether two questions are one and the same: equal but for politeness, particles and the order of words."""

import tomllib
from pathlib import Path

import regex

from knowledge.words import MOST_CHARACTERS, is_japanese, normalise, read

_LISTS = tomllib.loads((Path(__file__).parent / "data/common/likeness.toml").read_text(encoding="utf-8"))
_POLITE, _LATIN = frozenset(_LISTS["polite"]), frozenset(_LISTS["latin"])
_TURNING, _DIRECTIONS = frozenset(_LISTS["turning"]), frozenset(_LISTS["directions"])
_REFUSING = frozenset(_LISTS["refusing"])
_HAN = regex.compile(r"\p{Han}")
_SIGNS = regex.compile(r"[\p{P}\p{S}\p{Z}]+")


def likeness(question: str) -> str:
    """What two questions share when they ask the same; empty for one that says nothing.

    Words that a search for an answer drops («いつまで», «だけ», «ない») count here: a question attached by an officer is
    answered surely, so the least difference that may matter keeps another question away.
    """
    text = normalise(question)[:MOST_CHARACTERS]
    surfaces: list[str] = []
    every = read(text, lambda surface, _reading: surfaces.append(surface))
    if not is_japanese(text):
        return " ".join(word.surface for word in every if word.surface not in _LATIN)
    said = [word.form for word in every if word.form not in _POLITE]
    if not said or not _HAN.search(text) or not _REFUSING.isdisjoint(surfaces):
        return str(
            _SIGNS.sub("", text)
        )  # kana alone are cut up by guessing: only the same letters are the same question
    turns = sorted(surface for surface in surfaces if surface in _TURNING)
    ways = [surface for surface in surfaces if surface in _DIRECTIONS]
    return "|".join([" ".join(said if ways else sorted(said)), *turns, *ways])
