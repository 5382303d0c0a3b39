"""A text -> what the index counts: words, concepts, groups of synonyms, single kanji."""

from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern

import regex

from knowledge.concepts import civic
from knowledge.kana import Readings
from knowledge.words import MOST_CHARACTERS, Word, read

_HAN = regex.compile(r"[\p{Han}々]")
_KEPT_SENTENCES = 50_000  # while an index is built; addresses and opening hours stand in many texts


@dataclass(frozen=True, slots=True)
class Terms:
    """A term's first sign tells its sort: a word has none, # concept, ~ synonyms, ^ kanji."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]
    synonyms: tuple[str, ...]
    kanji: tuple[str, ...]


class Reader:
    """Reads the texts of one index: a sentence that returns is read once. Thrown away when the index stands."""

    def __init__(self) -> None:
        self.readings = Readings()
        self._seen: dict[str, Terms] = {}

    def read(self, texts: Iterable[str]) -> tuple[Terms, ...]:
        """Sentence by sentence; equal sentences are one and the same object."""
        return tuple(self._sentence(sentence) for text in texts for sentence in _sentences(text))

    def _sentence(self, sentence: str) -> Terms:
        if (known := self._seen.get(sentence)) is None:
            if len(self._seen) >= _KEPT_SENTENCES:
                self._seen.clear()
            known = self._seen[sentence] = _terms(read(sentence, self.readings.hear))
        return known


def of_question(text: str) -> dict[str, float]:
    """Every term a question looks for, and how much it is meant."""
    every = read(text[:MOST_CHARACTERS])
    found = _terms(every)
    sought = dict.fromkeys((*found.words, *found.synonyms, *found.kanji), 1.0)
    return sought | civic().in_question([word.form for word in every])


def _terms(every: list[Word]) -> Terms:
    telling = [word for word in every if word.is_telling]
    return Terms(
        tuple(word.form for word in telling),
        tuple(civic().in_text([word.form for word in every])),
        tuple(intern(f"~{group}") for word in telling for group in word.synonyms),
        tuple(intern(f"^{sign}") for word in telling for sign in _HAN.findall(word.form) or _HAN.findall(word.surface)),
    )


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.split("\n") for sentence in line.split("。") if sentence]
