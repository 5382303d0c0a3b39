"""Words written with one letter too many, too few, changed or exchanged: «マイナンンバーカード» is «マイナンバーカード»."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex
from rapidfuzz.distance import OSA

_EDGE = regex.compile(r"[\p{Han}\p{Katakana}ーa-z0-9々]")  # hiragana at an edge is mostly grammar
_ALL_HAN = regex.compile(r"[\p{Han}々]{3}")
_SHORTEST, _LONGEST = 4, 12


class Spelling:
    """Known words under every spelling that lacks one letter: a question's piece needs a few look-ups, no search."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(word for word in words if len(word) <= _LONGEST)
        self._shorter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            for spelling in _spellings(word):
                self._shorter[spelling].append(word)

    def mended(self, text: str) -> dict[str, str]:
        """Known words that the text seems to mean where it says no known word, and what it says instead."""
        said = _places(text, self._known)
        found: dict[str, str] = {}
        for begin, end in _pieces(text):
            if not said.issuperset(range(begin, end)):
                for word in self._near(text[begin:end]):
                    found.setdefault(word, text[begin:end])
        return found

    def _near(self, piece: str) -> Iterator[str]:
        candidates = {word for spelling in (piece, *_one_less(piece)) for word in self._shorter.get(spelling, ())}
        return (word for word in sorted(candidates) if OSA.distance(piece, word) == 1)


@lru_cache(maxsize=16_384)  # titles and vocabulary: mostly the same ones when an index is built anew
def _spellings(word: str) -> frozenset[str]:
    """Itself and with one letter less; none for a word that is not worth mending."""
    return frozenset((word, *_one_less(word))) if _is_worth_mending(word) else frozenset()


def _is_worth_mending(word: str) -> bool:
    if not (_EDGE.match(word[0]) and _EDGE.match(word[-1])):
        return False
    return len(word) >= _SHORTEST or bool(_ALL_HAN.fullmatch(word))


def _one_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    edges = [place for place, sign in enumerate(text) if _EDGE.match(sign)]
    for number, begin in enumerate(edges):
        for last in edges[number + _SHORTEST - 2 : number + _LONGEST + 1]:
            if last < begin + _LONGEST + 1:
                yield begin, last + 1


def _places(text: str, known: frozenset[str]) -> set[int]:
    """The letters that belong to a known word."""
    pieces = (
        (begin, end) for begin in range(len(text)) for end in range(begin + 2, min(begin + _LONGEST, len(text)) + 1)
    )
    return {place for begin, end in pieces if text[begin:end] in known for place in range(begin, end)}
