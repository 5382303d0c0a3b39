"""One report at the desk: all of it on one page, and each thing one may do with it."""

from collections.abc import Callable

from flask import render_template, request
from sqlalchemy.orm import Session

from alerts import rings
from reports import callers, handling, history, moderating, moves, muting, records
from reports.correcting import PRIORITIES, Corrected, correct
from reports.history import Happened, ReportEvent
from reports.moderating import Moderated
from reports.moves import LONGEST, NEEDS_REASON, By, Change
from reports.records import Report
from reports.stages import JAPANESE, MOVES, Move, Stage
from staff.desk import the_desk
from staff.pages import Answer, Page, back
from staff.people import section_names
from staff.photo_wall import wall
from staff.place_form import end_of, point_in, written
from staff.report_pages import HANDLERS, kind_names, office
from staff.ring_pages import Told, told
from staff.visit import officer_here, visit
from store.database import transaction
from town import officers
from town.calendar import to_jst
from town.officers import NotAllowedError
from town.roles import Role

# As officers say it, in the order of the buttons. Merging has a form of its own; withdrawing is the reporter's.
MOVE_NAMES = {
    Move.CHECK: "確認を始める", Move.SCHEDULE: "対応予定にする", Move.START: "対応を始める", Move.FINISH: "完了にする",
    Move.HAND_ON: "ほかへ引き継ぐ", Move.HOLD: "保留にする", Move.REFUSE: "市の管理外とする",
    Move.GIVE_UP: "対応できないとする", Move.REOPEN: "再開する",
}  # fmt: skip
HAPPENED = {
    Happened.FILED: "受け付けた", Happened.OPENED: "市がはじめて開いた", Happened.URGENT: "危険があると、ほかの人が伝えた",
    Happened.MOVED: "状態を変えた", Happened.NOTE: "内部メモ", Happened.WORD: "お知らせ",
    Happened.ASKED: "通報した人に質問", Happened.ANSWERED: "通報した人から返事", Happened.ADDED: "通報した人が追記",
    Happened.ASSIGNED: "担当を変えた", Happened.CHANGED: "内容を直した", Happened.PLACED: "場所を直した", Happened.JOINED: "同じ通報に加わった",
    Happened.MERGED: "ほかの通報をまとめた", Happened.MODERATED: "公開を変えた", Happened.ASKED_FIXED: "直ったかを聞いた",
    Happened.FIXED: "直ったと返事", Happened.NOT_FIXED: "直っていないと返事", Happened.CLEANED: "通報した人が消した",
    Happened.UNSENT: "送信者が取り消しました", Happened.PHOTO_ADDED: "職員が写真を足した",
    Happened.REDACTED: "写真を黒塗りにした", Happened.PUBLISHED: "写真を公開した",
    Happened.UNPUBLISHED: "写真の公開をやめた", Happened.MUTING: "新しい通報の停止", Happened.HELD: "保存を延長した", Happened.RELEASED: "保存延長をやめた",
}  # fmt: skip


def report(report_id: int) -> Answer:
    """The first look is written down: from then on the town knew."""
    with transaction() as session:
        officer = officer_here(session)
        found = handling.open_case(session, report_id, officer, visit().now)
        visit().journal(session, "report.read", f"report:{found.id}")
        events, mute = history.of_report(session, found.id), muting.open_for(session, found.resident_id, visit().now)
        original = records.find(session, found.duplicate_of_id) if found.duplicate_of_id else None
        return render_template(
            "report.html", case=found, events=events, wall=wall(session, found.id), original=original,
            merged=handling.merged_into(session, found.id), moves=_moves(found), kinds=kind_names(), stages=JAPANESE,
            happened=HAPPENED, sections=section_names(session), people=_people(session, found, events),
            ring=_ring(session, found.id), needs_reason=NEEDS_REASON, longest=LONGEST, now=visit().now,
            keepers=the_desk().reports.rules.keepers, able=_able(session, found), priorities=PRIORITIES,
            mute=mute, here_id=visit().officer_id, has_caller=callers.has_names(session, found.id),
            may_mute=found.resident_id and not visit().powers.has_own_cases_only,
            day=f"{to_jst(found.due_at):%Y-%m-%d}" if found.due_at else "", coordinates=written(found.point),
        )  # fmt: skip


def _ring(session: Session, report_id: int) -> Told | None:
    """Whom an urgent case rang last."""
    found = rings.latest_about(session, f"report:{report_id}")
    return told(session, found) if found else None


def _able(session: Session, case: Report) -> dict[int, str]:
    """Who may be given the case as it stands; whoever has it stays to be seen."""
    working = officers.working(session, Role.REPORT_HANDLER, the_desk().today, case.section_id)
    return {one.id: one.name for one in working} | officers.named(session, [case.officer_id] if case.officer_id else [])


def _moves(case: Report) -> dict[Move, str]:
    return {move: name for move, name in MOVE_NAMES.items() if (Stage(case.stage), move) in MOVES}


def _people(session: Session, case: Report, events: list[ReportEvent]) -> dict[int, str]:
    ids = {one.officer_id for one in events if one.officer_id} | ({case.officer_id} if case.officer_id else set())
    return officers.named(session, ids)


