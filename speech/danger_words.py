"""Loads the words of danger, one file for each way of writing, and keeps them ready to be looked for quickly."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from speech.danger_openings import openings

FOLDER = Path(__file__).parent / "danger"


class Danger(StrEnum):
    """In order of urgency: the first of several is the headline of the card."""

    FIRE = "fire"
    MEDICAL = "medical"
    DROWNING = "drowning"
    TSUNAMI = "tsunami"
    LANDSLIDE = "landslide"
    FLOOD = "flood"
    TRAPPED = "trapped"
    GAS = "gas"
    ELECTRICITY = "electricity"
    ROAD_COLLAPSE = "road_collapse"
    SUICIDE = "suicide"
    CRIME = "crime"
    DOMESTIC_VIOLENCE = "domestic_violence"
    CHILD_ABUSE = "child_abuse"
    SEXUAL_VIOLENCE = "sexual_violence"
    STALKING = "stalking"
    POISON = "poison"
    TRAFFIC_ACCIDENT = "traffic_accident"
    ANIMAL = "animal"
    MISSING_PERSON = "missing_person"
    EARTHQUAKE = "earthquake"
    HELP = "help"


class Reading(StrEnum):
    """How a message is laid out before words are looked for."""

    TIGHT = "tight"  # Japanese and Chinese: no spaces, hiragana
    SPACED = "spaced"  # Vietnamese with its marks
    PLAIN = "plain"  # Latin letters without accents
    BARE = "bare"  # the same, only for messages typed without any accent


Alarming = tuple[Danger, re.Pattern[str]]


@dataclass(frozen=True)
class Words:
    """What one reading listens for. The places in each list stand under the letters their patterns begin with."""

    harmless: list[re.Pattern[str]] = field(default_factory=list)
    alarming: list[Alarming] = field(default_factory=list)
    harmless_places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    alarming_places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


_KATAKANA_AND_QUOTES = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)} | {0x2019: 0x27}
_SPACES = re.compile(r"\s+")
_WORD_START = re.compile(r"(?<!\w)(?=\S)")
_LETTERS = {Reading.TIGHT: 2, Reading.SPACED: 4, Reading.PLAIN: 4, Reading.BARE: 4}


def spaced(text: str) -> str:
    """One width, small letters, hiragana, single spaces: how messages and the files' words are compared."""
    even = unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA_AND_QUOTES)
    return _SPACES.sub(" ", even).strip()


def tight(text: str) -> str:
    return _SPACES.sub("", text)


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    bare = "".join(letter for letter in letters if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def load_words(folder: Path = FOLDER) -> dict[Reading, Words]:
    known = {reading: Words() for reading in Reading}
    for path in sorted(folder.glob("words_*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        reading = Reading(content["reading"])
        words = known[reading]
        for written in content["harmless"]:
            words.harmless.append(_compiled(written, reading))
            _file_under(words.harmless_places, len(words.harmless) - 1, written, reading)
        for danger, patterns in content["words"].items():
            for written in patterns:
                words.alarming.append((Danger(danger), _compiled(written, reading)))
                _file_under(words.alarming_places, len(words.alarming) - 1, written, reading)
    return known


def beginnings_in(said: str, reading: Reading) -> set[str]:
    """The letters with which something in this message may begin: anywhere in Japanese, at words in Latin letters."""
    if reading is Reading.TIGHT:
        return {"", *said, *(said[place : place + 2] for place in range(len(said) - 1))}
    starts = [match.start() for match in _WORD_START.finditer(said)]
    return {"", *(said[start : start + size] for start in starts for size in range(1, _LETTERS[reading] + 1))}


def _compiled(written: str, reading: Reading) -> re.Pattern[str]:
    if re.search(r"\\[A-Z]", written):
        raise ValueError(f"{written}: capital escapes would lose their meaning in small letters")
    source = spaced(written)
    return re.compile(source if reading is Reading.TIGHT else rf"(?<!\w)(?:{source})(?!\w)")


def _file_under(places: dict[str, list[int]], place: int, written: str, reading: Reading) -> None:
    for letters in openings(spaced(written), _LETTERS[reading]):
        places[letters].append(place)
