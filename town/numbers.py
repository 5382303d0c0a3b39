"""The telephone numbers for dangers: which to show for what, and which of them this town has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from town.profile import Profile
from town.shapes import Company, Id, LanguageCode, Name, Names, Strict
from town.yaml_file import read_checked

FILE = "emergency_numbers.yaml"

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Dialled = Annotated[str, StringConstraints(pattern=r"^(1[0-9]{2}|#[0-9]{4}|0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4})$")]
Page = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
Rank = Annotated[int, Field(ge=1, le=9)]
LAST_TO_RING_NOW = 5  # from 6 on a number gives advice or passes word on


class Switch(StrEnum):
    """What only some towns have, as the town's profile says it."""

    HAS_7119 = "has_7119"
    HAS_NET119 = "has_net119"
    HAS_FAX119 = "has_fax119"
    HAS_BEARS = "has_bears"
    GAS = "gas"
    ELECTRICITY = "electricity"

    def is_on(self, town: Profile) -> bool:
        if self in (Switch.GAS, Switch.ELECTRICITY):
            return getattr(town.companies, self) is not None
        return bool(getattr(town.emergency, self))


class PhoneOf(StrEnum):
    """Whose number it is when the file cannot know it."""

    GAS = "gas"
    ELECTRICITY = "electricity"
    TOWN_HALL = "town_hall"


class Read(Strict):
    """A page that was really read, and when."""

    url: Page
    title: Sentence
    read_on: date


class Sentences(Strict):
    """The same in each of our languages, none missing."""

    ja: Sentence
    ja_easy: Sentence
    en: Sentence
    zh: Sentence
    pt: Sentence
    vi: Sentence

    def in_language(self, language: str) -> str:
        return str(getattr(self, language))


class Alternative(Strict):
    """A way for people who cannot hear or speak on the telephone."""

    id: Id
    names: Names
    how: Sentences
    town_switch: Switch | None = None
    sources: Annotated[tuple[Read, ...], Field(min_length=1)]


class EmergencyNumber(Strict):
    """`dangers` gives the place on the card of each danger. `is_urgent`: somebody comes, or must be told at once."""

    id: Id
    phone: Dialled | None = None
    phone_of: PhoneOf | None = None
    is_urgent: bool = False
    dangers: Annotated[dict[Id, Rank], Field(min_length=1)]
    names: Names
    hours: Sentences | None = None
    note: Sentences | None = None
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    alternatives: tuple[Id, ...] = ()
    prefectures: tuple[Name, ...] = ()
    except_prefectures: tuple[Name, ...] = ()
    town_switch: Switch | None = None
    sources: Annotated[tuple[Read, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_one_phone_and_hours(self) -> Self:
        if (self.phone is None) == (self.phone_of is None):
            raise ValueError("phone か phone_of のどちらか一つを書いてください")
        if self.phone is not None and self.hours is None:
            raise ValueError("hours を書いてください")
        return self

    def exists_in(self, town: Profile) -> bool:
        prefecture = town.prefecture.ja if town.prefecture else None
        if self.prefectures and prefecture not in self.prefectures:
            return False
        if prefecture in self.except_prefectures:
            return False
        return self.town_switch is None or self.town_switch.is_on(town)


class EmergencyNumbers(Strict):
    alternatives: tuple[Alternative, ...]
    numbers: Annotated[tuple[EmergencyNumber, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_only_what_is_there(self) -> Self:
        known = {each.id for each in self.alternatives}
        for number in self.numbers:
            if missing := set(number.alternatives) - known:
                raise ValueError(f"{number.id}: {', '.join(sorted(missing))} は alternatives にありません")
        ids = [each.id for each in self.alternatives] + [each.id for each in self.numbers]
        if len(ids) != len(set(ids)):
            raise ValueError("id が重なっています")
        return self


@dataclass(frozen=True, slots=True)
class NumberHere:
    """A number as it stands in this town: ready for a card."""

    id: str
    phone: str
    names: Names
    hours: Sentences | str | None
    languages: tuple[str, ...]
    note: Sentences | None
    is_urgent: bool
    alternatives: tuple[Alternative, ...]


def load_numbers(folder: Path) -> EmergencyNumbers:
    """Raises TownFileError with file, line and field."""
    return read_checked(folder / FILE, TypeAdapter(EmergencyNumbers))


def numbers_for(numbers: EmergencyNumbers, dangers: Iterable[str], town: Profile) -> list[NumberHere]:
    """What to ring, the most urgent first: each number once, only those this town has."""
    wanted = list(dangers)
    chosen = [
        number for number in numbers.numbers if number.exists_in(town) and not number.dangers.keys().isdisjoint(wanted)
    ]
    chosen.sort(key=lambda number: _place(number, wanted))
    return [here for number in chosen if (here := _here(number, numbers.alternatives, town))]


def _place(number: EmergencyNumber, wanted: Sequence[str]) -> tuple[bool, int, int]:
    """The best place any of the dangers gives it; whom to ring now stands before whom to ask, whatever the danger."""
    return min(
        (number.dangers[danger] > LAST_TO_RING_NOW, order, number.dangers[danger])
        for order, danger in enumerate(wanted)
        if danger in number.dangers
    )


def _here(number: EmergencyNumber, known: Iterable[Alternative], town: Profile) -> NumberHere | None:
    company = _company(number, town)
    phone = company.phone if company else number.phone or town.phone
    alternatives = tuple(
        each
        for each in known
        if each.id in number.alternatives and (each.town_switch is None or each.town_switch.is_on(town))
    )
    return NumberHere(
        number.id,
        phone,
        company.names if company else number.names,
        company.hours if company else number.hours,
        number.languages,
        number.note,
        number.is_urgent,
        alternatives,
    )


def _company(number: EmergencyNumber, town: Profile) -> Company | None:
    match number.phone_of:
        case PhoneOf.GAS:
            return town.companies.gas
        case PhoneOf.ELECTRICITY:
            return town.companies.electricity
        case _:
            return None
