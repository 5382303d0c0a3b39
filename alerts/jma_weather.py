"""What telegrams of weather and rivers say of each area."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from alerts.jma_kinds import Kind, TelegramKind, catalogue
from alerts.jma_telegram import ISSUED, LIFTED, NOTHING_IN_FORCE, AreaKind, Layer
from alerts.jma_tree import areas, moment, named, text

CITIES, CITY_AREAS = "市町村等）", "気象・地震・火山情報／市町村等"
FORECAST_AREAS = "（予報区域）"  # of rivers
COAST_SECTIONS = "高潮予報区間）"
LANDSLIDE_CITIES = "土砂災害警戒情報"  # the old telegram's only layer

Found = tuple[list[AreaKind], list[AreaKind]]


def warnings(report: Element, kind: TelegramKind) -> Found:
    """Warnings and advisories: every city of the region stands there, also with nothing in force."""
    until = moment(report, "Head/ValidDateTime")
    found = [
        AreaKind(layer, code, name, one, change, last, until)
        for warning in report.findall("Body/Warning")
        for layer in [_layer(warning)]
        for item in warning.findall("Item")
        for one, change, last in _kinds(item, kind)
        for code, name in map(named, areas(item))
    ]
    return _parted(found)


def headline(report: Element, kind: TelegramKind) -> Found:
    """Old telegrams that say everything in their headline."""
    found = [
        AreaKind(_layer(layer), code, name, _kind(item, kind), text(item, "Kind/Condition") or ISSUED)
        for layer in report.findall("Head/Headline/Information")
        if not layer.get("type", "").endswith("（警報注意報種別毎）")
        for item in layer.findall("Item")
        for code, name in map(named, areas(item))
    ]
    return _parted(found)


def bulletin(report: Element, kind: TelegramKind) -> Found:
    """府県気象防災速報: tags for regions; cities stand in the observations only, and only for record rain."""
    tags = report.findall("Head/Headline/Information[@type='情報タグ']/Item")
    found = [
        AreaKind(Layer.REGION, code, name, catalogue().kind(kind, tag, tag), ISSUED)
        for item in tags
        for tag in [text(item, "Kind/Condition") or ""]
        for code, name in map(named, areas(item))
    ]
    spoken = {one.kind for one in found if one.kind}
    cities = [
        AreaKind(Layer.CITY, code, name, one, ISSUED, remark=text(area, "Status"))
        for area in report.findall(f"Body/MeteorologicalInfos/MeteorologicalInfo/Item/Area[@codeType='{CITY_AREAS}']")
        for code, name in [named(area)]
        for one in spoken
    ]
    return list(dict.fromkeys([*cities, *found])), []


def river(report: Element, kind: TelegramKind) -> Found:
    """指定河川洪水予報: kinds stand in the headline, the cities in the body, once for every gauge.

    A gauge's code begins with the code of its forecast area. Where that does not tell whose it is, the city is told of
    every forecast area: more than it needs rather than less than was said.
    """
    found = [
        (layer.get("type", ""), AreaKind(_river_layer(layer), code, name, one, _river_change(item, one)))
        for layer in report.findall("Head/Headline/Information")
        for item in layer.findall("Item")
        for one in [_kind(item, kind)]
        for code, name in map(named, areas(item))
    ]
    gauges = [area for area in report.findall("Body/Warning/Item/Areas/Area") if text(area, "CityCode")]
    spoken = _spoken_of(found)
    placed = {one.code for one in spoken for area in gauges if (text(area, "Code") or "").startswith(one.code)}
    cities = [
        AreaKind(
            Layer.CITY, text(area, "CityCode") or "", text(area, "City") or "", one.kind, one.change,
            river_code=one.code, river=one.name,
        )
        for area in gauges
        for one in _of_gauge(text(area, "Code") or "", spoken, placed)
    ]  # fmt: skip
    return list(dict.fromkeys(cities)), [one for _, one in found]


def _spoken_of(found: list[tuple[str, AreaKind]]) -> list[AreaKind]:
    """Forecast areas; a single river only where no forecast area stands as it does."""
    rivers = [one for _, one in found if one.layer is Layer.RIVER]
    sections = [one for layer, one in found if layer.endswith(FORECAST_AREAS)]
    kinds = {one.kind for one in sections}
    return sections + [one for one in rivers if one.kind not in kinds]


def _of_gauge(gauge: str, spoken: list[AreaKind], placed: set[str]) -> list[AreaKind]:
    own = [one for one in spoken if gauge.startswith(one.code)]
    return own + [one for one in spoken if one.code not in placed] if own else spoken


def _kinds(item: Element, kind: TelegramKind) -> Iterator[tuple[Kind | None, str, str | None]]:
    """One item may hold several kinds, or only the words that there is none."""
    for one in item.findall("Kind"):
        change = text(one, "Status") or ISSUED
        code, name = text(one, "Code"), text(one, "Name") or ""
        if code is None or change in NOTHING_IN_FORCE:
            yield None, change, None
        else:
            yield catalogue().kind(kind, code, name), change, text(one, "LastKind/Code")


def _kind(item: Element, kind: TelegramKind) -> Kind:
    return catalogue().kind(kind, text(item, "Kind/Code") or "", text(item, "Kind/Name") or "")


def _layer(warning: Element) -> Layer:
    layer = warning.get("type", "")
    if layer.endswith(CITIES) or layer == LANDSLIDE_CITIES:
        return Layer.CITY
    return Layer.COAST_SECTION if layer.endswith(COAST_SECTIONS) else Layer.REGION


def _river_layer(layer: Element) -> Layer:
    return Layer.REGION if layer.get("type", "").endswith("（府県予報区等）") else Layer.RIVER


def _river_change(item: Element, kind: Kind) -> str:
    """«レベル２氾濫注意報（発表）»: the word in the brackets."""
    if kind.is_lift:
        return LIFTED
    condition = text(item, "Kind/Condition") or ""
    return condition.rpartition("（")[2].rstrip("）") if condition.endswith("）") else ISSUED


def _parted(found: list[AreaKind]) -> Found:
    return [one for one in found if one.layer is Layer.CITY], [one for one in found if one.layer is not Layer.CITY]
