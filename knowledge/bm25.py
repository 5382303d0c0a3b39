"""BM25F: how strongly each document speaks of each term, as arrays ready to be added up."""

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

Gains = npt.NDArray[np.float64]
K1, B = 1.2, 0.75  # BM25's usual saturation and length norm, the same in every field


class Rows:
    """Term -> documents and weights, while they are gathered. Typed arrays: a large index would not fit otherwise."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[array[int], array[float]]] = {}

    def add(self, term: str, number: int, weight: float) -> None:
        if term not in self._rows:
            self._rows[term] = (array("i"), array("f"))
        numbers, weights = self._rows[term]
        numbers.append(number)
        weights.append(weight)

    def __iter__(self) -> Iterator[tuple[str, npt.NDArray[np.int32], npt.NDArray[np.float32]]]:
        for term, (numbers, weights) in self._rows.items():
            yield term, np.frombuffer(numbers, np.int32), np.frombuffer(weights, np.float32)


class Postings:
    """Terms -> the documents they stand in and what each gains by it, end to end in two arrays."""

    def __init__(self, size: int, rows: Iterable[tuple[str, npt.NDArray[np.int32], npt.NDArray[np.float32]]]) -> None:
        self._size = size
        self._places: dict[str, slice] = {}
        numbers, gains, filled = [], [], 0
        for term, some, gained in rows:
            self._places[term] = slice(filled, filled := filled + len(some))
            numbers.append(some)
            gains.append(gained)
        self._numbers = np.concatenate(numbers) if numbers else np.zeros(0, np.int32)
        self._gains = np.concatenate(gains) if gains else np.zeros(0, np.float32)

    def __contains__(self, term: str) -> bool:
        return term in self._places

    def add_up(self, sought: Mapping[str, float]) -> Gains:
        """What a question gains in every document."""
        found = [(self._places[term], weight) for term, weight in sought.items() if term in self._places]
        if not found:
            return np.zeros(self._size)
        numbers = np.concatenate([self._numbers[place] for place, _ in found])
        gains = np.concatenate([self._gains[place] * weight for place, weight in found])
        return np.bincount(numbers, gains, self._size).astype(np.float64, copy=False)


def inverse_frequency(total: int, holding: int) -> float:
    """How telling a term is: one that stands everywhere tells nothing."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def weigh(documents: Sequence[Sequence[Sequence[Sequence[str]]]], fields: Sequence[float]) -> Rows:
    """documents × fields × sentences × terms -> for each term the documents and its weight there, length included."""
    lengths = [[sum(len(sentence) for sentence in field) for field in document] for document in documents]
    means = [sum(column) / len(documents) or 1.0 for column in zip(*lengths, strict=True)]
    rows = Rows()
    for number, document in enumerate(documents):
        said: dict[str, float] = {}
        for field, weight, length, mean in zip(document, fields, lengths[number], means, strict=True):
            share = weight / (1 - B + B * length / mean)
            for term in chain.from_iterable(field) if weight else ():
                said[term] = said.get(term, 0.0) + share
        for term, amount in said.items():
            rows.add(term, number, amount)
    return rows


def saturated(weights: npt.NDArray[np.float32], idf: float) -> npt.NDArray[np.float32]:
    """A word said ten times does not say ten times as much."""
    return (idf * (K1 + 1) * weights / (weights + K1)).astype(np.float32)
