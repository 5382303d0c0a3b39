"""Stopping somebody's new reports, from a case they sent: one officer proposes, another decides, one is enough to end it."""

from flask import request

from reports import muting
from reports.moves import By
from staff.pages import Answer, Page, back
from staff.report_pages import HANDLERS
from staff.visit import officer_here, visit
from store.database import transaction
from town.officers import NotAllowedError

SAID = {
    "approve": "新しい通報の受け付けを止めました。危険の案内と市からのお知らせは、これからも届きます。",
    "end": "新しい通報を、また受け付けます。",
}
_ACTS = {"approve": muting.approve, "end": muting.end}


def propose_mute(report_id: int) -> Answer:
    reason, days = request.form.get("text", ""), request.form.get("days", 0, type=int)
    with transaction() as session:
        muting.propose(session, report_id, reason, days, By(officer_here(session)), visit().now)
    return back("report", "提案しました。ほかの職員が決定すると、止まります。", report_id=report_id)


def decide_mute(report_id: int) -> Answer:
    act = request.form.get("do", "")
    if act not in _ACTS:
        raise NotAllowedError("どうするかを選んでください。")
    with transaction() as session:
        _ACTS[act](session, report_id, By(officer_here(session)), visit().now)
    return back("report", SAID[act], report_id=report_id)


PAGES = (
    Page("propose_mute", "/reports/<int:report_id>/mute", propose_mute, HANDLERS, ("POST",)),
    Page("decide_mute", "/reports/<int:report_id>/mute/decide", decide_mute, HANDLERS, ("POST",)),
)
