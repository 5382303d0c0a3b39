"""The resident questions of this folder, and what becomes of each when the library is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Knowledge, Offer, Question, Unknown
from speech.languages import Language
from town.yaml_file import read_checked

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TUNING = ("questions.yaml", "questions_residents.yaml")
TUNING_2, TUNING_3 = ("questions_tuning2.yaml",), ("questions_tuning3.yaml",)
HELD_OUT, CHECK, FORECAST = ("questions_held_out.yaml",), ("questions_check.yaml",), ("questions_forecast.yaml",)
PARTS = {
    "tuning": TUNING, "tuning 2": TUNING_2, "tuning 3": TUNING_3,
    "held out": HELD_OUT, "check": CHECK, "forecast": FORECAST,
}  # fmt: skip
NEVER_READ = (CHECK, FORECAST)  # who reads a failure mends it
ROMAJI = "romaji"


class Kind(StrEnum):
    """`missing`: a resident's need for which the town has no entry yet."""

    ASKED = "asked"
    TRAP = "trap"
    MISSING = "missing"
    OUT_OF_SCOPE = "out_of_scope"
    ELSEWHERE = "elsewhere"


class Asked(BaseModel):
    """One question. `want`: any of these entries answers it. `style`: how it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ask: str
    kind: Kind = Kind.ASKED
    want: tuple[str, ...] = ()
    language: str = "ja"
    style: str = "plain"

    @property
    def is_ours(self) -> bool:
        return self.kind in (Kind.ASKED, Kind.TRAP)

    def question(self) -> Question:
        return Question(self.ask, Language("ja" if self.language == ROMAJI else self.language), NOW)


@dataclass(frozen=True)
class Marked:
    """What was found for a question."""

    asked: Asked
    finding: Finding

    @property
    def is_right(self) -> bool:
        """The entry was answered or offered; or it was admitted that there is none, or that another town is meant."""
        if self.asked.is_ours:
            return bool(set(self.asked.want) & set(self.shown))
        return isinstance(self.finding, Elsewhere if self.asked.kind is Kind.ELSEWHERE else Unknown)

    @property
    def is_direct(self) -> bool:
        return isinstance(self.finding, Direct)

    @property
    def is_surely_wrong(self) -> bool:
        return self.is_direct and not self.is_right

    @property
    def shown(self) -> tuple[str, ...]:
        match self.finding:
            case Direct(entry=entry):
                return (entry.id,)
            case Offer(entries=entries) | AskBack(entries=entries):
                return tuple(entry.id for entry in entries)
        return ()

    def __str__(self) -> str:
        return f"{self.asked.ask} -> {type(self.finding).__name__} {' '.join(self.shown)}".rstrip()


@dataclass(frozen=True)
class Figures:
    """Shares in 0..1. `wrong`: of all questions, those surely answered with the wrong entry."""

    ours: int
    found: float
    direct: float
    not_ours: int
    admitted: float
    wrong: float


def questions_of(names: Iterable[str]) -> list[Asked]:
    return [asked for name in names for asked in read_checked(HERE / name, TypeAdapter(tuple[Asked, ...]))]


def mark(knowledge: Knowledge, questions: Iterable[Asked]) -> list[Marked]:
    return [Marked(asked, knowledge.ask(asked.question())) for asked in questions]


def figures(marked: list[Marked]) -> Figures:
    ours = [one for one in marked if one.asked.is_ours]
    others = [one for one in marked if not one.asked.is_ours]
    return Figures(
        len(ours),
        _share([one.is_right for one in ours]),
        _share([one.is_right and one.is_direct for one in ours]),
        len(others),
        _share([one.is_right for one in others]),
        _share([one.is_surely_wrong for one in marked]),
    )


def _share(truths: list[bool]) -> float:
    return sum(truths) / len(truths) if truths else 1.0
