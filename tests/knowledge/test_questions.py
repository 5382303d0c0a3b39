"""A small set of residents' questions, asked each time the library changes; the marks stand just under what is reached."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering import House
from knowledge import entries
from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Offer, Question, Unknown
from speech.languages import Language
from store.database import reading

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ASKED: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8"))
FOUND, WRONG_DIRECT, ADMITTED = 0.86, 0.05, 0.60  # shares: answered or offered; surely and wrongly; «we do not know»


@dataclass
class Marks:
    found: list[str] = field(default_factory=list)
    direct: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    admitted: list[str] = field(default_factory=list)
    pretended: list[str] = field(default_factory=list)

    def note(self, asked: dict[str, Any], finding: Finding) -> None:
        told = f"{asked['ask']} -> {_shown(finding)}"
        if not asked.get("want"):
            is_admitted = isinstance(finding, Elsewhere if asked.get("elsewhere") else Unknown)
            (self.admitted if is_admitted else self.pretended).append(told)
        elif not set(asked["want"]) & set(_ids(finding)):
            self.missed.append(told)
        else:
            self.found.append(told)
            if isinstance(finding, Direct):
                self.direct.append(told)
        if isinstance(finding, Direct) and finding.entry.id not in asked.get("want", []):
            self.wrong.append(told)


def _ids(finding: Finding) -> list[str]:
    match finding:
        case Direct(entry=entry):
            return [entry.id]
        case Offer(entries=offered) | AskBack(entries=offered):
            return [one.id for one in offered]
    return []


def _shown(finding: Finding) -> str:
    sure = f" {finding.confidence:.2f}" if isinstance(finding, Direct | Offer) else ""
    return f"{type(finding).__name__}{sure} {' '.join(_ids(finding))}".strip()


@pytest.fixture
def marks(house: House) -> Marks:
    marks, knowledge = Marks(), house.knowledge.at(NOW)
    for asked in ASKED:
        marks.note(asked, knowledge.ask(Question(asked["ask"], Language(asked.get("language", "ja")), NOW)))
    return marks


def test_there_are_enough_questions_and_every_answer_wanted_exists(house: House):
    with reading() as session:
        known = {entry.id for entry in entries.published(session, NOW.date())}
    assert len(ASKED) >= 120
    assert len({asked["ask"] for asked in ASKED}) == len(ASKED)
    assert {one for asked in ASKED for one in asked.get("want", [])} - known == set()


def test_residents_find_what_they_ask_for(marks: Marks):
    total = len(marks.found) + len(marks.missed)
    assert len(marks.found) >= total * FOUND, "\n".join(marks.missed)


def test_hardly_anybody_is_surely_told_the_wrong_thing(marks: Marks):
    assert len(marks.wrong) <= len(ASKED) * WRONG_DIRECT, "\n".join(marks.wrong)


def test_what_is_not_ours_is_admitted(marks: Marks):
    total = len(marks.admitted) + len(marks.pretended)
    assert len(marks.admitted) >= total * ADMITTED, "\n".join(marks.pretended)
