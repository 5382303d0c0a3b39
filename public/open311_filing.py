"""Open311 GeoReport v2, writing: a report from another system. Who it is about is not asked and not kept."""

from datetime import datetime, timedelta

from flask import request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts import disaster_switches
from public.hall import Hall, the_hall
from public.open311_answers import GeoReportError, listing, speaks_georeport
from public.pages import Answer, Page
from reports import expected, filing
from reports.cells import Point
from reports.filing import Told
from reports.kinds import Kind
from reports.records import Channel, Report
from speech.languages import Language
from speech.masking_contacts import mask_contacts
from store import journal
from store.database import transaction
from town import api_keys
from town.api_keys import ApiKey, Use

POLE = "POLE_NUMBER"
LONGEST = 4000
LONGEST_POLE = 40
MOST_IN_A_MINUTE = 60
MOST_BYTES = 64_000


@speaks_georeport
def file(form: str) -> Answer:
    """Stored before it is answered. `email`, `phone` and names are passed over: whoever sent them keeps them."""
    hall = the_hall()
    now = hall.now()
    with transaction() as session:
        key = _key(session, now)
        told = _told(hall, is_disaster=disaster_switches.is_on(session))
        report, routed = filing.take(session, hall.office, told, now)
        journal.write(session, now, actor=key.actor, action="report.received", subject=f"report:{report.id}")
        number = report.receipt_number
    notice = expected.in_words(routed, Language.JA, now)
    row = {"service_request_id": number, "service_notice": notice, "account_id": ""}
    return listing(form, "service_requests", "request", [row])


def _key(session: Session, now: datetime) -> ApiKey:
    """The standard wants the key in the body; an address would stand in every log on the way."""
    key = api_keys.shown(session, request.form.get("api_key", ""), Use.REPORTS)
    if key is None:
        raise GeoReportError(403, "api_key")
    since = now - timedelta(minutes=1)
    recent = select(func.count(Report.id)).where(Report.filed_at > since, Report.channel == Channel.OPEN311)
    if (session.scalar(recent) or 0) >= MOST_IN_A_MINUTE:
        raise GeoReportError(429, "rate")
    key.used_at = now
    return key


def _told(hall: Hall, *, is_disaster: bool) -> Told:
    kind = _kind(hall, is_disaster=is_disaster)
    point, words = _point(), request.form.get("address_string", "").strip()[:LONGEST]
    pole = request.form.get(f"attribute[{POLE}]", "").strip()[:LONGEST_POLE] if kind.asks_pole_number else ""
    if point is None and not words and not pole:
        raise GeoReportError(400, "place")
    text = request.form.get("description", "").strip()
    if len(text) > LONGEST:
        raise GeoReportError(400, "description")
    return Told(
        kind=kind.id, channel=Channel.OPEN311, text=mask_contacts(text)[0] or None, point=point,
        place_words=mask_contacts(words)[0] or None, pole_number=pole or None,
    )  # fmt: skip


def _kind(hall: Hall, *, is_disaster: bool) -> Kind:
    """The standard tells a code that is missing from one that is not known."""
    if not hall.rules.is_open:
        raise GeoReportError(404, "closed")
    code = request.form.get("service_code", "")
    kind = hall.rules.kind(code)
    if kind is None or kind not in hall.rules.offered(is_disaster=is_disaster):
        raise GeoReportError(404 if code else 400, "service_code")
    return kind


def _point() -> Point | None:
    written = request.form.get("lat", "").strip(), request.form.get("long", "").strip()
    if not any(written):
        return None
    try:
        point = Point(float(written[0]), float(written[1]))
    except ValueError:
        raise GeoReportError(400, "lat") from None
    if not (-90 <= point.latitude <= 90 and -180 <= point.longitude <= 180):  # false for «nan» too
        raise GeoReportError(400, "lat")
    return point


PAGES = (Page("open311_file", "/open311/v2/requests.<form>", file, ("POST",), MOST_BYTES),)
