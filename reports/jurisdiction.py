"""Whose is the place? Decided by coordinates, never by the address; where that is not enough, the resident is asked."""

from dataclasses import dataclass
from enum import StrEnum

from reports.cells import Point
from reports.kinds import Keeper, ReportRules
from reports.town_map import RoadNear, TownMap


class Verdict(StrEnum):
    OURS = "ours"
    OTHERS = "others"  # say who manages it, and still offer to pass it on
    ASK_ROAD = "ask_road"  # 「国道/県道/市道/わからない」
    OUTSIDE = "outside"  # 「市の外のようです」: ask, do not reject


@dataclass(frozen=True)
class Standing:
    """What the map says of a place. `keeper` only where there is no doubt."""

    verdict: Verdict
    keeper: Keeper | None = None
    road_name: str | None = None
    road_romaji: str | None = None
    district_id: str | None = None


def decide(point: Point, rules: ReportRules, town_map: TownMap | None) -> Standing:
    if town_map is None:
        return Standing(Verdict.ASK_ROAD)
    band = rules.band_metres
    outside = town_map.metres_outside(point)
    if outside > band:
        return Standing(Verdict.OUTSIDE)
    district = town_map.district(point)
    near = town_map.roads_within(point, 2 * band)
    on_it = [one for one in near if one.metres <= band]
    if outside or town_map.metres_to_border(point) <= band or _is_in_doubt(on_it or near, bool(on_it), rules):
        return Standing(Verdict.ASK_ROAD, district_id=district)
    if not on_it:
        return Standing(Verdict.OURS, district_id=district)
    return _on(on_it[0], rules, district)


def _is_in_doubt(near: list[RoadNear], is_on_one: bool, rules: ReportRules) -> bool:
    """At a crossing of two keepers' roads, or a little beside another's, a telephone's place is not exact enough."""
    keepers = {one.road.keeper for one in near}
    if is_on_one:
        return len(keepers) > 1
    return any(not _is_ours(id_, rules) for id_ in keepers)


def _on(near: RoadNear, rules: ReportRules, district: str | None) -> Standing:
    verdict = Verdict.OURS if _is_ours(near.road.keeper, rules) else Verdict.OTHERS
    return Standing(verdict, rules.keeper(near.road.keeper), near.road.name, near.road.romaji, district)


def _is_ours(keeper_id: str, rules: ReportRules) -> bool:
    keeper = rules.keeper(keeper_id)
    return keeper is not None and keeper.is_ours
