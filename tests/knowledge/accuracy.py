"""Ask all resident questions and write down what came of them: python -m tests.knowledge.accuracy writes docs/accuracy.md."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from knowledge.ask import Knowledge
from tests.databases import migrated_sqlite
from tests.knowledge.marking import NEVER_READ, NOW, PARTS, Kind, Marked, figures, mark, questions_of
from tests.knowledge.sample_town import build

PAGE = Path(__file__).parents[2] / "docs/accuracy.md"
FIGURES = "## Figures"
HEAD = (
    "| | ours | right entry | of these at once | wrong at once | not ours | admitted |\n|---|--:|--:|--:|--:|--:|--:|"
)
GROUPS: dict[str, Callable[[Marked], str]] = {
    "language": lambda one: one.asked.language,
    "way of writing": lambda one: one.asked.style,
    "kind": lambda one: one.asked.kind,
}


def tables(knowledge: Knowledge) -> str:
    """Everything on the page that can change: totals, tables for each part, and the failures by name."""
    parts = {name: mark(knowledge, questions_of(files)) for name, files in PARTS.items()}
    lines = [HEAD, *(row(name, marked) for name, marked in parts.items())]
    for name, marked in parts.items():
        for group, key in GROUPS.items():
            lines += ["", f"### By {group}, {name}", "", HEAD]
            lines += [row(value, [one for one in marked if key(one) == value]) for value in _values(marked, key)]
    for name, marked in parts.items():
        if PARTS[name] in NEVER_READ:
            continue
        lines += ["", f"### Failures, {name}", "", *_failures(marked)]
    lines += ["", "### What the town does not know yet", "", *_missing(list(chain.from_iterable(parts.values())))]
    return "\n".join(lines) + "\n"


def _values(marked: list[Marked], key: Callable[[Marked], str]) -> list[str]:
    return sorted({key(one) for one in marked}, key=lambda value: (-sum(key(one) == value for one in marked), value))


def row(name: str, marked: list[Marked]) -> str:
    of = figures(marked)
    found = f"{of.found:.1%} | {of.direct:.1%}" if of.ours else "– | –"
    admitted = f"{of.admitted:.1%}" if of.not_ours else "–"
    return f"| {name} | {of.ours} | {found} | {of.wrong:.1%} | {of.not_ours} | {admitted} |"


def _failures(marked: list[Marked]) -> Iterator[str]:
    for one in marked:
        if not one.is_right:
            wanted = " ".join(one.asked.want) or one.asked.kind
            yield f"- {'**at once** ' if one.is_surely_wrong else ''}{one} (wanted: {wanted})"


def _missing(marked: list[Marked]) -> Iterator[str]:
    return (f"- {one.asked.ask}" for one in marked if one.asked.kind is Kind.MISSING)


@contextmanager
def asked_today() -> Iterator[Knowledge]:
    """The library of the sample town as residents meet it: read from its files, kept in a database, indexed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town = build(migrated_sqlite(folder / "empty.db"), folder)
        (folder / "open").mkdir()
        with town.opened(folder / "open") as house:
            yield house.knowledge.at(NOW)


def main() -> None:
    words, _, _ = PAGE.read_text(encoding="utf-8").partition(FIGURES)
    with asked_today() as knowledge:
        measured = f"Measured on {datetime.now(UTC).date()} with `python -m tests.knowledge.accuracy`."
        PAGE.write_text(f"{words}{FIGURES}\n\n{measured}\n\n{tables(knowledge)}", encoding="utf-8")


if __name__ == "__main__":
    main()
