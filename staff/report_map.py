"""The map beside the list of cases: the same cases, as far as they have a place."""

from flask import jsonify, url_for

from reports import listing
from reports.records import Report
from staff import report_filters
from staff.pages import Answer, Page
from staff.report_pages import HANDLERS, kind_names
from staff.visit import officer_here, visit
from store.database import transaction

MOST = 500


def reports_on_map() -> Answer:
    """No words of residents: kind, number and place. Reading it is written down as reading the list is."""
    here, names = visit(), kind_names()
    with transaction() as session:
        wanted = report_filters.wanted(report_filters.asked(), is_placed=True)
        found = listing.cases(session, officer_here(session), wanted, here.now, MOST)
        here.journal(session, "reports.read", "reports", cases_count=len(found))
        return jsonify([_pin(one, names.get(one.kind, one.kind)) for one in found])


def _pin(case: Report, kind: str) -> dict[str, object]:
    look, mark = ("urgent", "急") if case.is_urgent else ("", "!") if case.is_open else ("closed", "✓")
    return {
        "name": f"{kind} {case.receipt_number}", "latitude": case.latitude, "longitude": case.longitude,
        "look": look, "mark": mark, "address": url_for("staff.report", report_id=case.id),
    }  # fmt: skip


PAGES = (Page("reports_on_map", "/reports/map.json", reports_on_map, HANDLERS),)
