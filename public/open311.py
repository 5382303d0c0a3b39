"""Open311 GeoReport v2, reading: what can be reported, and what has been. XML, and JSON where it is asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from alerts import disaster_switches
from public import open311_filing
from public.hall import Hall, the_hall
from public.open311_answers import GeoReportError, listing, single, speaks_georeport
from public.pages import Answer, Page
from reports import photo_links, records
from reports.announcing import kind_name
from reports.kinds import Kind
from reports.published import Looked, Shown, page
from reports.stages import CLOSED, JAPANESE, OPEN
from speech.languages import Language
from store.database import reading
from town.calendar import to_jst

LONGEST_SPAN = timedelta(days=90)
MOST = 1000
STATUSES = {"open": tuple(sorted(OPEN)), "closed": tuple(sorted(CLOSED))}
CHANGED = "2026-11-21T00:00:00+09:00"  # when these addresses last changed their meaning


@speaks_georeport
def discovery(form: str) -> Answer:
    root = f"{the_hall().address}/open311/v2"
    town = the_hall().town
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2", "url": root, "changeset": CHANGED,
        "type": "test" if town.is_sample else "production", "formats": ["text/xml", "application/json"],
    }  # fmt: skip
    told = {
        "changeset": CHANGED, "contact": f"{town.names.ja} {town.phone}", "key_service": town.web or root,
        "endpoints": [endpoint],
    }  # fmt: skip
    return single(form, "discovery", told, {"endpoints": "endpoint", "formats": "format"})


@speaks_georeport
def services(form: str) -> Answer:
    with reading() as session:
        is_disaster = disaster_switches.is_on(session)
    return listing(
        form, "services", "service", [_offered(one) for one in the_hall().rules.offered(is_disaster=is_disaster)]
    )


@speaks_georeport
def definition(code: str, form: str) -> Answer:
    kind = the_hall().rules.kind(code)
    if kind is None or not kind.asks_pole_number:
        raise GeoReportError(404, "service_code")
    attribute = {
        "variable": True, "code": open311_filing.POLE, "datatype": "string", "required": False,
        "datatype_description": "", "order": 1, "description": "灯具や柱の管理番号(わかるとき)", "values": [],
    }  # fmt: skip
    told = {"service_code": kind.id, "attributes": [attribute]}
    return single(form, "service_definition", told, {"attributes": "attribute", "values": "value"})


@speaks_georeport
def requests(form: str) -> Answer:
    with reading() as session:
        found = page(session, _looked(the_hall()), limit=MOST)[:MOST]
        told = _told(session, found)
    return listing(form, "service_requests", "request", told)


@speaks_georeport
def one_request(number: str, form: str) -> Answer:
    with reading() as session:
        told = _told(session, page(session, Looked(receipt_numbers=(number,), has_doubles=True), limit=1))
    if not told:
        raise GeoReportError(404, "service_request_id")
    return listing(form, "service_requests", "request", told[:1])


@speaks_georeport
def token(written: str, form: str) -> Answer:
    with reading() as session:
        report = records.by_token(session, written)
        number = report.receipt_number if report else None
    if number is None:
        raise GeoReportError(404, "token")
    return listing(form, "service_requests", "request", [{"service_request_id": number, "token": written}])


def _offered(kind: Kind) -> Mapping[str, object]:
    return {
        "service_code": kind.id, "service_name": kind.names.ja, "description": kind.hints.ja if kind.hints else "",
        "metadata": kind.asks_pole_number, "type": "realtime", "keywords": "", "group": "道路・公園など",
    }  # fmt: skip


def _told(session: Session, found: Sequence[Shown]) -> list[Mapping[str, Any]]:
    """The standard has room for one photo: the first that is published."""
    names, hall = photo_links.published(session, [one.id for one in found]), the_hall()
    first = {id_: hall.address + photo_links.path(one[0], "large") for id_, one in names.items()}
    return [_request(hall, one, first.get(one.id, "")) for one in found]


def _request(hall: Hall, one: Shown, media_url: str) -> Mapping[str, Any]:
    section = next((each.names.ja for each in hall.town.sections if each.id == one.section_id), hall.town.names.ja)
    district = next((each.names.ja for each in hall.town.districts if each.id == one.district_id), "")
    return {
        "service_request_id": one.receipt_number, "status": "open" if one.is_open else "closed",
        "status_notes": _notes(one), "service_name": kind_name(hall.rules, one.kind, Language.JA),
        "service_code": one.kind, "description": one.text or "", "agency_responsible": section, "service_notice": "",
        "requested_datetime": _moment(one.filed_at), "updated_datetime": _moment(_updated_at(one)),
        "expected_datetime": _moment(one.due_at), "address": district, "address_id": "", "zipcode": "",
        "lat": one.point.latitude if one.point else None, "long": one.point.longitude if one.point else None,
        "media_url": media_url,
    }  # fmt: skip


def _updated_at(one: Shown) -> datetime:
    """Of a closed request the standard wants to know when it was closed."""
    return one.changed_at if one.is_open else one.closed_at or one.changed_at


def _notes(one: Shown) -> str:
    return f"{JAPANESE[one.stage]}: {one.passed_on_to}" if one.passed_on_to else JAPANESE[one.stage]


def _looked(hall: Hall) -> Looked:
    """Numbers go before everything else; without dates the last ninety days are meant."""
    if numbers := _many("service_request_id"):
        return Looked(receipt_numbers=numbers[:MOST], has_doubles=True)
    statuses = _many("status")
    if set(statuses) - set(STATUSES):
        raise GeoReportError(400, "status")
    since, until = _date("start_date"), _date("end_date")
    until = until or (since + LONGEST_SPAN if since else hall.now())
    since = max(since or until - LONGEST_SPAN, until - LONGEST_SPAN)
    stages = tuple(stage for one in statuses for stage in STATUSES[one])
    return Looked(kinds=_many("service_code"), stages=stages, since=since, until=until, has_doubles=True)


def _many(name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in request.args.get(name, "").split(",") if one.strip())


def _date(name: str) -> datetime | None:
    if not (written := request.args.get(name, "")):
        return None
    try:
        moment = datetime.fromisoformat(written.replace(" ", "+"))  # an unescaped «+09:00» arrives as a space
    except ValueError:
        raise GeoReportError(400, name) from None
    if moment.tzinfo is None:
        raise GeoReportError(400, name)
    return moment


def _moment(moment: datetime | None) -> str | None:
    return to_jst(moment).isoformat(timespec="seconds") if moment else None


PAGES = (
    Page("open311_discovery", "/open311/discovery.<form>", discovery),
    Page("open311_services", "/open311/v2/services.<form>", services),
    Page("open311_definition", "/open311/v2/services/<code>.<form>", definition),
    Page("open311_requests", "/open311/v2/requests.<form>", requests),
    Page("open311_request", "/open311/v2/requests/<number>.<form>", one_request),
    Page("open311_token", "/open311/v2/tokens/<written>.<form>", token),
    *open311_filing.PAGES,
)
