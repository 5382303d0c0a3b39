"""通報 at the desk: what waits, for whom, since when."""

from flask import render_template, request

from reports import figures, listing, saved_views
from reports.filing import Office
from reports.listing import View
from reports.stages import JAPANESE
from staff import report_filters
from staff.desk import the_desk
from staff.pages import Answer, Page
from staff.people import section_names
from staff.visit import officer_here, visit
from store.database import transaction
from town import officers
from town.roles import Role

HANDLERS = (Role.REPORT_HANDLER,)
PRIORITIES = {"0": "ふつう", "1": "高い", "2": "とても高い"}
VIEWS = {
    View.OPEN: "未完了", View.UNSEEN: "未開封", View.URGENT: "緊急", View.OVERDUE: "期限超過",
    View.UNTOLD: "期限超過・未連絡", View.REOPENED: "直っていない", View.CLOSED: "完了・終了",
}  # fmt: skip


def office() -> Office:
    desk = the_desk()
    return Office(desk.reports, desk.town, desk.address, desk.prefix)


def kind_names() -> dict[str, str]:
    return {one.id: one.names.ja for one in the_desk().reports.rules.kinds}


def reports_page() -> Answer:
    """Reading many cases is written down once, with how many."""
    here = visit()
    asked = report_filters.asked()
    wanted = report_filters.wanted(asked)
    with transaction() as session:
        officer = officer_here(session)
        found, counts = listing.cases(session, officer, wanted, here.now), listing.counts(session, officer, here.now)
        here.journal(session, "reports.read", "reports", cases_count=len(found))
        return render_template(
            "reports.html", cases=found, wanted=wanted, asked=asked, views=VIEWS, counts=counts, kinds=kind_names(),
            stages=JAPANESE, sections=section_names(session), now=here.now, priorities=PRIORITIES,
            districts={one.id: one.names.ja for one in the_desk().town.districts}, mine=report_filters.MINE,
            saved=saved_views.of_officer(session, here.officer_id),
            people=[(one.id, one.name) for one in officers.working(session, Role.REPORT_HANDLER, the_desk().today)],
        )  # fmt: skip


def report_figures() -> Answer:
    """Of a fiscal year (April to March), as the town's yearly report counts."""
    now = visit().now
    with transaction() as session:
        years, names = figures.years(session, now), section_names(session)
        year = request.args.get("year", type=int)
        since, until = figures.span(year if year in years else years[0])
        by_section = figures.by_section(session, since, until, now)
        return render_template(
            "report_figures.html", since=since, until=min(until, now), years=years, year=since.year,
            whole=figures.whole(session, since, until, now),
            tables=(
                ("種類", {kind_names().get(id_, id_): one for id_, one in figures.by_kind(session, since, until, now).items()}),
                ("課", {names.get(id_, id_): one for id_, one in by_section.items()}),
            ),
        )  # fmt: skip


PAGES = (
    Page("reports", "/reports", reports_page, HANDLERS),
    Page("report_figures", "/reports/figures", report_figures, (*HANDLERS, Role.VIEWER)),
)
