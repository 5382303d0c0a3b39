"""Where one flees to and where one stays: 指定緊急避難場所 by hazard, 指定避難所 and 福祉避難所, and whether they are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import cos, radians

from sqlalchemy import JSON, Boolean, Index, String, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from store.database import Record
from town.distances import AT_LEAST, Box, boxes_around, metres_between, metres_of_degrees
from town.hazards import Hazard
from town.places import Shelter as ShelterFile
from town.shapes import Names

# Nobody waits for a door to be opened before these.
WITHOUT_WAITING = frozenset({Hazard.TSUNAMI, Hazard.EARTHQUAKE})
LOOKED_AT = 4  # times as many as are wanted: the map is not quite flat

# What the file and the row call the same.
PLAIN = (
    "is_sample", "is_evacuation_shelter", "is_welfare_shelter", "takes_direct_arrivals", "capacity", "allows_pets",
    "is_barrier_free", "phone",
)  # fmt: skip


class ShelterStatus(StrEnum):
    UNKNOWN = "unknown"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


class Shelter(Record):
    """`status_at` is when an officer last said so; without one, nobody knows whether it is open."""

    __tablename__ = "shelters"
    __table_args__ = (Index("ix_shelters_point", "latitude", "longitude"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    is_sample: Mapped[bool] = mapped_column(default=False)
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    address: Mapped[str] = mapped_column(String(120))
    latitude: Mapped[float]
    longitude: Mapped[float]
    district_id: Mapped[str | None] = mapped_column(String(40), index=True)
    for_flood: Mapped[bool] = mapped_column(Boolean, default=False)
    for_landslide: Mapped[bool] = mapped_column(Boolean, default=False)
    for_storm_surge: Mapped[bool] = mapped_column(Boolean, default=False)
    for_earthquake: Mapped[bool] = mapped_column(Boolean, default=False)
    for_tsunami: Mapped[bool] = mapped_column(Boolean, default=False)
    for_large_fire: Mapped[bool] = mapped_column(Boolean, default=False)
    for_inland_flood: Mapped[bool] = mapped_column(Boolean, default=False)
    for_volcano: Mapped[bool] = mapped_column(Boolean, default=False)
    is_evacuation_shelter: Mapped[bool] = mapped_column(default=False)
    is_welfare_shelter: Mapped[bool] = mapped_column(default=False)
    takes_direct_arrivals: Mapped[bool] = mapped_column(default=True)
    capacity: Mapped[int | None]
    allows_pets: Mapped[bool | None]
    is_barrier_free: Mapped[bool | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10), default=ShelterStatus.UNKNOWN)
    status_at: Mapped[datetime | None]

    def name_in(self, languages: Iterable[str]) -> str:
        return Names.model_validate(self.names).first_of(languages)

    @property
    def hazards(self) -> list[Hazard]:
        return [hazard for hazard in Hazard if getattr(self, f"for_{hazard}")]


@dataclass(frozen=True)
class Found:
    """`metres` as the crow flies; roads and rivers are not known here. None where nobody said where they are."""

    shelter: Shelter
    metres: float | None


def load(session: Session, values: Iterable[ShelterFile]) -> None:
    """Make the rows say what the files say; what officers said about open and full stays. Dropped samples go."""
    kept = [save(session, value).id for value in values if value.point]
    session.execute(delete(Shelter).where(Shelter.is_sample, Shelter.id.not_in(kept)))
    session.flush()


def save(session: Session, value: ShelterFile) -> Shelter:
    """Raises ValueError for one without a point on the map: nobody could be led there."""
    if value.point is None:
        raise ValueError(f"避難所「{value.names.ja}」の緯度と経度がありません")
    row = session.get(Shelter, value.id) or Shelter(id=value.id, status=ShelterStatus.UNKNOWN)
    row.names, row.district_id = value.names.model_dump(exclude_none=True), value.district
    row.latitude, row.longitude = value.point
    row.address = value.address or ""
    for name in PLAIN:
        setattr(row, name, getattr(value, name))
    for hazard in Hazard:
        setattr(row, f"for_{hazard}", hazard in value.hazards)
    session.add(row)
    return row


def as_file(row: Shelter) -> ShelterFile:
    """The row as a town would have written it."""
    written = {name: getattr(row, name) for name in PLAIN}
    return ShelterFile(
        id=row.id, names=Names.model_validate(row.names), point=(row.latitude, row.longitude), district=row.district_id,
        address=row.address or None, hazards=tuple(sorted(row.hazards)), **written,
    )  # fmt: skip


def nearest(session: Session, hazard: Hazard, latitude: float, longitude: float, most: int = 5) -> list[Found]:
    """Emergency evacuation sites for this hazard, not those known to be closed; the nearest first."""
    here = (latitude, longitude)
    found: list[tuple[float, str]] = []
    for box in boxes_around(here):
        found, reach = _measured(session, hazard, here, box, LOOKED_AT * most)
        if len(found) >= most and found[most - 1][0] <= reach:
            break  # whatever was not looked at is farther away than these
    chosen = found[:most]
    rows = {one.id: one for one in session.scalars(select(Shelter).where(Shelter.id.in_([id_ for _, id_ in chosen])))}
    return [Found(rows[id_], metres) for metres, id_ in chosen]


def _measured(
    session: Session, hazard: Hazard, here: tuple[float, float], box: Box, most: int
) -> tuple[list[tuple[float, str]], float]:
    """(metres, id) of those in the box, and how many metres away at least everybody else is."""
    north, east = Shelter.latitude - here[0], Shelter.longitude - here[1]
    flat = north * north + east * east * cos(radians(here[0])) ** 2
    query = select(Shelter.id, Shelter.latitude, Shelter.longitude, flat).where(
        Shelter.latitude.between(box.south, box.north), Shelter.longitude.between(box.west, box.east),
        _is_for(hazard), Shelter.status != ShelterStatus.CLOSED, _may_be_gone_to(),
    )  # fmt: skip
    rows = session.execute(query.order_by(flat).limit(most) if box.is_flat else query).all()
    is_cut = box.is_flat and len(rows) == most
    reach = min(box.reach, AT_LEAST * metres_of_degrees(rows[-1][3] ** 0.5)) if is_cut else box.reach
    return sorted((metres_between(here, (row[1], row[2])), row[0]) for row in rows), reach


def in_districts(session: Session, hazard: Hazard, districts: Iterable[str], most: int = 5) -> list[Shelter]:
    """Those of the districts, open ones first: for whoever has not said where they are."""
    query = select(Shelter).where(
        _is_for(hazard), Shelter.status != ShelterStatus.CLOSED, Shelter.district_id.in_(list(districts)),
        _may_be_gone_to(),
    )  # fmt: skip
    found = session.scalars(query.order_by(Shelter.id))
    return sorted(found, key=lambda one: one.status != ShelterStatus.OPEN)[:most]


def open_now(session: Session, most: int) -> list[Shelter]:
    """Open or full, as officers said, and open to whoever comes by themselves; those with room first."""
    told = (ShelterStatus.OPEN, ShelterStatus.FULL)
    found = session.scalars(select(Shelter).where(Shelter.status.in_(told), _may_be_gone_to()).order_by(Shelter.id))
    return sorted(found, key=lambda one: one.status == ShelterStatus.FULL)[:most]


def set_status(session: Session, shelter_id: str, status: ShelterStatus, now: datetime) -> Shelter | None:
    """None when there is no such place."""
    row = session.get(Shelter, shelter_id, with_for_update=True)
    if row:
        row.status, row.status_at = status, now
    return row


def all(session: Session) -> list[Shelter]:  # noqa: A001 - read as `shelters.all(session)`
    return list(session.scalars(select(Shelter).order_by(Shelter.district_id, Shelter.id)))


def exists(session: Session) -> bool:
    return session.scalar(select(Shelter.id).limit(1)) is not None


def _is_for(hazard: Hazard) -> InstrumentedAttribute[bool]:
    column: InstrumentedAttribute[bool] = getattr(Shelter, f"for_{hazard}")
    return column


def _may_be_gone_to() -> InstrumentedAttribute[bool]:
    return Shelter.takes_direct_arrivals
