"""Cases on paper: the list as it is looked at, and one case with its history, on A4."""

from flask import render_template

from reports import handling, history, listing
from reports.stages import JAPANESE
from staff import report_filters
from staff.desk import the_desk
from staff.pages import Answer, Page
from staff.people import section_names
from staff.photo_wall import wall
from staff.report_case import HAPPENED
from staff.report_pages import HANDLERS, VIEWS, kind_names
from staff.visit import officer_here, visit
from store.database import transaction
from town import officers

MOST = 300


def printed_reports() -> Answer:
    here, asked = visit(), report_filters.asked()
    with transaction() as session:
        wanted = report_filters.wanted(asked)
        found = listing.cases(session, officer_here(session), wanted, here.now, MOST)
        here.journal(session, "reports.printed", "reports", cases_count=len(found))
        return render_template(
            "reports_printed.html", cases=found, name=VIEWS[wanted.view], asked=asked, kinds=kind_names(),
            stages=JAPANESE, sections=section_names(session), most=MOST, now=here.now,
        )  # fmt: skip


def printed_report(report_id: int) -> Answer:
    here = visit()
    with transaction() as session:
        found = handling.open_case(session, report_id, officer_here(session), here.now)
        here.journal(session, "report.printed", f"report:{found.id}")
        events = history.of_report(session, found.id)
        ids = {one.officer_id for one in events if one.officer_id} | ({found.officer_id} if found.officer_id else set())
        return render_template(
            "report_printed.html", case=found, events=events, happened=HAPPENED, kinds=kind_names(), stages=JAPANESE,
            sections=section_names(session), people=officers.named(session, ids),
            keepers=the_desk().reports.rules.keepers, now=here.now,
            photos=[one for one in wall(session, found.id).hung if not one.is_covered],
        )  # fmt: skip


PAGES = (
    Page("printed_reports", "/reports/print", printed_reports, HANDLERS),
    Page("printed_report", "/reports/<int:report_id>/print", printed_report, HANDLERS),
)
