"""Fit the confidence of the answers anew: python -m tests.knowledge.calibrate writes confidence.toml."""

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from rapidfuzz import fuzz, process

from knowledge.beside import read_not_ours
from knowledge.confidence import FILE
from knowledge.entry_file import EntryFile
from knowledge.index import Index
from knowledge.phrases import phrase
from knowledge.shelves import OFFERED, WORTH_OFFERING, leaves_open
from knowledge.shelving import overlaid, read_entries

HERE = Path(__file__).parent
ENTRIES = HERE.parent.parent / "knowledge/data"
# never questions_held_out.yaml, questions_check.yaml, questions_forecast.yaml
FITTED_ON = (
    "calibration.yaml", "questions.yaml", "questions_residents.yaml", "questions_tuning2.yaml", "questions_tuning3.yaml",
)  # fmt: skip
SHRINKAGE = 0.5  # so that a sign that hardly matters keeps a small weight
FOLDS = 5
PREPARED = 50  # of a hundred letters alike: such a phrasing was written for the question
HIDDEN = 5
WRONG_AT_MOST = 0.010  # of all questions, answered at once and wrongly
BESIDE_AT_MOST = 0.16  # of the questions that are not ours, something offered all the same
Array = npt.NDArray[np.float64]


def fit(rows: Array, truths: Array) -> Array:
    """Logistic regression by Newton's steps; the first weight stands alone and is not shrunk."""
    values = np.hstack([np.ones((len(rows), 1)), rows])
    weights, shrinkage = np.zeros(values.shape[1]), np.full(values.shape[1], SHRINKAGE)
    shrinkage[0] = 1e-6
    for _ in range(50):
        chance = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (truths - chance) - shrinkage * weights
        bend = (values.T * (chance * (1 - chance))) @ values + np.diag(shrinkage)
        weights += np.linalg.solve(bend, slope)
    return weights


def chances(weights: Array, rows: Array) -> Array:
    return 1 / (1 + np.exp(-weights[0] - rows @ weights[1:]))


def foreseen(rows: Array, truths: Array, folds: Array) -> Array:
    """What is said of each question by weights that were fitted without its entry's questions."""
    said = np.zeros(len(rows))
    for fold in range(FOLDS):
        left_out = folds == fold
        said[left_out] = chances(fit(rows[~left_out], truths[~left_out]), rows[left_out])
    return said


def fold_of(asked: dict[str, Any]) -> int:
    """All questions of one entry lie in one fold."""
    about = asked["want"][0] if asked.get("want") else asked["ask"]
    return hashlib.sha256(about.encode()).digest()[0] % FOLDS


def line(chance: Array, is_wrong: Array, at_most: float) -> float:
    """The lowest chance from which no more than this share of all that may be wrong is wrong."""
    order = np.argsort(-chance)
    wrong = np.cumsum(is_wrong[order])
    return float(chance[order][np.flatnonzero(wrong <= at_most)[-1]])


def fitted_on() -> list[dict[str, Any]]:
    """What may be looked at, but for other towns' questions: those are recognised before anything is searched."""
    read = [yaml.safe_load((HERE / name).read_text(encoding="utf-8")) for name in FITTED_ON]
    every = {one["ask"]: one for part in read for one in part} | {text: {"ask": text} for text in read_not_ours()}
    return [one for one in every.values() if one.get("kind") != "elsewhere"]


@dataclass(frozen=True)
class Rows:
    """One row for each question for which anything was found."""

    values: Array
    is_right: Array
    is_among: Array
    is_ours: Array
    is_open: Array
    folds: Array


