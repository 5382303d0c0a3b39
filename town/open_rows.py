"""What open-data tables tell of a place, typed: public facilities, evacuation sites, shelters."""

from dataclasses import dataclass
from typing import TypeAlias

from town.hazards import Hazard


@dataclass(frozen=True)
class OpenPlace:
    """What all of them say. `id` and `code` are the publisher's; empty where it gave none."""

    line: int
    id: str
    code: str
    name: str
    kana: str
    english: str
    address: str
    building: str
    point: tuple[float, float] | None  # latitude, longitude
    phone: str | None
    url: str
    note: str

    @property
    def full_address(self) -> str:
        return " ".join(part for part in (self.address, self.building) if part)


@dataclass(frozen=True)
class FacilityRow(OpenPlace):
    """公共施設一覧, and other lists of places one may visit. `hours` and `closed` are words, as published."""

    other_name: str
    kind: str
    owner: str
    extension: str
    days: str
    opens: str
    closes: str
    hours_note: str
    hours: str
    closed: str
    description: str
    barrier_free: str


@dataclass(frozen=True)
class EvacuationSiteRow(OpenPlace):
    """指定緊急避難場所. `partly`: hazards with △, for which nobody may be sent there without asking."""

    hazards: frozenset[Hazard]
    partly: frozenset[Hazard]
    is_shelter: bool
    capacity: int | None
    capacity_note: str
    residents: str


@dataclass(frozen=True)
class ShelterRow(OpenPlace):
    """指定避難所: stayed in afterwards, and no word about which danger one may flee from there."""

    is_evacuation_site: bool
    opened_for: tuple[str, ...]
    takes: str
    capacity: int | None
    capacity_note: str


OpenRow: TypeAlias = FacilityRow | EvacuationSiteRow | ShelterRow
