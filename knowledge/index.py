"""Every published entry in memory, found by a question, with how surely each is meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.beside import Beside, not_ours_asked
from knowledge.confidence import Signs, Wording, features
from knowledge.entry_file import EntryFile
from knowledge.fields import of_entry
from knowledge.finder import Finder, Found
from knowledge.phrases import Phrase, phrase, together
from knowledge.terms import Reader
from knowledge.words import is_japanese
from speech.languages import Language

_STRONG = 10.0  # so many points for each unit of what was asked are a strong score


@dataclass(frozen=True)
class Hit:
    """`left_over`: the words of the question that no name of the entry says, and their share of its weight."""

    number: int
    entry: EntryFile
    signs: Signs
    left_over: frozenset[str]
    left_share: float


@dataclass(frozen=True)
class Hits:
    """Best first. `features`: what the confidence is judged by; empty when nothing was found."""

    hits: tuple[Hit, ...]
    features: tuple[float, ...]


MUCH_LEFT, AS_STRONG = 0.2, 0.9  # of the question's weight; of the best one's score


class Index:
    """Read-only once built; threads share it. What an index `before` has read is not read again.

    `read_before`: what another process has read. `not_ours`: what people also ask, and no entry ever answers.
    """

    def __init__(
        self, entries: Sequence[EntryFile], before: "Index | None" = None, not_ours: Sequence[Phrase] | None = None,
        read_before: Reader | None = None,
    ) -> None:  # fmt: skip
        self._entries = list(entries)
        titles = {entry.id: entry.texts[Language.JA].title for entry in entries}
        documents = [of_entry(entry, titles) for entry in entries]
        self.reader: Reader = Reader(before.reader if before else read_before)
        self._finder = Finder(documents, self.reader)
        known = before._phrases if before else {}
        names = [tuple(dict.fromkeys(document.names)) for document in documents]
        self._phrases: dict[str, Phrase] = {name: known.get(name) or phrase(name) for every in names for name in every}
        self._names = [[self._phrases[name] for name in every] for every in names]
        self._every_name = together(self._phrases.values())
        own = {frozenset(name.words) for name in self._phrases.values()}
        self._beside = Beside(not_ours_asked() if not_ours is None else not_ours, own)

    def __len__(self) -> int:
        return len(self._entries)

    def holds(self, entries: Sequence[EntryFile]) -> bool:
        """Whether it is made of these, and one made anew would be the same."""
        return self._entries == list(entries)

    def search(self, question: str, *, limit: int = 5) -> Hits:
        """The entries a question may mean."""
        found = self._finder.find(question, limit)
        asked = phrase(self._finder.read_aloud(question) or self._finder.corrected(question))
        hits = _whole_first([self._hit(one, asked, one.score / found[0].score) for one in found])
        return Hits(hits, self._features(hits, asked) if hits else ())

    def _features(self, hits: Sequence[Hit], asked: Phrase) -> tuple[float, ...]:
        unheard_of = [word for word, groups in asked.words.items() if not self._every_name.says(word, groups)]
        names = self._names[hits[0].number]
        not_said = [word for word in asked.strange if not any(word in name.words for name in names)]
        wording = Wording(
            len(asked.words), is_japanese(asked.text), self._share_of(unheard_of, asked),
            self._share_of(asked.strange, asked), self._share_of(not_said, asked),
        )  # fmt: skip
        beside = self._beside.nearest(asked, self._finder.weight)
        left = min(hit.left_share for hit in hits)
        return features([hit.signs for hit in hits], wording, left, (beside.both, beside.alike))

    def _share_of(self, words: Iterable[str], asked: Phrase) -> float:
        return sum(map(self._finder.weight, words)) / asked.mass(self._finder.weight)

    def _hit(self, found: Found, asked: Phrase, relative: float) -> Hit:
        names, mass = self._names[found.number], asked.mass(self._finder.weight)
        unsaid = [word for word, groups in asked.words.items() if not any(name.says(word, groups) for name in names)]
        signs = Signs(*self._closeness(names, asked), relative, found.score / mass / _STRONG)
        return Hit(found.number, self._entries[found.number], signs, frozenset(unsaid), self._share_of(unsaid, asked))

    def _closeness(self, names: Sequence[Phrase], asked: Phrase) -> tuple[float, float, float, float]:
        """Of the name that fits best: explained, said, both, alike (see Signs)."""
        explained = said = both = 0.0
        weight = self._finder.weight
        for name in names:
            if not asked.touches(name):
                continue
            forth, back = asked.share_said_by(name, weight), name.share_said_by(asked, weight)
            explained, said, both = max(explained, forth), max(said, back * forth**0.5), max(both, forth * back)
        closest = process.extractOne(asked.text, [name.text for name in names], scorer=fuzz.ratio)
        return explained, said, both, closest[1] / 100 if closest else 0.0


def _whole_first(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """«住民票をコンビニで取りたい»: where the best leaves something unsaid and one as strong says it all, that one is meant."""
    if not hits or hits[0].left_share < MUCH_LEFT:
        return tuple(hits)
    whole = next((hit for hit in hits[1:] if not hit.left_over and hit.signs.relative >= AS_STRONG), None)
    return tuple(hits) if whole is None else (whole, *(hit for hit in hits if hit is not whole))
