"""Every published entry in memory, found by a question, with how surely each is meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.concepts import civic
from knowledge.confidence import Signs, features
from knowledge.entry_file import EntryFile
from knowledge.fields import of_entry
from knowledge.finder import Finder, Found
from knowledge.words import MOST_CHARACTERS, normalise, read
from speech.languages import Language

_STRONG = 10.0  # so many points for each unit of what was asked are a strong score


@dataclass(frozen=True)
class Hit:
    """`left_over`: the words of the question that no name of the entry says, and their share of its weight."""

    entry: EntryFile
    signs: Signs
    left_over: frozenset[str]
    left_share: float


@dataclass(frozen=True)
class Hits:
    """Best first. `features`: what the confidence is judged by; empty when nothing was found."""

    hits: tuple[Hit, ...]
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A name or a question: its telling words, each with the groups of civic vocabulary it belongs to."""

    text: str
    words: dict[str, frozenset[str]]
    groups: frozenset[str]

    def says(self, word: str, groups: frozenset[str]) -> bool:
        return word in self.words or not groups.isdisjoint(self.groups)


class Index:
    """Read-only once built; threads share it."""

    def __init__(self, entries: Sequence[EntryFile]) -> None:
        self._entries = list(entries)
        titles = {entry.id: entry.texts[Language.JA].title for entry in entries}
        documents = [of_entry(entry, titles) for entry in entries]
        self._finder = Finder(documents)
        self._names = [[_phrase(name) for name in dict.fromkeys(document.names)] for document in documents]

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, question: str, *, limit: int = 5) -> Hits:
        """The entries a question may mean."""
        found = self._finder.find(question, limit)
        asked = _phrase(self._finder.read_aloud(question) or question)
        hits = tuple(self._hit(one, asked, one.score / found[0].score) for one in found)
        return Hits(hits, features([hit.signs for hit in hits], len(asked.words)) if hits else ())

    def _hit(self, found: Found, asked: _Phrase, relative: float) -> Hit:
        names, mass = self._names[found.number], self._mass(asked)
        unsaid = [word for word, groups in asked.words.items() if not any(name.says(word, groups) for name in names)]
        share = sum(map(self._finder.weight, unsaid)) / mass
        signs = Signs(*self._closeness(names, asked), relative, found.score / mass / _STRONG)
        return Hit(self._entries[found.number], signs, frozenset(unsaid), share)

    def _closeness(self, names: Sequence[_Phrase], asked: _Phrase) -> tuple[float, float, float, float]:
        """Of the name that fits best: explained, said, both, alike (see Signs)."""
        explained = said = both = alike = 0.0
        for name in names:
            forth = self._share(asked, name)
            back = self._share(name, asked) if forth else 0.0
            explained, said, both = max(explained, forth), max(said, back * forth**0.5), max(both, forth * back)
            alike = max(alike, fuzz.ratio(asked.text, name.text) / 100)
        return explained, said, both, alike

    def _share(self, whole: _Phrase, other: _Phrase) -> float:
        """How much of a phrase's weight another phrase says, too."""
        return sum(
            self._finder.weight(word) for word, groups in whole.words.items() if other.says(word, groups)
        ) / self._mass(whole)

    def _mass(self, phrase: _Phrase) -> float:
        return sum(map(self._finder.weight, phrase.words)) or 1.0


def _phrase(text: str) -> _Phrase:
    every = read(text[:MOST_CHARACTERS])
    groups = civic().of_words([word.form for word in every])
    telling = {word.form: frozenset(own) for word, own in zip(every, groups, strict=True) if word.is_telling}
    return _Phrase(normalise(text), telling, frozenset().union(*telling.values()))
