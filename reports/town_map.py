"""The town on the map: its outline, its districts, and whose road is whose, from `map.geojson`."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import STRtree, transform, union_all
from shapely.geometry import Point as Spot
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from reports.cells import METRES_IN_A_DEGREE, Point
from town.yaml_file import TownFileError

FILE = "map.geojson"
SHAPES = {"boundary": ("Polygon", "MultiPolygon"), "district": ("Polygon", "MultiPolygon"), "road": ("LineString", "MultiLineString")}  # fmt: skip


@dataclass(frozen=True)
class Road:
    id: str
    name: str
    romaji: str
    keeper: str


@dataclass(frozen=True)
class RoadNear:
    road: Road
    metres: float


class TownMap:
    """Measured in metres on a plane that touches the earth in the middle of the town."""

    def __init__(self, features: Iterable[Mapping[str, Any]]) -> None:
        found = [(one["properties"], shape(one["geometry"])) for one in features]
        districts = [(told["id"], form) for told, form in found if told["kind"] == "district"]
        outline = union_all([form for told, form in found if told["kind"] == "boundary"] or [form for _, form in districts])  # fmt: skip
        middle = outline.centroid
        self._scale = METRES_IN_A_DEGREE * math.cos(math.radians(middle.y))
        self._outline = self._flat(outline)
        self._districts = [(id_, self._flat(form)) for id_, form in districts]
        roads = [(told, form) for told, form in found if told["kind"] == "road"]
        self._roads = [Road(one["id"], one["name"], one.get("romaji", one["name"]), one["keeper"]) for one, _ in roads]
        self._lines = STRtree([self._flat(form) for _, form in roads])

    @property
    def keepers(self) -> set[str]:
        return {road.keeper for road in self._roads}

    def metres_outside(self, point: Point) -> float:
        """How far beyond the town's border; 0 inside."""
        return float(self._outline.distance(self._spot(point)))

    def metres_to_border(self, point: Point) -> float:
        return float(self._outline.boundary.distance(self._spot(point)))

    def district(self, point: Point) -> str | None:
        spot = self._spot(point)
        return next((id_ for id_, form in self._districts if form.covers(spot)), None)

    def roads_within(self, point: Point, metres: float) -> list[RoadNear]:
        """The nearest first."""
        spot = self._spot(point)
        near = [
            RoadNear(self._roads[at], float(self._lines.geometries[at].distance(spot)))
            for at in self._lines.query(spot, predicate="dwithin", distance=metres)
        ]
        return sorted(near, key=lambda one: (one.metres, one.road.id))

    def _spot(self, point: Point) -> Spot:
        return Spot(point.longitude * self._scale, point.latitude * METRES_IN_A_DEGREE)

    def _flat(self, form: BaseGeometry) -> BaseGeometry:
        flattened: BaseGeometry = transform(form, lambda xy: xy * (self._scale, METRES_IN_A_DEGREE))
        return flattened


def read_town_map(folder: Path | None) -> TownMap | None:
    """None for a town that has not drawn one yet. Raises TownFileError for a mistake in it."""
    if folder is None or not (path := folder / FILE).exists():
        return None
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        for number, one in enumerate(features, start=1):
            _refuse_wrong(path, number, one)
        drawn = TownMap(features)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise TownFileError(f"{path}: GeoJSON の形が崩れています。") from None
    return drawn


def _refuse_wrong(path: Path, number: int, feature: Mapping[str, Any]) -> None:
    told, form = feature["properties"], feature["geometry"]
    if told.get("kind") not in SHAPES or form["type"] not in SHAPES[told["kind"]]:
        raise TownFileError(
            f"{path} {number}番目: kind は {'、'.join(SHAPES)} のどれかで、形がそれに合うものにしてください。"
        )
    wanted = {"district": ("id",), "road": ("id", "name", "keeper"), "boundary": ()}[told["kind"]]
    if missing := [name for name in wanted if not isinstance(told.get(name), str)]:
        raise TownFileError(f"{path} {number}番目の「{missing[0]}」: この項目は必ず書いてください。")
    if not shape(form).is_valid:
        raise TownFileError(f"{path} {number}番目: 線が交わっているなど、形が正しくありません。")
