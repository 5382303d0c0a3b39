"""Every published entry in memory, found by its words: BM25 over weighted fields, rapidfuzz on the best few."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.entry_file import EntryFile
from knowledge.words import normalise, words
from speech.languages import Language

# How much a word counts by where it stands. A title says more about an entry than its small print.
TITLE, PHRASING, ALIAS, SUMMARY, SLOT = 4.0, 3.0, 4.0, 1.0, 0.5
K1, B = 1.2, 0.6  # BM25's usual saturation; length matters less than usual, because entries have fields, not pages
LOOKED_AT = 100  # candidates that rapidfuzz may reorder


@dataclass(frozen=True)
class Hit:
    """`score` in 0..1: how surely this entry is meant. `left_over`: weight and words of the question it does not name."""

    entry: EntryFile
    score: float
    left_over: frozenset[str] = frozenset()
    left_share: float = 0.0


class Index:
    """Read-only once built; threads share it."""

    def __init__(self, entries: Sequence[EntryFile]) -> None:
        self._entries = list(entries)
        self._names = [_names(entry) for entry in entries]
        self._name_words = [[frozenset(words(name)) for name in names] for names in self._names]
        documents = [_weighted_words(entry) for entry in entries]
        lengths = [sum(document.values()) for document in documents]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (document, length) in enumerate(zip(documents, lengths, strict=True)):
            for word, weight in document.items():
                tamed = weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / mean))
                self._postings[word].append((number, tamed))
        total = max(len(entries), 1)
        self._idf = {w: math.log(1 + (total - len(p) + 0.5) / (len(p) + 0.5)) for w, p in self._postings.items()}
        self._unseen = math.log(1 + total + 0.5)

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, question: str, *, limit: int = 5) -> list[Hit]:
        """The entries a question may mean, best first."""
        asked = set(words(question))
        scores: Counter[int] = Counter()
        for word in asked:
            for number, weight in self._postings.get(word, ()):
                scores[number] += self._idf[word] * weight  # type: ignore[assignment]
        candidates = [number for number, _ in scores.most_common(LOOKED_AT)] or self._by_spelling(question)
        best = scores.most_common(1)[0][1] if scores else 1.0
        hits = [self._hit(n, question, asked, scores[n] / best) for n in candidates]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def _hit(self, number: int, question: str, asked: set[str], relative: float) -> Hit:
        left = frozenset(asked.difference(*self._name_words[number]))
        mass = sum(self._weight(word) for word in asked) or 1.0
        share = sum(self._weight(word) for word in left) / mass
        return Hit(self._entries[number], self._sureness(number, question, asked, relative), left, share)

    def _sureness(self, number: int, question: str, asked: set[str], relative: float) -> float:
        """How much of the question its names explain, how much of a name the question says, and how alike they look."""
        mass = sum(self._weight(word) for word in asked) or 1.0
        explained, said, alike = 0.0, 0.0, 0.0
        folded = normalise(question)
        for name, name_words in zip(self._names[number], self._name_words[number], strict=True):
            both = sum(self._weight(word) for word in asked & name_words)
            explained = max(explained, both / mass)
            said = max(said, both / (sum(self._weight(word) for word in name_words) or 1.0) * (both / mass) ** 0.5)
            alike = max(alike, fuzz.ratio(folded, name) / 100)
        return min(1.0, 0.40 * explained + 0.20 * said + 0.25 * alike + 0.15 * relative)

    def _weight(self, word: str) -> float:
        return self._idf.get(word, self._unseen)

    def _by_spelling(self, question: str) -> list[int]:
        """No word is known: perhaps it is misspelt, or written in kana only."""
        folded = normalise(question)
        alike = {n: max(fuzz.ratio(folded, name) for name in names) for n, names in enumerate(self._names)}
        return [n for n in sorted(alike, key=lambda n: -alike[n])[:LOOKED_AT] if alike[n] >= 60]


def _names(entry: EntryFile) -> list[str]:
    titles = [text.title for text in entry.texts.values()]
    phrasings = [text for texts in entry.phrasings.values() for text in texts]
    return [normalise(name) for name in (*titles, *entry.aliases, *phrasings)]


def _weighted_words(entry: EntryFile) -> Counter[str]:
    """Repeating a word in many phrasings does not make an entry louder: each field counts a word once."""
    document: Counter[str] = Counter()
    fields: list[tuple[float, Iterable[str]]] = [
        (TITLE, (text.title for text in entry.texts.values())),
        (PHRASING, (text for texts in entry.phrasings.values() for text in texts)),
        (ALIAS, entry.aliases),
        (SUMMARY, (text.summary for text in entry.texts.values())),
        (SLOT, _slot_words(entry)),
    ]
    for weight, texts in fields:
        for word in {word for text in texts for word in words(text)}:
            document[word] += weight  # type: ignore[assignment]
    return document


def _slot_words(entry: EntryFile) -> list[str]:
    text = entry.texts[Language.JA]
    single = [
        text.who,
        text.when,
        text.where,
        text.notes,
        text.address,
        text.booking,
        text.equipment,
        text.cancellation,
    ]
    return [value for value in (*single, *text.bring, *text.steps) if value]
