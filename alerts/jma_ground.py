"""What telegrams of quakes, tsunami, volcanoes and the Nankai trough say of each area."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from alerts.jma_kinds import TelegramKind, catalogue
from alerts.jma_telegram import CONTINUED, ISSUED, LIFTED, LOWERED, AreaKind, InfoType, Layer, Quake
from alerts.jma_tree import areas, moment, named, text

Found = tuple[list[AreaKind], list[AreaKind]]
UNHEARD, UNHEARD_CODE = "震度５弱以上未入電", "!5-"
GRADES = ("forecast", "advisory", "warning", "emergency")  # of tsunami, lightest first
ROUTINE = "200"  # the monthly 定例解説 is VYSE52; it shares its title with VYSE51


def quake(report: Element) -> Quake | None:
    at = report.find("Body/Earthquake")
    strongest = text(report, "Body/Intensity/Observation/MaxInt")
    if at is None and strongest is None:
        return None
    magnitude = at.find("Magnitude") if at is not None else None
    return Quake(
        origin_at=moment(at, "OriginTime") if at is not None else None,
        place_code=text(at, "Hypocenter/Area/Code") if at is not None else None,
        place=text(at, "Hypocenter/Area/Name") if at is not None else None,
        magnitude=magnitude.get("description") if magnitude is not None else None,
        strongest=strongest,
        remark_codes=tuple((text(report, "Body/Comments/ForecastComment/Code") or "").split()),
    )


def quake_areas(report: Element, kind: TelegramKind) -> Found:
    """The strongest shaking of each quake area and, where it is known already, of each city."""
    found = [
        AreaKind(layer, *named(place), catalogue().kind(kind, code, code), ISSUED, remark=text(place, "Condition"))
        for area in report.findall("Body/Intensity/Observation/Pref/Area")
        for layer, place in [(Layer.QUAKE_AREA, area), *((Layer.CITY, city) for city in area.findall("City"))]
        for code in [_intensity(place)]
        if code
    ]
    return found, []


def _intensity(place: Element) -> str | None:
    """A place whose report has not come in, though it must have felt 5- or more, counts as shaken."""
    felt = text(place, "MaxInt")
    if felt is None or felt == UNHEARD:
        return UNHEARD_CODE if UNHEARD in (felt, text(place, "Condition")) else None
    return felt


def tsunami(report: Element, kind: TelegramKind) -> Found:
    found = []
    for item in report.findall("Body/Tsunami/Forecast/Item"):
        code, last = text(item, "Category/Kind/Code") or "", text(item, "Category/LastKind/Code")
        one = catalogue().kind(kind, code, text(item, "Category/Kind/Name") or "")
        change = LIFTED if one.is_lift else _tsunami_change(kind, code, last)
        height = item.find("MaxHeight/TsunamiHeight")
        remark = height.get("description") if height is not None else None
        found += [AreaKind(Layer.TSUNAMI_AREA, *named(area), one, change, last, None, remark) for area in areas(item)]
    return found, []


def _tsunami_change(kind: TelegramKind, code: str, last: str | None) -> str:
    """The telegram names what stood before and leaves the word to us."""
    after, before = (_grade(kind, one) for one in (code, last or ""))
    if before == after:
        return CONTINUED
    return ISSUED if after > before else LOWERED


def _grade(kind: TelegramKind, code: str) -> int:
    grade = catalogue().kind(kind, code, "").grade
    return GRADES.index(grade) if grade in GRADES else -1


def volcano(report: Element, kind: TelegramKind) -> Found:
    """Cities concerned; the volcano itself stands in the wider list with its own 噴火警戒レベル as its name."""
    cities: list[AreaKind] = []
    wider: list[AreaKind] = []
    title = text(report, "Head/Title") or ""
    for layer in report.findall("Body/VolcanoInfo"):
        is_city = layer.get("type", "").endswith("（対象市町村等）")
        if not is_city and not layer.get("type", "").endswith(("（対象火山）", "噴火速報")):
            continue
        found = _volcano_areas(layer, kind, Layer.CITY if is_city else Layer.VOLCANO, title)
        (cities if is_city else wider).extend(found)
    return cities, wider


def _volcano_areas(layer: Element, kind: TelegramKind, as_layer: Layer, title: str) -> Iterator[AreaKind]:
    for item in layer.findall("Item"):
        one = catalogue().kind(kind, text(item, "Kind/Code") or "", text(item, "Kind/Name") or "", title)
        change = text(item, "Kind/Condition") or ISSUED
        for area in areas(item):
            yield AreaKind(as_layer, *named(area), one, change, text(item, "LastKind/Code"))


def trough(report: Element, kind: TelegramKind) -> Found:
    """Said to the whole country; the town's own file says whether it is concerned."""
    if text(report, "Head/InfoType") == InfoType.CANCELLED:
        return [], []
    code = text(report, "Body/EarthquakeInfo/InfoSerial/Code")
    name = text(report, "Body/EarthquakeInfo/InfoSerial/Name") or text(report, "Head/Title") or ""
    one = catalogue().kind(kind, code or "notice", name)
    return [AreaKind(Layer.NATION, "", "", one, LIFTED if one.is_lift else ISSUED)], []


def trough_type(report: Element, kind: TelegramKind) -> str:
    """VYSE51 and VYSE52 share one title; the routine commentary is known by its code, or by having no number."""
    if kind.type != "VYSE51":
        return kind.type
    code = text(report, "Body/EarthquakeInfo/InfoSerial/Code")
    is_routine = code == ROUTINE if code else text(report, "Head/Serial") is None
    return "VYSE52" if is_routine else kind.type
