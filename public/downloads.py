"""Reports as open data: GeoJSON, CSV, and RSS by district, each with its licence."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from email.utils import format_datetime
from itertools import islice
from xml.etree import ElementTree as Xml

from flask import abort, request
from werkzeug.wrappers import Response

from public.hall import Hall, the_hall
from public.looking import language, looked
from public.pages import Page
from public.plain_xml import document, put
from reports import photo_links
from reports.announcing import kind_name
from reports.published import Looked, Shown, Window, every, in_window, page
from reports.stages import JAPANESE
from speech.languages import FALLBACKS, Language
from store.database import reading
from town.calendar import to_jst
from town.table_cells import guarded

COLUMNS = (
    "受付番号", "種類コード", "種類", "状態コード", "状態", "地区", "緯度", "経度", "受付日時", "更新日時", "完了日時",
    "同じ通報の人数", "内容", "写真", "ライセンス",
)  # fmt: skip
FEED_LENGTH = 50
TOGETHER = 100  # features encoded at once
Photos = Mapping[int, Sequence[str]]  # names of the published ones, by case


def geojson() -> Response:
    """Of a piece of the map the newest; without one, everything there is."""
    hall, wish, tongue = the_hall(), looked(), language()
    frame = Window.read(request.args["bbox"]) if "bbox" in request.args else None
    if "bbox" in request.args and frame is None:
        return Response("bbox は 西,南,東,北 の順に、度で書いてください。", 400, mimetype="text/plain")
    if frame:
        with reading() as session:
            shown = in_window(session, frame, wish)
            names = photo_links.published(session, [one.id for one in shown])
        return Response("".join(_collection(hall, iter(shown), tongue, names)), mimetype="application/geo+json")
    return Response(_collection(hall, _all(wish), tongue, _photos()), mimetype="application/geo+json")


def table() -> Response:
    """CSV with a mark at its beginning by which spreadsheets know that it is UTF-8."""
    hall, wish = the_hall(), looked()
    answer = Response(_lines(hall, _all(wish), _photos()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=reports.csv"
    return answer


def feed(district: str = "") -> Response:
    hall, tongue = the_hall(), language()
    found = next((one for one in hall.town.districts if one.id == district), None)
    if district and not found:
        abort(404)
    with reading() as session:
        newest = page(session, Looked(district_id=district), limit=FEED_LENGTH)[:FEED_LENGTH]
    place = found.names.first_of(FALLBACKS[tongue]) if found else hall.town.names.first_of(FALLBACKS[tongue])
    return Response(document(_channel(hall, place, newest, tongue)), mimetype="application/rss+xml")


def _all(wish: Looked) -> Iterator[Shown]:
    """A transaction of its own for as long as somebody reads."""
    with reading() as session:
        yield from every(session, wish)


def _photos() -> Photos:
    with reading() as session:
        return photo_links.published(session)


def _collection(hall: Hall, found: Iterator[Shown], tongue: Language, photos: Photos) -> Iterator[str]:
    told = hall.rules.publishing
    names = _kind_names(hall, tongue)
    licence = {
        "type": "FeatureCollection", "license": told.licence, "license_url": told.licence_url,
        "attribution": told.publisher or hall.town.names.ja, "features": [],
    }  # fmt: skip
    yield json.dumps(licence, ensure_ascii=False).removesuffix("]}")
    lead = "\n"
    while some := list(islice(found, TOGETHER)):
        features = [_feature(one, names.get(one.kind, one.kind), photos) for one in some]
        yield lead + json.dumps(features, ensure_ascii=False)[1:-1]
        lead = ",\n"
    yield "\n]}\n"


def _feature(one: Shown, kind: str, photos: Photos) -> dict[str, object]:
    place = {"type": "Point", "coordinates": [one.point.longitude, one.point.latitude]} if one.point else None
    told = {
        "receipt_number": one.receipt_number, "kind": one.kind, "kind_name": kind,
        "stage": one.stage.value, "is_open": one.is_open, "district": one.district_id, "text": one.text,
        "followers": one.follower_count, "filed_at": _moment(one.filed_at), "changed_at": _moment(one.changed_at),
        "closed_at": _moment(one.closed_at), "page": f"/reports/{one.receipt_number}",
        "photos": [photo_links.path(name, "large") for name in photos.get(one.id, ())],
    }  # fmt: skip
    return {"type": "Feature", "id": one.receipt_number, "geometry": place, "properties": told}


def _kind_names(hall: Hall, tongue: Language) -> dict[str, str]:
    return {one.id: one.names.first_of(FALLBACKS[tongue]) for one in hall.rules.kinds}


def _lines(hall: Hall, found: Iterator[Shown], photos: Photos) -> Iterator[str]:
    names, kinds = {one.id: one.names.ja for one in hall.town.districts}, _kind_names(hall, Language.JA)
    yield "\ufeff" + _line(COLUMNS)
    for one in found:
        latitude, longitude = one.point or ("", "")
        yield _line((
            one.receipt_number, one.kind, kinds.get(one.kind, one.kind), one.stage.value,
            JAPANESE[one.stage], names.get(one.district_id or "", ""), latitude, longitude, _moment(one.filed_at),
            _moment(one.changed_at), _moment(one.closed_at), one.follower_count, guarded(one.text or ""),
            " ".join(photo_links.path(name, "large") for name in photos.get(one.id, ())), hall.rules.publishing.licence,
        ))  # fmt: skip


def _line(cells: tuple[object, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow("" if one is None else one for one in cells)
    return written.getvalue()


def _moment(moment: object) -> str | None:
    return to_jst(moment).isoformat(timespec="seconds") if moment else None  # type: ignore[arg-type]


def _channel(hall: Hall, place: str, newest: list[Shown], tongue: Language) -> Xml.Element:
    rss = Xml.Element("rss", version="2.0")
    channel = Xml.SubElement(rss, "channel")
    put(channel, "title", f"{place} — {hall.town.names.first_of(FALLBACKS[tongue])}")
    put(channel, "link", f"{hall.address}/reports")
    put(channel, "description", hall.rules.publishing.licence)
    for one in newest:
        item = Xml.SubElement(channel, "item")
        put(item, "title", f"{kind_name(hall.rules, one.kind, tongue)} {one.receipt_number}")
        put(item, "link", f"{hall.address}/reports/{one.receipt_number}")
        put(item, "guid", f"{hall.address}/reports/{one.receipt_number}")
        put(item, "pubDate", format_datetime(to_jst(one.filed_at)))
        put(item, "description", one.text or "")
    return rss


PAGES = (
    Page("geojson", "/reports.geojson", geojson),
    Page("csv", "/reports.csv", table),
    Page("feed", "/reports/feed.rss", feed),
    Page("district_feed", "/reports/feed/<district>.rss", feed),
)
