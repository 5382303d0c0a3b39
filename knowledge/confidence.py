"""How surely the best entry is the right one: a logistic over a few signs, its weights kept as data."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data/common/confidence.toml"


@dataclass(frozen=True, slots=True)
class Signs:
    """Of one entry, shares in 0..1: how much of the question its names explain, how much of a name the question says,
    both at once, how alike they look letter by letter, and the search's score beside the best one's.
    `strength`: that score for each unit of what was asked."""

    explained: float
    said: float
    both: float
    alike: float
    relative: float
    strength: float


@dataclass(frozen=True, slots=True)
class Wording:
    """Of the question, shares in 0..1: what no name of any entry says; words of matters that are not a town's, and
    those among them that the best entry does not say itself. `words`: how many tell something."""

    words: int
    is_japanese: bool
    unheard_of: float
    strange: float
    strange_left: float


_NO_OTHER = Signs(0, 0, 0, 0, 0, 0)
_WEAKEST = 0.02  # so that no strength at all has a logarithm, too
_MANY_WORDS = 6  # a question of more words is simply long


def features(
    signs: Sequence[Signs], asked: Wording, left: float, beside: tuple[float, float] = (0, 0)
) -> tuple[float, ...]:
    """What the weights of the file belong to, in this order; the first of `signs` is the best entry's.

    `left`: the least share of the question that one entry's names leave unsaid. `beside`: how near the question is to
    one that is not ours, by what both say and by its letters.
    """
    best, second = signs[0], signs[1] if len(signs) > 1 else _NO_OTHER
    return (
        best.explained, best.said, best.both, best.alike, best.strength,
        1 - second.relative, best.both - second.both, max(one.explained for one in signs),
        min(asked.words, _MANY_WORDS) / _MANY_WORDS, asked.unheard_of, asked.strange, asked.strange_left,
        float(asked.is_japanese), left, math.log(best.strength + _WEAKEST),
        *beside,
    )  # fmt: skip


@dataclass(frozen=True)
class Calibration:
    """`right`: the best entry is the one; `among`: one of those that would be offered is."""

    right: tuple[float, ...]
    among: tuple[float, ...]
    answer_from: float
    offer_from: float

    def is_right(self, values: Sequence[float]) -> float:
        return _logistic(self.right, values)

    def is_among(self, values: Sequence[float]) -> float:
        return _logistic(self.among, values)


@cache
def read_calibration() -> Calibration:
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Calibration(tuple(read["right"]), tuple(read["among"]), read["answer_from"], read["offer_from"])


def _logistic(weights: Sequence[float], values: Sequence[float]) -> float:
    """The first weight stands alone."""
    return 1 / (1 + math.exp(-weights[0] - sum(w * v for w, v in zip(weights[1:], values, strict=True))))
