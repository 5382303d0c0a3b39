"""Open data of evacuation sites and shelters, taken over into the town's list: what each row becomes, and why not."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from town import districts, shelters
from town.distances import metres_between
from town.districts import District
from town.open_cells import plain
from town.open_rows import EvacuationSiteRow, OpenPlace, ShelterRow
from town.places import Shelter as ShelterFile
from town.shapes import Names
from town.shelters import Shelter

SAME_PLACE = 200.0  # metres between two rows of one name that are one building in two lists
LONGEST_NAME = 80


class Intake(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Taken:
    """What becomes of one line; `value` is None where it is rejected, and `sentence` says why."""

    line: int
    name: str
    intake: Intake
    value: ShelterFile | None = None
    sentence: str = ""


def plan(session: Session, rows: Sequence[OpenPlace]) -> list[Taken]:
    """Changes nothing. A place that stands in the list already, under its number or its name, is brought up to date."""
    known, every_district = shelters.all(session), districts.all(session)
    return [_taken(row, known, every_district) for row in rows]


def write(session: Session, taken: Iterable[Taken]) -> int:
    """The new and the changed ones; what officers said about open and full stays. Returns how many."""
    values = [one.value for one in taken if one.value and one.intake in (Intake.NEW, Intake.CHANGED)]
    for value in values:
        shelters.save(session, value)
    return len(values)


def _taken(row: OpenPlace, known: Sequence[Shelter], every_district: Sequence[District]) -> Taken:
    if not isinstance(row, EvacuationSiteRow | ShelterRow):
        return Taken(row.line, row.name, Intake.REJECTED, sentence="避難場所・避難所の行ではありません。")
    if row.point is None:
        return Taken(row.line, row.name, Intake.REJECTED, sentence="緯度と経度がないので、近い順に案内できません。")
    if len(row.name) > LONGEST_NAME or len(row.full_address) > LONGEST_NAME:
        return Taken(
            row.line,
            row.name[:LONGEST_NAME],
            Intake.REJECTED,
            sentence=f"名称か住所が{LONGEST_NAME}文字を超えています。",
        )
    before = _same(row, known)
    value = _value(row, before, every_district)
    if before is None:
        return Taken(row.line, row.name, Intake.NEW, value)
    is_same = value == shelters.as_file(before)
    return Taken(row.line, row.name, Intake.UNCHANGED if is_same else Intake.CHANGED, value)


def _value(
    row: EvacuationSiteRow | ShelterRow, before: Shelter | None, every_district: Sequence[District]
) -> ShelterFile:
    """A list of sites says nothing about staying, and a list of shelters nothing about dangers: the other's word stays."""
    old = shelters.as_file(before) if before else None
    is_site = isinstance(row, EvacuationSiteRow)
    hazards = tuple(sorted(row.hazards)) if isinstance(row, EvacuationSiteRow) else old.hazards if old else ()
    stays = row.is_shelter or bool(old and old.is_evacuation_shelter) if isinstance(row, EvacuationSiteRow) else True
    names = (
        old.names
        if old and old.names.ja == row.name
        else Names(ja=row.name, kana=row.kana or None, en=row.english or None)
    )
    return ShelterFile(
        id=old.id if old else shelter_id(row), names=names, hazards=hazards, point=row.point,
        address=row.full_address or None, phone=row.phone or (old.phone if old else None),
        district=_district(row, every_district) or (old.district if old else None),
        is_evacuation_shelter=stays, is_welfare_shelter=bool(old and old.is_welfare_shelter),
        takes_direct_arrivals=old.takes_direct_arrivals if old else True,
        capacity=(row.capacity if is_site or row.capacity else None) or (old.capacity if old else None),
        allows_pets=old.allows_pets if old else None, is_barrier_free=old.is_barrier_free if old else None,
    )  # fmt: skip


def shelter_id(row: OpenPlace) -> str:
    """The same for the same published number, or else for the same name and address."""
    told = f"{row.code}|{row.id}|{row.name}" if row.id else f"{row.name}|{row.full_address}"
    return f"open_{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _same(row: OpenPlace, known: Sequence[Shelter]) -> Shelter | None:
    """By number; or by name, if it is near: two towns may both have a 中央小学校, one town's lists mean one building."""
    own, name = shelter_id(row), plain(row.name)
    near = [
        one for one in known
        if plain(one.names["ja"]) == name and row.point
        and metres_between(row.point, (one.latitude, one.longitude)) <= SAME_PLACE
    ]  # fmt: skip
    return next((one for one in known if one.id == own), None) or next(iter(near), None)


def _district(row: OpenPlace, every_district: Sequence[District]) -> str | None:
    """By the longest name of a neighbourhood in the address; nobody guesses where none is in it."""
    found = [
        (len(name), one.id)
        for one in every_district
        for name in (one.names["ja"], *one.neighbourhoods)
        if name in row.full_address
    ]
    return max(found)[1] if found else None