def _rows(asked: list[dict[str, Any]]) -> Rows:
    found = overlaid(read_entries(ENTRIES / "common/entries"), read_entries(ENTRIES / "town/entries"))
    published = [entry for entry in found if entry.is_published]
    rows: list[tuple[tuple[float, ...], bool, bool, bool, bool, int]] = []
    for fold in range(FOLDS):
        part = [one for one in asked if fold_of(one) == fold]
        texts = [one["ask"] for one in part]
        beside = [phrase(text) for text in _unlike(read_not_ours(), texts)]
        index = Index(_unprepared(published, texts), not_ours=beside)
        rows += [row for one in part if (row := _row(index, one))]
    hidden = [{"ask": text, "want": [entry.id]} for entry in published for text in _of_entry(entry) if _is_hidden(text)]
    index = Index(_with_only(published, lambda text: not _is_hidden(text)))
    rows += [row for one in hidden if (row := _row(index, one))]
    values, *columns = zip(*rows, strict=True)
    return Rows(np.array(values), *(np.array(column, float) for column in columns))


def _row(index: Index, one: dict[str, Any]) -> tuple[tuple[float, ...], bool, bool, bool, bool, int] | None:
    want = one.get("want", [])
    result = index.search(one["ask"], limit=OFFERED + 1)
    near = [hit.entry.id for hit in result.hits[:OFFERED] if hit.signs.relative >= WORTH_OFFERING]
    if not near:
        return None
    if "-v" in sys.argv and want and near[0] not in want:
        print(one["ask"], "->", *near)
    is_open = leaves_open(result.hits[0], result.hits[1:])
    return result.features, near[0] in want, bool(set(near) & set(want)), bool(want), is_open, fold_of(one)


def _unprepared(entries: list[EntryFile], asked: list[str]) -> list[EntryFile]:
    """The entries without the phrasings that look like these questions: many were written because of them, and a
    stranger's question will not find its like."""
    every = {text for entry in entries for text in _of_entry(entry)}
    kept = set(_unlike(sorted(every), asked))
    return _with_only(entries, lambda text: text in kept)


def _with_only(entries: list[EntryFile], is_kept: Callable[[str], bool]) -> list[EntryFile]:
    return [
        entry.model_copy(
            update={"phrasings": {lang: [t for t in own if is_kept(t)] for lang, own in entry.phrasings.items()}}
        )
        for entry in entries
    ]


def _of_entry(entry: EntryFile) -> list[str]:
    return [text for texts in entry.phrasings.values() for text in texts]


def _is_hidden(text: str) -> bool:
    """One phrasing in so many is asked of a library that does not have it, as a stranger would ask."""
    return hashlib.sha256(text.encode()).digest()[1] % HIDDEN == 0


def _unlike(texts: Sequence[str], asked: list[str]) -> list[str]:
    nearest = process.cdist(texts, asked, scorer=fuzz.ratio).max(axis=1)
    return [text for text, alike in zip(texts, nearest, strict=True) if alike < PREPARED]


def main() -> None:
    rows = _rows(fitted_on())
    sure = foreseen(rows.values, rows.is_right, rows.folds)
    near = np.maximum(sure, foreseen(rows.values, rows.is_among, rows.folds))
    sure *= 1 - rows.is_open  # never said at once, however sure
    count, others = len(sure), np.sum(1 - rows.is_ours)
    answer_from = line(sure, 1 - rows.is_right, WRONG_AT_MOST * count)
    offer_from = line(near, 1 - rows.is_ours, BESIDE_AT_MOST * others)
    shown = np.where(sure >= answer_from, rows.is_right, rows.is_among * (near >= offer_from))[rows.is_ours > 0]
    print(f"{count} questions; foreseen of those that are ours: right entry {shown.mean():.3f}")
    print(f"at once {(sure >= answer_from)[rows.is_ours > 0].mean():.3f}")
    _write(fit(rows.values, rows.is_right), fit(rows.values, rows.is_among), answer_from, offer_from)


def _write(right: Array, among: Array, answer_from: float, offer_from: float) -> None:
    FILE.write_text(
        "# Written by python -m tests.knowledge.calibrate; the order of the weights is that of confidence.features.\n"
        f"right = {[round(float(w), 3) for w in right]}\namong = {[round(float(w), 3) for w in among]}\n"
        f"answer_from = {answer_from:.3f}\noffer_from = {offer_from:.3f}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
