"""A name or a question as the confidence sees it: its telling words, each with the civic vocabulary it belongs to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.concepts import civic, not_ours
from knowledge.words import MOST_CHARACTERS, NARRATIVE, normalise, read


@dataclass(frozen=True, slots=True)
class Phrase:
    """`words`: the telling ones, each with its groups. `strange`: those of matters that no town hall deals with."""

    text: str
    words: dict[str, frozenset[str]]
    groups: frozenset[str]
    strange: frozenset[str] = frozenset()

    def says(self, word: str, groups: frozenset[str]) -> bool:
        return word in self.words or not groups.isdisjoint(self.groups)

    def touches(self, other: "Phrase") -> bool:
        """Whether either says anything of the other at all."""
        return not (self.words.keys().isdisjoint(other.words) and self.groups.isdisjoint(other.groups))

    def mass(self, weight: Callable[[str], float]) -> float:
        return sum(map(weight, self.words)) or 1.0

    def share_said_by(self, other: "Phrase", weight: Callable[[str], float]) -> float:
        """How much of this phrase's weight the other one says, too."""
        said = sum(weight(word) for word, groups in self.words.items() if other.says(word, groups))
        return said / self.mass(weight)


def phrase(text: str) -> Phrase:
    every = read(text[:MOST_CHARACTERS])
    forms = [word.form for word in every]
    telling = {
        word.form: (frozenset(groups), bool(strange))
        for word, groups, strange in zip(every, civic().of_words(forms), not_ours().of_words(forms), strict=True)
        if word.is_telling
    }
    kept = {form: of for form, of in telling.items() if form not in NARRATIVE} or telling
    words = {form: groups for form, (groups, _) in kept.items()}
    strange = frozenset(form for form, (_, is_strange) in kept.items() if is_strange)
    return Phrase(normalise(text), words, frozenset().union(*words.values()), strange)


def together(phrases: Iterable[Phrase]) -> Phrase:
    """What any of them says."""
    words: dict[str, frozenset[str]] = {}
    for one in phrases:
        words |= one.words
    return Phrase("", words, frozenset().union(*words.values()))
