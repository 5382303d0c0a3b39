"""A text -> what the index counts: words, concepts, groups of synonyms, single kanji."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import TypeAlias

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


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`heard`: every word as it stands there, particles too."""

    terms: Terms
    heard: tuple[str, ...]


# A sentence as it was read, in plain words: the four of its Terms, then what was heard.
Read: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Reader:
    """Reads the texts of one index: a sentence that returns is read once, also when the index is built anew.

    Of the reader `before` only the sentences that still stand somewhere are kept.
    """

    def __init__(self, before: "Reader | None" = None) -> None:
        self.readings: Readings = Readings(before.readings if before else None)
        self._seen: dict[str, _Sentence] = {}
        self._known: dict[str, _Sentence] = before._seen if before else {}
        self.newly_read = 0  # sentences

    @classmethod
    def knowing(cls, sentences: Mapping[str, Read], readings: Mapping[str, str]) -> "Reader":
        """One that another process has taught."""
        reader = cls()
        for sentence, (*terms, heard) in sentences.items():
            reader._seen[sentence] = _Sentence(Terms(*map(_interned, terms)), _interned(heard))
        reader.readings.readings = {intern(surface): reading for surface, reading in readings.items()}
        return reader

    def sentences(self) -> dict[str, Read]:
        """Everything read, for a process to come."""
        return {
            sentence: (one.terms.words, one.terms.concepts, one.terms.synonyms, one.terms.kanji, one.heard)
            for sentence, one in self._seen.items()
        }

    def read(self, texts: Iterable[str]) -> tuple[Terms, ...]:
        """Sentence by sentence; equal sentences are one and the same object."""
        return tuple(self._sentence(sentence) for text in texts for sentence in _sentences(text))

    def close(self) -> None:
        """All texts are read. Only then are the words of civic vocabulary heard, too."""
        self._known = {}
        self.readings.hear_vocabulary()

    def _sentence(self, sentence: str) -> Terms:
        if (seen := self._seen.get(sentence)) is None:
            if len(self._seen) >= _KEPT_SENTENCES:
                self._seen.clear()
            seen = self._seen[sentence] = self._known.get(sentence) or self._read(sentence)
            self.readings.counts.update(seen.heard)
        return seen.terms

    def _read(self, sentence: str) -> _Sentence:
        self.newly_read += 1
        heard: list[str] = []

        def hear(surface: str, reading: Callable[[], str]) -> None:
            surface = intern(surface)
            self.readings.learn(surface, reading)
            heard.append(surface)

        return _Sentence(_terms(read(sentence, hear)), tuple(heard))


def _interned(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(intern, words))


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
