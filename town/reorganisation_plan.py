"""A yearly reorganisation as a town writes it: one file, one date, 0:00 in Japan."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, model_validator

from town.calendar import JST, OpeningRule
from town.sections import SectionFile
from town.shapes import Email, Id, LanguageCode, Name, Names, Phone, Strict

EntryIds = tuple[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,59}$")], ...]


class Target(Strict):
    """A section that is there already, or a new one written out whole."""

    section: Id | None = None
    new: SectionFile | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.section is None) == (self.new is None):
            raise ValueError("section (今ある課の id) か new (新しい課) のどちらか一つを書いてください")
        return self

    @property
    def id(self) -> str:
        return self.new.id if self.new else str(self.section)


class Rename(Strict):
    """Only what changes is written; the id stays."""

    section: Id
    names: Names | None = None
    duties: Name | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    email: Email | None = None
    floor: Annotated[int, Field(ge=-3, le=60)] | None = None
    room: Name | None = None
    hours: tuple[OpeningRule, ...] | None = None
    phone_languages: tuple[LanguageCode, ...] | None = None


class Part(Target):
    """What one of the new sections takes with it. `rest`: everything that is named nowhere."""

    topics: tuple[Id, ...] = ()
    entries: EntryIds = ()
    rest: bool = False


class Split(Strict):
    """The old section closes unless `stays`; then it keeps what no part takes."""

    section: Id
    stays: bool = False
    into: Annotated[tuple[Part, ...], Field(min_length=1)]


class Merge(Strict):
    """Everything of these sections goes to one; they close."""

    sections: Annotated[tuple[Id, ...], Field(min_length=1)]
    into: Target


class Plan(Strict):
    """Carried out in this order: rename, split, merge."""

    on: dt.date
    rename: tuple[Rename, ...] = ()
    split: tuple[Split, ...] = ()
    merge: tuple[Merge, ...] = ()

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not (self.rename or self.split or self.merge):
            raise ValueError("rename・split・merge のどれかを書いてください")
        return self

    @property
    def effective_at(self) -> dt.datetime:
        return dt.datetime.combine(self.on, dt.time(), JST).astimezone(dt.UTC)
