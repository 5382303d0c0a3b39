"""Life events: moving, a birth, a death. Which procedures follow, in what order, until when, and for whom."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, model_validator

from knowledge.entry_file import EntryId
from speech.languages import Language
from town.numbers import Sentences
from town.shapes import Id, Name, Strict
from town.yaml_file import read_checked

FILE = "life_events.yaml"
YES, NO, UNSURE = "y", "n", "u"
MOST_QUESTIONS = 4

Steady = Annotated[int, Field(ge=1, le=120)]


class Due(Strict):
    """How long there is from the day asked for.

    The day itself counts only where the law says so (戸籍法43条); else counting begins on the next (民法140条). A last
    day on which public offices are closed gives way to the next open one (地方自治法4条の2), if `moves_to_open_day`.
    """

    days: Steady | None = None
    months: Steady | None = None
    counts_first_day: bool = False
    moves_to_open_day: bool = True

    @model_validator(mode="after")
    def _is_one_length(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise ValueError("days か months のどちらか一つを書いてください")
        return self

    def last_day(self, start: date, is_closed: Callable[[date], bool]) -> date:
        counted_from = start - timedelta(days=1) if self.counts_first_day else start
        last = counted_from + timedelta(days=self.days) if self.days else _months_later(start, self)
        while self.moves_to_open_day and is_closed(last):
            last += timedelta(days=1)
        return last


def _months_later(start: date, due: Due) -> date:
    """The day before the same day of that month where the first day counts; the month's end where it has no such day."""
    years, month = divmod(start.month - 1 + (due.months or 0), 12)
    length = monthrange(start.year + years, month + 1)[1]
    if start.day > length:
        return date(start.year + years, month + 1, length)
    return date(start.year + years, month + 1, start.day) - timedelta(days=1 if due.counts_first_day else 0)


class Step(Strict):
    """One procedure of the list. Without `due` the entry's own words on time are shown, unless `is_undated`."""

    entry: EntryId
    due: Due | None = None
    is_undated: bool = False
    only_if: tuple[Id, ...] = ()
    unless: tuple[Id, ...] = ()

    def applies(self, answers: Mapping[str, str]) -> bool:
        """Who is not sure is shown it: a page too many does less harm than a deadline missed."""
        return all(answers.get(asked) != NO for asked in self.only_if) and all(
            answers.get(asked) != YES for asked in self.unless
        )


class Asked(Strict):
    """A question one answers with yes or no."""

    id: Id
    words: Sentences


class LifeEvent(Strict):
    """`choices`: this one only asks which of others is meant. `told`: whole messages by which residents tell it."""

    id: Id
    names: Sentences
    lead: Sentences
    day: Sentences | None = None
    questions: Annotated[tuple[Asked, ...], Field(max_length=MOST_QUESTIONS)] = ()
    steps: tuple[Step, ...] = ()
    choices: tuple[Id, ...] = ()
    told: dict[Language, tuple[Name, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if bool(self.steps) == bool(self.choices):
            raise ValueError("steps か choices のどちらか一つを書いてください")
        known = {asked.id for asked in self.questions}
        if unknown := {one for step in self.steps for one in (*step.only_if, *step.unless)} - known:
            raise ValueError(f"questions に {', '.join(sorted(unknown))} がありません")
        return self

    def answered(self, letters: str) -> dict[str, str] | None:
        """«yn» → the answers so far, in the order asked; None when nobody could have answered so."""
        if len(letters) > len(self.questions) or not set(letters) <= {YES, NO, UNSURE}:
            return None
        return {asked.id: letter for asked, letter in zip(self.questions, letters, strict=False)}

    def steps_for(self, answers: Mapping[str, str]) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.applies(answers))


@dataclass(frozen=True)
class LifeEvents:
    """All events of this town, in the order of its files."""

    events: tuple[LifeEvent, ...] = ()

    def find(self, event_id: str) -> LifeEvent | None:
        return next((event for event in self.events if event.id == event_id), None)

    def to_choose_from(self) -> tuple[LifeEvent, ...]:
        """Those that are not one of several kinds of another."""
        inner = {each for event in self.events for each in event.choices}
        return tuple(event for event in self.events if event.id not in inner)

    def with_entry(self, entry_id: str) -> LifeEvent | None:
        """The event to offer beside an entry: the one in whose list it stands first."""
        found = [
            (place, event)
            for event in self.events
            for place, step in enumerate(event.steps)
            if step.entry == entry_id and place < BESIDE_THE_FIRST
        ]
        return min(found, key=lambda one: one[0])[1] if found else None


BESIDE_THE_FIRST = 2  # further down an entry belongs to many lives, and to none in particular

_SHAPE = TypeAdapter(tuple[LifeEvent, ...])


def read_life_events(*folders: Path) -> LifeEvents:
    """The events of all folders that have the file. A town's event takes the place of a common one.

    Raises TownFileError with file, line and field.
    """
    files = [folder / FILE for folder in folders]
    found = [event for path in files if path.exists() for event in read_checked(path, _SHAPE)]
    return LifeEvents(tuple({event.id: event for event in found}.values()))
