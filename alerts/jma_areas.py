"""Which areas of a telegram are the town's own: by codes, never by names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from alerts.jma_kinds import catalogue
from alerts.jma_telegram import AreaKind, Layer, Telegram
from town.districts import DistrictFile
from town.profile import JmaAreas

WHOLE_TOWN = "town"  # quakes are told for the town as a whole: its quake area first, its cities when they are known
STRENGTH = tuple(catalogue().kinds["intensity"])  # in the order of the list
UNHEARD = "!5-"


@dataclass(frozen=True)
class Standing:
    """What a telegram says of one area of the town: everything in force there, by hazard."""

    area_code: str
    area_name: str
    kinds: Mapping[str, AreaKind]


def is_ours(one: AreaKind, areas: JmaAreas) -> bool:
    match one.layer:
        case Layer.CITY:
            return one.code.startswith(areas.city_prefixes)
        case Layer.REGION:
            return one.code in (areas.class10, areas.class15, areas.office)
        case Layer.QUAKE_AREA:
            return one.code == areas.quake_area
        case Layer.TSUNAMI_AREA:
            return one.code == areas.tsunami_area
        case Layer.NATION:
            return one.kind is not None and one.kind.hazard in areas.national
    return False


def standings(telegram: Telegram, areas: JmaAreas, rivers: Collection[str] = ()) -> list[Standing]:
    """The town's areas, each once; a city where nothing is in force stands there empty.

    `rivers`: forecast areas that stood in the town before. They follow the headline, also where no city is named any more.
    """
    ours = [one for one in telegram.areas if is_ours(one, areas)]
    if telegram.kind and telegram.kind.reads == "quake":
        return _shaken(ours)
    if telegram.kind and telegram.kind.reads == "bulletin":
        return _together(ours)
    by_code: dict[str, list[AreaKind]] = {}
    known = [one for one in telegram.wider if one.layer is Layer.RIVER and one.code in rivers]
    for one in [*ours, *known]:
        by_code.setdefault((one.river_code or one.code)[:12], []).append(one)
    return [
        Standing(code, (found[0].river or found[0].name)[:80], _by_hazard(found)) for code, found in by_code.items()
    ]


def _by_hazard(found: Iterable[AreaKind]) -> dict[str, AreaKind]:
    """A kind nobody listed keeps its code as its name: it is shown, and nothing follows from it."""
    return {one.kind.hazard or f"code {one.kind.code}": one for one in found if one.kind and one.is_in_force}


def _shaken(ours: list[AreaKind]) -> list[Standing]:
    cities = [one for one in ours if one.layer is Layer.CITY]
    strongest = max(cities or ours, key=strength, default=None)
    return [Standing(WHOLE_TOWN, strongest.name, _by_hazard([strongest]))] if strongest else []


def _together(ours: list[AreaKind]) -> list[Standing]:
    """A region and the city in it tell the same."""
    cities = [one for one in ours if one.layer is Layer.CITY]
    first = next(iter(cities or ours), None)
    return [Standing(WHOLE_TOWN, first.name, _by_hazard([first]))] if first else []


def districts_of(area_code: str, districts: Iterable[DistrictFile]) -> list[DistrictFile]:
    """The districts that say they lie in this area. None: nobody knows, and it counts for the whole town."""
    return [one for one in districts if area_code in one.jma_areas]


def strength(one: AreaKind) -> int:
    """Of a quake; a report that has not come in counts as the least it may be."""
    code = "5-" if one.kind and one.kind.code == UNHEARD else one.kind.code if one.kind else ""
    return STRENGTH.index(code) if code in STRENGTH else -1
