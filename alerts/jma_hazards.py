"""What the agency's kinds in force mean for whoever asks where to flee: from what, and whether anybody may still go out."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from alerts import jma_areas, jma_state
from alerts.jma_state import InForce
from town.districts import DistrictFile
from town.hazards import Hazard

# 大雨 speaks of water that rises in streets and of the rivers that have no forecast of their own.
FLEES: dict[str, tuple[Hazard, ...]] = {
    "heavy_rain": (Hazard.INLAND_FLOOD, Hazard.FLOOD),
    "flood": (Hazard.FLOOD,),
    "landslide": (Hazard.LANDSLIDE,),
    "storm_surge": (Hazard.STORM_SURGE,),
    "tsunami": (Hazard.TSUNAMI,),
    "earthquake": (Hazard.EARTHQUAKE,),
    "volcano": (Hazard.VOLCANO,),
}
# Whoever goes out in one of these at level 5 may die of it, whatever they flee from.
OUTSIDE_IS_DEADLY = frozenset({Hazard.FLOOD, Hazard.INLAND_FLOOD, Hazard.LANDSLIDE, Hazard.STORM_SURGE})
LEVEL_5 = 5


def of_now(session: Session, districts: Iterable[DistrictFile], own: Collection[str], now: datetime) -> set[Hazard]:
    """What the kinds that ring are about. A tsunami outruns the quake it came from: nobody is asked from which they flee."""
    found = {
        hazard for kind in _kinds(session, districts, own, now) if kind.rings for hazard in FLEES.get(kind.hazard, ())
    }
    return {Hazard.TSUNAMI} if Hazard.TSUNAMI in found else found


def is_deadly_outside(session: Session, districts: Iterable[DistrictFile], own: Collection[str], now: datetime) -> bool:
    """Level 5 of rain, rivers, slopes or the sea."""
    return any(
        kind.level == LEVEL_5 and OUTSIDE_IS_DEADLY & {*FLEES.get(kind.hazard, ())}
        for kind in _kinds(session, districts, own, now)
    )


def _kinds(
    session: Session, districts: Iterable[DistrictFile], own: Collection[str], now: datetime
) -> Iterator[InForce]:
    """In force where they live; where an area is tied to no district, or nobody knows where they live, anywhere in the town."""
    every = list(districts)
    for row, kind in jma_state.in_force(session, now):
        there = {one.id for one in jma_areas.districts_of(row.area_code, every)}
        if not own or not there or there & set(own):
            yield kind
