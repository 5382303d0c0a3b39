"""Fit the confidence of the answers anew: python -m tests.knowledge.calibrate writes confidence.toml."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from knowledge.confidence import FILE
from knowledge.index import Index
from knowledge.shelves import OFFERED
from knowledge.shelving import overlaid, read_entries

HERE = Path(__file__).parent
ENTRIES = HERE.parent.parent / "knowledge/data"
SHRINKAGE = 0.5  # so that a sign that hardly matters keeps a small weight
WRONG_AT_MOST, BESIDE_AT_MOST = 0.005, 0.08  # shares of all questions, where the two lines are drawn
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


def line(chance: Array, is_right: Array, wrong_at_most: float) -> float:
    """The lowest chance from which, over all questions, no more than this share is answered wrongly."""
    order = np.argsort(-chance)
    wrong = np.cumsum(1 - is_right[order]) / len(chance)
    return float(chance[order][np.flatnonzero(wrong <= wrong_at_most)[-1]])


def main() -> None:
    asked: list[dict[str, Any]] = yaml.safe_load((HERE / "calibration.yaml").read_text(encoding="utf-8"))
    index = Index(overlaid(read_entries(ENTRIES / "common/entries"), read_entries(ENTRIES / "town/entries")))
    rows, right, among = [], [], []
    for one in asked:
        result = index.search(one["ask"], limit=OFFERED + 1)
        if not result.hits:
            continue
        found = [hit.entry.id in one["want"] for hit in result.hits[:OFFERED]]
        rows.append(result.features)
        right.append(found[0])
        among.append(any(found))
        if "-v" in sys.argv and one["want"] and not found[0]:
            print(one["ask"], "->", *(hit.entry.id for hit in result.hits))
    values, is_right, is_among = np.array(rows), np.array(right, float), np.array(among, float)
    for_right, for_among = fit(values, is_right), fit(values, is_among)
    answer_from = line(chances(for_right, values), is_right, WRONG_AT_MOST)
    offer_from = line(chances(for_among, values), is_among, BESIDE_AT_MOST)
    print(f"{len(rows)} questions, right {is_right.mean():.3f}, among {is_among.mean():.3f}")
    print(f"answered {(chances(for_right, values) >= answer_from).mean():.3f}")
    print(f"offered or answered {(chances(for_among, values) >= offer_from).mean():.3f}")
    FILE.write_text(
        "# Written by python -m tests.knowledge.calibrate; the order of the weights is that of confidence.features.\n"
        f"right = {[round(float(w), 3) for w in for_right]}\namong = {[round(float(w), 3) for w in for_among]}\n"
        f"answer_from = {answer_from:.3f}\noffer_from = {offer_from:.3f}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
