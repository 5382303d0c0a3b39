"""`madoguchi evaluate`: how well the search finds."""

import subprocess
import sys
from pathlib import Path

from commands.words import Given, Words, word
from knowledge.evaluate import Half


def declare(words: Words) -> None:
    evaluate_ = word(words, "evaluate", "how well the search finds, on a folder with judged questions", evaluate)
    evaluate_.add_argument("folder", type=Path, help="holds corpus.jsonl, queries.jsonl and qrels.tsv")
    evaluate_.add_argument("--half", default=None, type=Half, choices=list(Half), metavar="tune|frozen")
    evaluate_.add_argument("--json", action="store_true", help="the figures for machines")


def evaluate(given: Given) -> None:
    """In a process of its own, so that memory and time are the search's alone."""
    half = ["--half", given.half] if given.half else []
    as_json = ["--json"] if given.json else []
    command = [sys.executable, "-m", "knowledge.evaluate", str(given.folder), *half, *as_json]
    if code := subprocess.run(command, check=False).returncode:  # noqa: S603 - our own module
        raise SystemExit(code)
