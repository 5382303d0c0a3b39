"""The shape of an entry file: what a town writes in YAML, checked line by line when it is loaded."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

from knowledge.opening_days import FacilityOpening
from speech.languages import Language

EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,59}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Kind(StrEnum):
    PROCEDURE = "procedure"
    MY_NUMBER_SERVICE = "my_number_service"
    PUBLIC_FACILITY = "public_facility"
    GENERAL = "general"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where the fact was read, and when. An entry without one is never published."""

    url: HttpUrl
    title: Line
    read_on: date


class Online(_Strict):
    """The on-line way, and what it asks of the resident."""

    url: HttpUrl
    needs_card: bool = False
    needs_signature: bool = False


class CallCentre(_Strict):
    """A national telephone number that belongs to the entry itself, not to the town."""

    name: Line
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9#*-]{3,16}$")]
    hours: Line
    languages: tuple[str, ...] = ("ja",)


class ConditionNote(_Strict):
    """What is different in a case residents tell about themselves (an id of conditions.toml): «公務員は勤務先へ»."""

    id: EntryId
    source: Source | None = None  # where it was read, when not on the page of the entry itself
    texts: dict[Language, Line]

    @model_validator(mode="after")
    def _has_japanese(self) -> Self:
        if Language.JA not in self.texts:
            raise ValueError(f"conditions「{self.id}」の texts.ja がありません。")
        return self


class EntryText(_Strict):
    """What a resident reads, in one language. Every slot answers one question."""

    title: Title
    summary: Line
    checked_by: Line | None = None  # who read the translation; None: written by us, not yet read by a native
    who: Line | None = None
    when: Line | None = None
    where: Line | None = None
    bring: tuple[Line, ...] = ()
    fee: Line | None = None
    duration: Line | None = None
    steps: tuple[Line, ...] = ()
    notes: Line | None = None
    address: Line | None = None
    hours: Line | None = None
    closed: Line | None = None
    booking: Line | None = None
    booking_window: Line | None = None
    cancellation: Line | None = None
    equipment: Line | None = None
    barrier_free: Line | None = None


FACILITY_ONLY = ("address", "hours", "closed", "booking", "booking_window", "cancellation", "equipment", "barrier_free")


class EntryFile(_Strict):
    """One entry as a town writes it."""

    id: EntryId
    kind: Kind
    topic: EntryId
    section: EntryId
    source: Source
    own_source: Source | None = None  # the town's page, where it says something in its own words (own_words.py)
    checked_on: date
    review_by: date
    valid_from: date | None = None
    valid_until: date | None = None
    succeeds: EntryId | None = None  # this version takes that entry's place, under its id, from valid_from on
    withdrawn_on: date | None = None  # from this day on the answer only says where to ask
    legal_basis: Line | None = None
    is_published: bool = True
    is_sample: bool = False
    online: Online | None = None
    call_centre: CallCentre | None = None
    related: tuple[EntryId, ...] = ()
    after_hours: EntryId | None = None  # answers «土日も出せる?»: a night desk takes it as well
    aliases: tuple[Line, ...] = ()
    phrasings: dict[Language, tuple[Line, ...]] = Field(default_factory=dict)
    place: tuple[float, float] | None = None  # latitude, longitude
    opening: FacilityOpening | None = None
    conditions: tuple[ConditionNote, ...] = ()
    texts: dict[Language, EntryText]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if Language.JA not in self.texts:
            raise ValueError("texts.ja がありません。日本語の本文は必ず書いてください。")
        if self.review_by <= self.checked_on:
            raise ValueError("review_by は checked_on より後の日付にしてください。")
        if self.succeeds and (self.valid_from is None or self.succeeds == self.id):
            raise ValueError("succeeds には別の項目の id を書き、valid_from も書いてください。")
        if self.opening and self.kind is not Kind.PUBLIC_FACILITY:
            raise ValueError("opening は public_facility だけの項目です。")
        if self.kind is not Kind.PUBLIC_FACILITY:
            for language, text in self.texts.items():
                if used := [slot for slot in FACILITY_ONLY if getattr(text, slot)]:
                    raise ValueError(f"texts.{language}: {', '.join(used)} は public_facility だけの項目です。")
        return self

    def is_withdrawn(self, today: date) -> bool:
        return self.withdrawn_on is not None and self.withdrawn_on <= today
