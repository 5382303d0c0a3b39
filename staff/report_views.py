"""Views of the list an officer has named, kept and dropped."""

from flask import request

from reports import saved_views
from staff import report_filters
from staff.pages import Answer, Page, back
from staff.report_pages import HANDLERS
from staff.visit import officer_here
from store.database import transaction


def save_view() -> Answer:
    asked = report_filters.asked()
    with transaction() as session:
        view = saved_views.save(session, officer_here(session), request.form.get("name", ""), asked)
        said = f"「{view.name}」として残しました。"
    return back("reports", said, **asked)


def drop_view(view_id: int) -> Answer:
    with transaction() as session:
        saved_views.drop(session, officer_here(session), view_id)
    return back("reports", "名前を付けた一覧を消しました。")


PAGES = (
    Page("save_report_view", "/reports/views", save_view, HANDLERS, ("POST",)),
    Page("drop_report_view", "/reports/views/<int:view_id>/drop", drop_view, HANDLERS, ("POST",)),
)
