"""An inspection trip: the chosen open cases in an order that makes the way short, for the telephone and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from sqlalchemy.orm import Session

from reports import listing, trips
from reports.cells import Point
from reports.records import Report
from reports.stages import JAPANESE
from staff import report_filters
from staff.desk import the_desk
from staff.pages import Answer, Page, back, refused
from staff.people import section_names
from staff.report_pages import HANDLERS, kind_names
from staff.visit import officer_here, visit
from store.database import transaction
from town.distances import metres_between


@dataclass(frozen=True)
class Stop:
    """`metres`: from the stop before, as the crow flies."""

    case: Report
    point: Point
    metres: int


def plan_trip() -> Answer:
    """From the list: an address that can be opened again, on a telephone too."""
    numbers = [one.partition(":")[0] for one in request.form.getlist("case")]
    if not numbers:
        return refused("巡回する通報を選んで、印を付けてください。", 400)
    return back("report_trip", cases=",".join(numbers[: trips.MOST]))


def report_trip() -> Answer:
    """Of the cases named, or of the first that the filters find. Closed ones are nobody's way."""
    here = visit()
    with transaction() as session:
        found = [one for one in _cases(session) if one.is_open]
        start = _start(found)
        stops = _stops(start, [one for one in found if one.point]) if start else []
        here.journal(session, "reports.read", "reports", cases_count=len(found))
        return render_template(
            "report_trip.html", stops=stops, start=start, nowhere=[one for one in found if not one.point],
            metres=sum(one.metres for one in stops), kinds=kind_names(), stages=JAPANESE, asked=report_filters.asked(),
            sections=section_names(session), cases=request.args.get("cases", ""), most=trips.MOST, now=here.now,
        )  # fmt: skip


def _cases(session: Session) -> list[Report]:
    officer, named = officer_here(session), request.args.get("cases", "").split(",")[: trips.MOST]
    if ids := [int(one) for one in named if one.isascii() and one.isdigit() and len(one) < 10]:
        return listing.chosen(session, officer, ids)
    if not (asked := report_filters.asked()):
        return []
    return listing.cases(session, officer, report_filters.wanted(asked, is_placed=True), visit().now, trips.MOST)


def _start(found: Sequence[Report]) -> Point | None:
    """Where somebody said, else the town hall, else the first case."""
    try:
        latitude, longitude = (float(one) for one in request.args.get("start", "").split(","))
    except ValueError:
        centre = the_desk().town.centre
        return Point(*centre) if centre else next((one.point for one in found if one.point), None)
    is_on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return Point(latitude, longitude) if is_on_earth else None


def _stops(start: Point, found: Sequence[Report]) -> list[Stop]:
    points = [one.point for one in found if one.point]
    stops, here = [], start
    for number in trips.ordered(start, points):
        stops.append(Stop(found[number], points[number], round(metres_between(here, points[number]))))
        here = points[number]
    return stops


PAGES = (
    Page("plan_report_trip", "/reports/trip", plan_trip, HANDLERS, ("POST",)),
    Page("report_trip", "/reports/trip", report_trip, HANDLERS),
)
