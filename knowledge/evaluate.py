"""How well the search finds the right texts of a judged test set, how fast, and in how much memory."""

import argparse
import hashlib
import json
import math
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from knowledge.fields import Document
from knowledge.finder import Finder

DEPTH = 10  # as far as a resident would ever look
# Blocks inside a document: «【関連…】» names related questions, «【…問い合わせ…】» the section; both end at a next block.
_BLOCK = re.compile(r"(【[^】]*】。?|＜改＞。?)")


class Half(StrEnum):
    """The questions were divided once, before any tuning; weights and vocabulary may look at one half only."""

    TUNE = "tune"
    FROZEN = "frozen"


@dataclass(frozen=True)
class JudgedSet:
    """Documents by id, questions by id, and for each question the grades of the documents that answer it."""

    documents: dict[str, Document]
    questions: dict[str, str]
    grades: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Figures:
    """All shares in 0..1; `hit_1`: the first text has the best grade there is. Memory is the peak of the process."""

    documents: int
    questions: int
    ndcg_10: float
    recall_10: float
    hit_1: float
    mrr: float
    p50_ms: float
    p99_ms: float
    index_seconds: float
    rss_mb: float

    def as_json(self) -> str:
        return json.dumps({name: round(value, 4) for name, value in asdict(self).items()})

    def as_lines(self) -> list[str]:
        return [
            f"documents {self.documents}, questions {self.questions}",
            f"nDCG@10 {self.ndcg_10:.3f}  Recall@10 {self.recall_10:.3f}  Hit@1 {self.hit_1:.3f}  MRR {self.mrr:.3f}",
            f"latency p50 {self.p50_ms:.2f} ms, p99 {self.p99_ms:.2f} ms",
            f"index {self.index_seconds:.1f} s, memory {self.rss_mb:.0f} MB",
        ]


Search = Callable[[str], Sequence[int]]  # a question -> numbers of documents, best first


def read_judged(folder: Path, half: Half | None = None) -> JudgedSet:
    """corpus.jsonl, queries.jsonl and qrels.tsv of a folder; of the questions, only those of one half if asked."""
    documents = {line["id"]: divide(line["question"], line["answer"]) for line in _lines(folder / "corpus.jsonl")}
    questions = {line["id"]: line["text"] for line in _lines(folder / "queries.jsonl")}
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, document, grade = line.split("\t")
        grades.setdefault(question, {})[document] = int(grade)
    kept = {i: text for i, text in questions.items() if i in grades and half in (None, half_of(i))}
    return JudgedSet(documents, kept, grades)


def half_of(question_id: str) -> Half:
    """By a hash of the id, so that nobody chose."""
    return Half.FROZEN if hashlib.sha256(question_id.encode()).digest()[0] % 2 else Half.TUNE


def divide(question: str, answer: str) -> Document:
    """A question with its answer -> fields."""
    fields: dict[str, list[str]] = {"body": [], "related": [], "section": []}
    into = "body"
    for piece in _BLOCK.split(answer):
        if "【関連" in piece:
            into = "related"
        elif piece.startswith("【") and "問" in piece and "合" in piece:
            into = "section"
        else:
            if into == "related" and _BLOCK.match(piece):
                into = "body"
            if not piece.startswith("＜改＞"):
                fields[into].append(piece)
    return Document((question,), **{name: ("".join(pieces),) for name, pieces in fields.items()})


def evaluate(judged: JudgedSet) -> Figures:
    began = time.perf_counter()
    finder = Finder(list(judged.documents.values()))
    seconds = time.perf_counter() - began
    return measure(judged, lambda text: [found.number for found in finder.find(text, DEPTH)], seconds)


def measure(judged: JudgedSet, search: Search, index_seconds: float) -> Figures:
    """The figures of any search over the set. All questions are asked three times; of each, the middle time counts."""
    ids = list(judged.documents)
    rounds = [[_timed(search, text) for text in judged.questions.values()] for _ in range(3)]
    took = sorted(sorted(times)[1] for times in zip(*([ms for _, ms in one] for one in rounds), strict=True))
    scores = [
        _score([ids[number] for number in numbers[:DEPTH]], judged.grades[question])
        for question, (numbers, _) in zip(judged.questions, rounds[0], strict=True)
    ]
    ndcg, recall, hit, reciprocal = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    return Figures(
        len(ids), len(scores), ndcg, recall, hit, reciprocal,
        _percentile(took, 0.50), _percentile(took, 0.99), index_seconds,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )  # fmt: skip


def _timed(search: Search, text: str) -> tuple[Sequence[int], float]:
    began = time.perf_counter()
    return search(text), (time.perf_counter() - began) * 1000


def _score(found: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float, float]:
    """nDCG (gain = grade), recall, hit at 1, reciprocal rank of the first judged text."""
    gains = [grades.get(document, 0) for document in found]
    ideal = _discounted(sorted(grades.values(), reverse=True)[:DEPTH])
    first = next((1 / rank for rank, gain in enumerate(gains, start=1) if gain), 0.0)
    right = sum(gain > 0 for gain in gains) / sum(grade > 0 for grade in grades.values())
    return _discounted(gains) / ideal, right, float(bool(gains) and gains[0] >= 2), first


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def main(words: Sequence[str]) -> int:
    """`python -m knowledge.evaluate`: what `madoguchi evaluate` starts."""
    parser = argparse.ArgumentParser(prog="madoguchi evaluate")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=Half, default=None)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    try:
        figures = evaluate(read_judged(given.folder, given.half))
    except OSError as error:
        sys.stderr.write(
            f"{error.filename} を読めません。corpus.jsonl、queries.jsonl、qrels.tsv のあるフォルダーを書いてください。\n"
        )
        return 1
    sys.stdout.write((figures.as_json() if given.json else "\n".join(figures.as_lines())) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