def _done(report_id: int, what: Callable[[Session, By], object], said: str) -> Answer:
    with transaction() as session:
        what(session, By(officer_here(session), request.form.get("revision", type=int)))
    return back("report", said, report_id=report_id)


def move_report(report_id: int) -> Answer:
    try:
        move = Move(request.form.get("move", ""))
    except ValueError:
        raise NotAllowedError("どの状態にするかを選んでください。") from None
    change = Change(move, _text(), request.form.get("to", ""), request.form.get("photo", type=int))
    return _done(
        report_id, lambda session, by: moves.make(session, office(), report_id, change, by, visit().now),
        "状態を変えました。通報した人と、いっしょに待っている人に知らせます。",
    )  # fmt: skip


def note_report(report_id: int) -> Answer:
    return _done(
        report_id, lambda session, by: handling.write_note(session, report_id, _text(), by, visit().now),
        "メモを残しました。市の外には出ません。",
    )  # fmt: skip


def say_report(report_id: int) -> Answer:
    return _done(
        report_id, lambda session, by: handling.say(
            session, office(), report_id, _text(), by, visit().now, request.form.get("photo", type=int)
        ),
        "通報した人と、いっしょに待っている人に知らせます。",
    )  # fmt: skip


def ask_report(report_id: int) -> Answer:
    return _done(
        report_id, lambda session, by: handling.ask(session, office(), report_id, _text(), by, visit().now),
        "通報した人に質問を送ります。返事は、この画面に入ります。",
    )  # fmt: skip


def assign_report(report_id: int) -> Answer:
    """Whoever gives a case to another section may lose sight of it: then back to the list."""
    section, person = request.form.get("section", ""), request.form.get("person", type=int)
    with transaction() as session:
        by = By(officer_here(session), request.form.get("revision", type=int))
        case = handling.assign(session, office(), report_id, section, person, by, visit().now)
        is_still_seen = visit().covers_case(case.section_id, case.officer_id)
    return back("report", ASSIGNED, report_id=report_id) if is_still_seen else back("reports", ASSIGNED)


ASSIGNED = "担当を変えました。"


def merge_report(report_id: int) -> Answer:
    receipt = request.form.get("receipt", "").strip().upper()

    def merged(session: Session, by: By) -> None:
        original = records.by_receipt(session, receipt)
        if original is None:
            raise NotAllowedError(f"受付番号「{receipt}」の通報はありません。")
        handling.merge(session, office(), report_id, original.id, by, visit().now)

    return _done(report_id, merged, f"{receipt} にまとめました。待っている人は、そちらで知らせを受けます。")


def moderate_report(report_id: int) -> Answer:
    form = request.form
    wish = Moderated(
        _text(), form.get("shown") == "1", form.get("rounded") == "1", form.get("reason", "").replace("\r\n", "\n")
    )
    return _done(
        report_id, lambda session, by: moderating.moderate(session, office(), report_id, wish, by, visit().now),
        "公開の内容を変えました。",
    )  # fmt: skip


def hold_report(report_id: int) -> Answer:
    is_held = request.form.get("held") == "1"
    return _done(
        report_id, lambda session, by: handling.hold(session, report_id, is_held, _text(), by, visit().now),
        "保存を延長しました。" if is_held else "保存の延長をやめました。",
    )  # fmt: skip


def correct_report(report_id: int) -> Answer:
    form = request.form
    try:
        priority = int(form["priority"]) if "priority" in form else None
    except ValueError:
        raise NotAllowedError("優先度を選んでください。") from None
    better = Corrected(
        kind=form.get("kind"), point=point_in(form.get("coordinates", "")), place_words=form.get("place", "").strip(),
        is_urgent=form.get("urgent") == "1", priority=priority, due_at=end_of(form.get("due", "")),
    )  # fmt: skip
    return _done(
        report_id, lambda session, by: correct(session, office(), report_id, better, by, visit().now),
        "内容を直しました。前の内容は、経過に残ります。",
    )  # fmt: skip


def _text() -> str:
    return request.form.get("text", "").replace("\r\n", "\n")


_AT = "/reports/<int:report_id>"
PAGES = (
    Page("report", _AT, report, HANDLERS),
    Page("move_report", f"{_AT}/move", move_report, HANDLERS, ("POST",)),
    Page("note_report", f"{_AT}/note", note_report, HANDLERS, ("POST",)),
    Page("say_report", f"{_AT}/say", say_report, HANDLERS, ("POST",)),
    Page("ask_report", f"{_AT}/ask", ask_report, HANDLERS, ("POST",)),
    Page("assign_report", f"{_AT}/assign", assign_report, HANDLERS, ("POST",)),
    Page("correct_report", f"{_AT}/correct", correct_report, HANDLERS, ("POST",)),
    Page("merge_report", f"{_AT}/merge", merge_report, HANDLERS, ("POST",)),
    Page("moderate_report", f"{_AT}/moderate", moderate_report, HANDLERS, ("POST",)),
    Page("hold_report", f"{_AT}/hold", hold_report, HANDLERS, ("POST",)),
)
