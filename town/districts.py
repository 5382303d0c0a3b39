"""The districts a resident may ask to hear about: what a town writes about them, and their rows."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, TypeAdapter
from sqlalchemy import JSON, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.shapes import Id, Name, Names, Point, Strict
from town.yaml_file import TownFileError, read_checked

JmaArea = Annotated[str, StringConstraints(pattern=r"^([0-9]{7}|[0-9]{12})$")]  # 市町村等 or 予報区域


class DistrictFile(Strict):
    """One district as a town writes it. Its outline is the GeoJSON feature of the same id."""

    id: Id
    is_sample: bool = False
    names: Names
    centre: Point
    neighbourhoods: tuple[Name, ...] = ()  # 町丁目 and everyday names by which residents say where they live
    jma_areas: tuple[
        JmaArea, ...
    ] = ()  # forecast areas of rivers and parts of the town it lies in, by the agency's codes


class District(Record):
    __tablename__ = "districts"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    is_sample: Mapped[bool] = mapped_column(default=False)
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    latitude: Mapped[float]
    longitude: Mapped[float]
    neighbourhoods: Mapped[list[str]] = mapped_column(JSON)

    def name_in(self, languages: Iterable[str]) -> str:
        return Names.model_validate(self.names).first_of(languages)


def read_districts(path: Path) -> tuple[DistrictFile, ...]:
    districts = read_checked(path, TypeAdapter(tuple[DistrictFile, ...]))
    if doubles := {one.id for one in districts if [other.id for other in districts].count(one.id) > 1}:
        raise TownFileError(f"{path}: 地区の id「{min(doubles)}」が2回あります。")
    return districts


def load(session: Session, values: Sequence[DistrictFile]) -> None:
    """Make the rows say what the files say. A sample row the files have dropped goes; a real one stays."""
    for position, value in enumerate(values):
        latitude, longitude = value.centre
        session.merge(
            District(
                id=value.id,
                position=position,
                is_sample=value.is_sample,
                names=value.names.model_dump(exclude_none=True),
                latitude=latitude,
                longitude=longitude,
                neighbourhoods=list(value.neighbourhoods),
            )
        )
    kept = [value.id for value in values]
    session.execute(delete(District).where(District.is_sample, District.id.not_in(kept)))
    session.flush()


def find(session: Session, district_id: str) -> District | None:
    return session.get(District, district_id)


def all(session: Session) -> list[District]:  # noqa: A001 - read as `districts.all(session)`
    """Every district, in the order the town wrote them."""
    return list(session.scalars(select(District).order_by(District.position, District.id)))
