"""Places notices speak of by name: shelters, rivers and roads, as the town writes them in places.yaml."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, model_validator

from town.hazards import Hazard
from town.shapes import Id, Name, Names, Phone, Point, Strict, refuse_wrong_phones
from town.yaml_file import read_checked


class Place(Strict):
    """`romaji` is how the Japanese name sounds in Latin letters, for those who ask the way."""

    id: Id
    is_sample: bool = False
    names: Names
    romaji: Name | None = None


class Shelter(Place):
    """`hazards`: the dangers one may flee here from. An evacuation site is designated for some, never for all.

    Without any it is only stayed in. Without a `point` it can be named in notices, not found by residents.
    """

    hazards: tuple[Hazard, ...] = ()
    district: Id | None = None
    phone: Phone | None = None
    address: Name | None = None
    point: Point | None = None
    is_evacuation_shelter: bool = False
    is_welfare_shelter: bool = False
    takes_direct_arrivals: bool = True  # a welfare shelter often takes only whom the town sends
    capacity: Annotated[int, Field(ge=1, le=200_000)] | None = None
    allows_pets: bool | None = None
    is_barrier_free: bool | None = None

    @model_validator(mode="after")
    def _phone_fits(self) -> Self:
        refuse_wrong_phones(self.is_sample, (self.phone,))
        return self


class Places(Strict):
    shelters: tuple[Shelter, ...] = ()
    rivers: tuple[Place, ...] = ()
    roads: tuple[Place, ...] = ()

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        for row in (self.shelters, self.rivers, self.roads):
            ids = [one.id for one in row]
            if doubles := {one for one in ids if ids.count(one) > 1}:
                raise ValueError(f"id「{min(doubles)}」が2回あります")
        return self

    @property
    def has_samples(self) -> bool:
        return any(one.is_sample for one in (*self.shelters, *self.rivers, *self.roads))


def read_places(path: Path) -> Places:
    """A town that wrote no such file has nothing to choose from, and its notices say so."""
    return read_checked(path, TypeAdapter(Places)) if path.exists() else Places()
