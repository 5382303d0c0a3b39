"""The search itself: documents in fields go in, questions find them. Towns and test sets use the same one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from rapidfuzz import fuzz

from knowledge.bm25 import Postings, Rows, inverse_frequency, saturated, weigh
from knowledge.concepts import civic
from knowledge.fields import Document
from knowledge.kana import Decoder
from knowledge.spelling import Spelling
from knowledge.terms import Reader, Terms, of_question
from knowledge.words import MOST_CHARACTERS, is_japanese, is_one_word, normalise, reading_of, words

# Fields: title, phrasings, body, related, section. The last is a matter of words only: sections share concepts.
_WORD_FIELDS, _OTHER_FIELDS = (4.0, 3.0, 1.0, 2.0, 1.0), (4.0, 3.0, 1.0, 2.0, 0.0)
# What each sort of term counts beside a word. Synonyms and kanji only break ties; a concept is stronger than a word.
_SORTS = {"words": 1.0, "concepts": 1.75, "synonyms": 0.15, "kanji": 0.15}
_NAME_WORDS, _NAME_CONCEPTS = 4.0, 12.0  # for a name that the question says whole
_SPELLING = 8.0  # for a name that looks like the question, letter by letter
_MENDED = 0.5  # for what a word means that is only nearly there
_KNOWN_ENOUGH = 0.5  # Latin letters of which so many words are known are a language with a text of its own
_SHORT = 4  # letters; in shorter words another letter makes another word
LOOKED_AT = 100  # candidates whose spelling is compared
_HIRAGANA = regex.compile(r"\p{Hiragana}")


@dataclass(frozen=True, slots=True)
class Found:
    """A document's number in the order given, and how strongly it answers (comparable within one question only)."""

    number: int
    score: float


class Finder:
    """Read-only once built; threads share it. Keeps arrays and names, never the texts it has read."""

    def __init__(self, documents: Sequence[Document], reader: Reader | None = None) -> None:
        reader = reader or Reader()
        parts = [[reader.read(field) for field in document.fields] for document in documents]
        calls = [[reader.read((name,)) for name in document.names] for document in documents]
        reader.close()
        titles = {normalise(name) for document in documents for name in document.title}  # sentences are no words
        self._decoder, self._spelling = Decoder(reader.readings), Spelling(titles.union(civic().readings))
        self._postings, self._idf = _postings(parts)
        self._unseen = inverse_frequency(len(documents), 0)
        self._titles = [normalise(document.title[0]) for document in documents]
        self._names = _name_postings(calls, self._idf)
        self._name_starts = np.cumsum([0, *map(len, calls)])[:-1]

    def find(self, question: str, limit: int = 10) -> list[Found]:
        """Best first."""
        sought = self._sought(question)
        scores = self._postings.add_up(sought)
        if not scores.any():
            return []
        scores += np.maximum.reduceat(self._names.add_up(sought), self._name_starts)
        some = min(LOOKED_AT, len(scores))
        candidates = np.argpartition(-scores, some - 1)[:some]
        folded = normalise(question)
        for number in candidates:
            scores[number] += _SPELLING * fuzz.ratio(folded, self._titles[number]) / 100
        best = sorted(candidates.tolist(), key=lambda number: (-scores[number], number))[:limit]
        return [Found(number, float(scores[number])) for number in best if scores[number] > 0]

    def read_aloud(self, question: str) -> str | None:
        """A question in kana or romaji, written as the town's texts write it; None for any other."""
        if is_japanese(question):
            return self._decoder.decode(question)
        said = words(question)
        is_strange = sum(word in self._idf for word in said) < _KNOWN_ENOUGH * len(said)
        return self._decoder.decode(question) if is_strange else None

    def corrected(self, question: str) -> str:
        """A question with a slip of the hand, as it was meant; any other as it stands."""
        text = normalise(question)[:MOST_CHARACTERS]
        mended = self._mended(text)
        likely = [meant for meant, written in mended.items() if len(meant) > _SHORT or _is_slip(meant, written)]
        meant = max(likely, key=len, default=None)  # pieces overlap: the longest word explains most
        return text.replace(mended[meant], meant) if meant else question

    def _mended(self, text: str) -> dict[str, str]:
        """What was meant and what was written; of two that lie near, the one that sounds the same: 住民表 is not 住民税."""
        mended = self._spelling.mended(text)
        heard = {written for meant, written in mended.items() if _sound_alike(meant, written)}
        return {m: w for m, w in mended.items() if w not in heard or _sound_alike(m, w)}

    def weight(self, word: str) -> float:
        """How telling a word is; one that no text knows is the most telling of all."""
        return self._idf.get(word, self._unseen)

    def _sought(self, question: str) -> dict[str, float]:
        """The terms a question looks for; one in kana or romaji is read both as it stands and as it sounds."""
        sought = of_question(question)
        if decoded := self.read_aloud(question):
            return sought | of_question(decoded)
        for meant, written in self._mended(normalise(question)[:MOST_CHARACTERS]).items():
            likely = 1.0 if _sound_alike(meant, written) else _MENDED
            for term, weight in of_question(meant).items():
                sought[term] = max(sought.get(term, 0.0), likely * weight)
        return sought


def _sound_alike(one: str, other: str) -> bool:
    return reading_of(one) == reading_of(other)


def _is_slip(meant: str, written: str) -> bool:
    """«住民表» was meant to be 住民票, «母子手張» 母子手帳; but «消費税» was not meant to be 消費者, nor «靴の修理» 鍵の修理."""
    if _sound_alike(meant, written):
        return True
    return len(meant) == len(written) and not _HIRAGANA.search(meant) and not is_one_word(written)


def _postings(parts: Sequence[Sequence[Sequence[Terms]]]) -> tuple[Postings, dict[str, float]]:
    rows, idf = [], {}
    for sort, strength in _SORTS.items():
        fields = _WORD_FIELDS if sort == "words" else _OTHER_FIELDS
        texts = [[[getattr(sentence, sort) for sentence in field] for field in document] for document in parts]
        for term, numbers, weights in weigh(texts, fields):
            idf[term] = inverse_frequency(len(parts), len(numbers))
            rows.append((term, numbers, strength * saturated(weights, idf[term])))
    return Postings(len(parts), rows), idf


def _name_postings(names: Sequence[Sequence[Sequence[Terms]]], idf: dict[str, float]) -> Postings:
    """How much of each name a question says: every term gains its share of the name's whole weight."""
    flat = [name for document in names for name in document]
    rows = Rows()
    for number, name in enumerate(flat):
        words = {term for sentence in name for term in sentence.words}
        concepts = {term for sentence in name for term in sentence.concepts}
        for terms, strength in ((words, _NAME_WORDS), (concepts, _NAME_CONCEPTS)):
            whole = sum(idf[term] for term in terms)
            for term in terms:
                rows.add(term, number, strength * idf[term] / whole)
    return Postings(len(flat), rows)
