"""Several cases at once: each by its own rules and into its own history; what was refused is told line by line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from sqlalchemy.orm import Session

from reports import handling, moves, records
from reports.handling import Corrected
from reports.moves import By, Change
from reports.stages import Move
from staff import report_filters
from staff.pages import Answer, Page, refused
from staff.report_pages import HANDLERS, PRIORITIES, office
from staff.visit import officer_here, visit
from store.database import transaction
from town.officers import NotAllowedError

MOST = 100
Act = Callable[[Session, int, By, datetime], object]


@dataclass(frozen=True)
class Told:
    """What became of one case."""

    report_id: int
    name: str
    refusal: str | None


def change_reports() -> Answer:
    """Each case in a transaction of its own: what is refused, or a fault on the way, undoes nothing of the others."""
    picked, name = request.form.getlist("case")[:MOST], request.form.get("act", "")
    if not picked:
        return refused("通報を選んで、印を付けてください。", 400)
    if name not in ACTS:
        return refused("何をするかを選んでください。", 400)
    told = [one for each in picked if (one := _changed(each, ACTS[name]))]
    done = sum(one.refusal is None for one in told)
    return render_template("report_bulk.html", told=told, done=done, asked=report_filters.asked())


def _changed(picked: str, act: Act) -> Told | None:
    """«12:3»: the case, and its revision as it stood on the page."""
    number, _, revision = picked.partition(":")
    if not (number.isascii() and number.isdigit() and revision.isascii() and revision.isdigit()):
        return None
    report_id, refusal = int(number), None
    try:
        with transaction() as session:
            act(session, report_id, By(officer_here(session), int(revision)), visit().now)
    except NotAllowedError as error:
        refusal = str(error)
    with transaction() as session:
        report = records.find(session, report_id)
        is_ours = report is not None and visit().powers.covers(HANDLERS[0], report.section_id)
        return Told(report_id, report.receipt_number if report and is_ours else f"({report_id})", refusal)


def _to_section(session: Session, report_id: int, by: By, now: datetime) -> None:
    handling.assign(session, office(), report_id, request.form.get("to_section", ""), None, by, now)


def _to_me(session: Session, report_id: int, by: By, now: datetime) -> None:
    report = moves.locked(session, report_id, by)
    handling.assign(session, office(), report_id, report.section_id, by.officer.id, by, now)


def _to_person(session: Session, report_id: int, by: By, now: datetime) -> None:
    report, person = moves.locked(session, report_id, by), request.form.get("to_person", type=int)
    if not person:
        raise NotAllowedError("担当にする人を選んでください。")
    handling.assign(session, office(), report_id, report.section_id, person, by, now)


def _hold(session: Session, report_id: int, by: By, now: datetime) -> None:
    change = Change(Move.HOLD, request.form.get("text", "").replace("\r\n", "\n"))
    moves.make(session, office(), report_id, change, by, now)


def _rank(session: Session, report_id: int, by: By, now: datetime) -> None:
    wish = request.form.get("priority", "")
    if wish not in PRIORITIES:
        raise NotAllowedError("優先度を選んでください。")
    handling.correct(session, office(), report_id, Corrected(priority=int(wish)), by, now)


ACTS: Mapping[str, Act] = {
    "section": _to_section, "me": _to_me, "person": _to_person, "hold": _hold, "priority": _rank,
}  # fmt: skip
PAGES = (Page("change_reports", "/reports/change", change_reports, HANDLERS, ("POST",)),)
