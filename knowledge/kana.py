"""«こくみんけんこうほけん» and «kokumin kenko hoken» -> 国民健康保険, with the words of the indexed texts alone."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

import regex

from knowledge import romaji
from knowledge.concepts import civic
from knowledge.words import ASKING, normalise, reading_of

_KANA_ONLY = regex.compile(r"[\p{Hiragana}\p{Katakana}ー\s\p{P}\p{S}0-9]+")
_HIRAGANA = regex.compile(r"\p{Hiragana}")
_LATIN_ONLY = regex.compile(r"[\p{Latin}\p{M}\s\p{P}\p{S}0-9]+")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_LONGEST = 18  # sounds in a word
_ACROSS = 4.0  # the price of a word that runs over a blank: people who write romaji set blanks, but not all alike
_UNKNOWN = 12.0  # the price of a sound that no word explains; a rare word of four sounds is cheaper than four of these
_FEWEST_KANA = 3
_TIMES_A_TOWN_WORD, _TIMES_A_QUESTION_WORD = 3, 300  # as if they stood so often in the texts
_MOST_UNKNOWN = 0.35  # a text of which more than this share is not understood was not Japanese after all
# Two particles are written otherwise than they sound.
_AS_HEARD = {"は": "wa", "へ": "e"}


class Readings:
    """How often each word stands in the texts, and how it is read. What was known `before` need not be asked again."""

    def __init__(self, before: "Readings | None" = None) -> None:
        self.counts: Counter[str] = Counter()
        self.readings: dict[str, str] = dict(before.readings) if before else {}

    def learn(self, surface: str, reading: Callable[[], str]) -> None:
        if surface not in self.readings:
            self.readings[surface] = reading().translate(_TO_HIRAGANA)

    def hear_vocabulary(self) -> None:
        """Also the words of civic vocabulary, and the ways questions are put. Words that left the texts are forgotten."""
        for times, spoken in ((_TIMES_A_TOWN_WORD, civic().readings), (_TIMES_A_QUESTION_WORD, _asking())):
            for surface, reading in spoken.items():
                self.readings.setdefault(surface, reading.translate(_TO_HIRAGANA))
                self.counts[surface] += times
        self.readings = {surface: self.readings[surface] for surface in self.counts}


@cache
def _asking() -> dict[str, str]:
    return {phrase: reading_of(phrase) for phrase in ASKING}


class Decoder:
    """Reads a text by its sounds: the cheapest way to cut it into known words."""

    def __init__(self, heard: Readings) -> None:
        total = math.log(sum(heard.counts.values()) + 1)
        self._by_kana: dict[str, tuple[float, str]] = {}
        self._by_romaji: dict[str, tuple[float, str]] = {}
        for surface, count in heard.counts.items():
            price, kana = total - math.log(count), heard.readings[surface]
            _keep_cheapest(self._by_kana, kana, price, surface)
            _keep_cheapest(self._by_romaji, romaji.of_kana(kana), price, surface)
            if surface in _AS_HEARD:
                _keep_cheapest(self._by_romaji, _AS_HEARD[surface], price, surface)

    def decode(self, text: str) -> str | None:
        """None where there is nothing to decode: the text has kanji, or is no Japanese."""
        text = normalise(text)
        if _KANA_ONLY.fullmatch(text):
            hiragana = text.translate(_TO_HIRAGANA)
            return _cheapest(hiragana, self._by_kana) if len(_HIRAGANA.findall(text)) >= _FEWEST_KANA else None
        sounds = romaji.of_latin(text) if _LATIN_ONLY.fullmatch(text) else None
        return _cheapest(sounds, self._by_romaji) if sounds else None


def _keep_cheapest(known: dict[str, tuple[float, str]], key: str, price: float, surface: str) -> None:
    if key and len(key) <= _LONGEST and (key not in known or price < known[key][0]):
        known[key] = (price, surface)


def _cheapest(sounds: str, known: dict[str, tuple[float, str]]) -> str | None:
    """Viterbi over all cuts; an unknown sound stays as it is."""
    blanks = {place - sounds[:place].count(" ") for place, sign in enumerate(sounds) if sign == " "}
    sounds = sounds.replace(" ", "")
    best: list[tuple[float, int, str, int]] = [(0.0, 0, "", 0)]  # price, beginning, word, unknown sounds
    for end in range(1, len(sounds) + 1):
        price, _, _, unknown = best[end - 1]
        choices = [(price + _UNKNOWN, end - 1, sounds[end - 1], unknown + 1)]
        for begin in range(max(0, end - _LONGEST), end):
            if word := known.get(sounds[begin:end]):
                across = _ACROSS * len(blanks.intersection(range(begin + 1, end)))
                choices.append((best[begin][0] + word[0] + across, begin, word[1], best[begin][3]))
        best.append(min(choices))
    if best[-1][3] > _MOST_UNKNOWN * len(sounds):
        return None
    return "".join(_backwards(best))


def _backwards(best: list[tuple[float, int, str, int]]) -> Iterable[str]:
    words, end = [], len(best) - 1
    while end:
        _, begin, word, _ = best[end]
        words.append(word)
        end = begin
    return reversed(words)
