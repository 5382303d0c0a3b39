"""What people also write to a town though it is no town hall's: a question close to one of these is hardly ours."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter
from rapidfuzz import fuzz, process

from knowledge.phrases import Phrase, phrase
from speech.languages import Language
from town.yaml_file import read_checked

FILE = Path(__file__).parent / "data/common/not_ours_asked.yaml"
_QUESTIONS = TypeAdapter(dict[Language, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class Nearness:
    """To the nearest of them, shares in 0..1: how much each says of the other, and how alike they look."""

    both: float = 0.0
    alike: float = 0.0


class Beside:
    """Read-only once built. Questions that are the names of an entry, word for word, are left out: that one is ours."""

    def __init__(self, asked: Iterable[Phrase], own: Container[frozenset[str]]) -> None:
        self._asked = [one for one in asked if frozenset(one.words) not in own]
        self._texts = [one.text for one in self._asked]
        self._saying: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._asked):
            for term in {*one.words, *_groups(one)}:
                self._saying[term].append(number)

    def nearest(self, asked: Phrase, weight: Callable[[str], float]) -> Nearness:
        terms = {*asked.words, *_groups(asked)}
        numbers = {number for term in terms for number in self._saying.get(term, ())}
        sharing = [self._asked[number] for number in numbers]
        both = max((asked.share_said_by(o, weight) * o.share_said_by(asked, weight) for o in sharing), default=0.0)
        likest = process.extractOne(asked.text, self._texts, scorer=fuzz.ratio)
        return Nearness(both, likest[1] / 100 if likest else 0.0)


def read_not_ours() -> tuple[str, ...]:
    return tuple(text for texts in read_checked(FILE, _QUESTIONS).values() for text in texts)


@cache
def not_ours_asked() -> tuple[Phrase, ...]:
    """The list that comes with the house; read when it is first needed, for it opens the dictionary."""
    return tuple(map(phrase, read_not_ours()))


def _groups(one: Phrase) -> set[str]:
    return {f"#{group}" for group in one.groups}
