"""A call is taken at the desk: written down, compared with what is there, filed, and the number read out."""

import uuid
from dataclasses import replace

from flask import render_template, request

from reports import call_taking, callers, expected, records, routing
from reports.call_taking import Call
from reports.moves import By, locked
from reports.records import Channel
from reports.routing import Asked
from speech.languages import Language
from staff.pages import Answer, Page, back
from staff.people import section_names
from staff.place_form import point_in
from staff.report_pages import HANDLERS, kind_names, office
from staff.visit import officer_here, visit
from store.database import reading, transaction
from town.officers import NotAllowedError

CHANNELS = {Channel.TELEPHONE.value: "電話・窓口", Channel.PATROL.value: "職員が見つけた"}


def new_report() -> Answer:
    _refuse_contractors()
    call = Call(str(uuid.uuid4()), "", Channel.TELEPHONE)
    return render_template("report_entry.html", call=call, kinds=kind_names(), channels=CHANNELS, alike=None, error="")


def take_call() -> Answer:
    """First what is near is shown; then it is filed, or joined. What was wrong is said above the words as typed."""
    _refuse_contractors()
    call, form = _typed(), request.form
    try:
        call = replace(call, point=point_in(form.get("coordinates", "")))
        return _taken(call, form.get("do", "look"))
    except NotAllowedError as refusal:
        return _form(call, None, str(refusal)), 400


def receipt(report_id: int) -> Answer:
    """To read out. It opens nothing: the case stays unopened until its section looks."""
    with reading() as session:
        here, rows = visit(), callers.of_report(session, report_id)
        report = records.find(session, report_id)
        if report is None or not any(one.officer_id == here.officer_id for one in rows):
            raise NotAllowedError("この受付を見る役割がありません。")
        desk = office()
        asked = Asked(report.kind, report.district_id, report.keeper_id, report.is_urgent)
        is_known = desk.town.rules.kind(report.kind) is not None  # a kind may be given up meanwhile
        routed = routing.route(session, desk.town, desk.profile, asked, report.filed_at) if is_known else None
        return render_template(
            "report_receipt.html", case=report, kinds=kind_names(), sections=section_names(session),
            keeper=desk.town.rules.keeper(report.keeper_id),
            expected=expected.in_words(routed, Language.JA, report.filed_at) if routed else "",
            may_open=here.covers_case(report.section_id, report.officer_id),
        )  # fmt: skip


def caller(report_id: int) -> Answer:
    """Names and numbers, asked for one case at a time; each look stands in the journal."""
    _refuse_contractors()
    with transaction() as session:
        case = locked(session, report_id, By(officer_here(session)))
        visit().journal(session, "report.caller_read", f"report:{case.id}")
        return render_template("report_caller.html", case=case, callers=callers.of_report(session, case.id))


def forget_caller(report_id: int) -> Answer:
    _refuse_contractors()
    with transaction() as session:
        case = locked(session, report_id, By(officer_here(session)))
        callers.forget(session, case.id)
        visit().journal(session, "report.caller_forgotten", f"report:{case.id}")
    return back("report", "電話した人の名前と電話番号を消しました。", report_id=report_id)


def _taken(call: Call, act: str) -> Answer:
    desk, here = office(), visit()
    with transaction() as session:
        call_taking.refuse_unfit(desk, call)
        if act == "look" and callers.taken(session, call.once_key) is None:
            return _form(call, [
                (one, here.covers_case(one.report.section_id, one.report.officer_id))
                for one in call_taking.alike(session, desk, call)
            ])  # fmt: skip
        officer = officer_here(session)
        if act.startswith("same") and act[4:].isascii() and act[4:].isdigit():
            case = call_taking.join(session, desk, int(act[4:]), call, officer, here.now)
        else:
            case = call_taking.take(session, desk, call, officer, here.now)
        number = case.id
    return back("report_receipt", report_id=number)


def _form(call: Call, alike: object, error: str = "") -> str:
    return render_template(
        "report_entry.html", call=call, kinds=kind_names(), channels=CHANNELS, alike=alike, error=error,
        coordinates=request.form.get("coordinates", ""),
    )  # fmt: skip


def _typed() -> Call:
    form = request.form
    try:
        key, channel = str(uuid.UUID(form.get("once", ""))), Channel(form.get("channel", ""))
    except ValueError:
        raise NotAllowedError("画面を開き直して、もう一度書いてください。") from None
    words = {name: form.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip() for name in ("text", "place", "pole", "name", "phone")}  # fmt: skip
    return Call(
        key, form.get("kind", ""), channel, text=words["text"], place_words=words["place"], pole_number=words["pole"],
        is_urgent=form.get("urgent") == "1", name=words["name"], phone=words["phone"],
    )  # fmt: skip


def _refuse_contractors() -> None:
    """They see the cases given to them, and neither others nearby nor who called."""
    if visit().powers.has_own_cases_only:
        raise NotAllowedError("市の職員だけが使えます。")


PAGES = (
    Page("new_report", "/reports/new", new_report, HANDLERS),
    Page("take_call", "/reports/new", take_call, HANDLERS, ("POST",)),
    Page("report_receipt", "/reports/<int:report_id>/receipt", receipt, HANDLERS),
    Page("report_caller", "/reports/<int:report_id>/caller", caller, HANDLERS),
    Page("forget_caller", "/reports/<int:report_id>/caller/forget", forget_caller, HANDLERS, ("POST",)),
)
