"""安否確認 at the desk: preparing one, who watches, and ending it. The list of what residents told stands beside it."""

from datetime import datetime, timedelta

from flask import render_template, request
from sqlalchemy.orm import Session

from alerts import broadcasts, orders, safety_checks, safety_opening, safety_watches
from alerts.safety_checks import BROADCASTERS, PEOPLE, SafetyCheck
from alerts.safety_opening import Asked
from alerts.stages import Stage
from staff import broadcast_form
from staff.desk import the_desk
from staff.notice_desk import district_names
from staff.pages import Answer, Page, back
from staff.visit import officer_here, visit
from store.database import reading, transaction
from town import officers, roster
from town.calendar import JST, to_jst
from town.officers import NotAllowedError, Officer

ORDINARY_HOURS = 12


def safety() -> Answer:
    here = visit()
    with reading() as session:
        fit, now_on = _fit(session), {one.id for one in roster.on_duty(session, PEOPLE, here.now)}
        checks = safety_checks.listed(session)
        return render_template(
            "safety.html", checks=[(one, _state(session, one, here.now)) for one in checks], people=fit, on_duty=now_on,
            ordered=_ordered(session), names=district_names(session), may_ask=here.has(*BROADCASTERS),
            until=broadcast_form.local(here.now + timedelta(hours=ORDINARY_HOURS)), keep=the_desk().town.safety.keep_days,
        )  # fmt: skip


def prepare() -> Answer:
    chosen = {int(one) for one in request.form.getlist("watchers") if one.isascii() and one.isdecimal()}
    with transaction() as session:
        watchers = tuple(one for one in officers.all(session) if one.id in chosen)
        asked = Asked(tuple(request.form.getlist("districts")), moment_in("until"), watchers)
        town = the_desk().town
        check = safety_opening.prepare(
            session, asked, town, town.notices.drafts_section, officer_here(session), visit().now
        )
        number = check.broadcast_id
    sentence = (
        "承認に出しました。別の承認者が「安否確認」の配信を承認すると、始まります。まだ、だれにも届いていません。"
    )
    return back("broadcast", sentence, broadcast_id=number)


def come(check_id: int) -> Answer:
    with transaction() as session:
        safety_watches.come(session, check_id, officer_here(session), visit().now)
    return back(
        "safety_check",
        "見守りを始めました。住民への返事が「市が見ています」になります。この画面を開いたままにしてください。",
        check_id=check_id,
    )


def go(check_id: int) -> Answer:
    with transaction() as session:
        safety_watches.go(session, check_id, officer_here(session), visit().now)
    return back(
        "safety_check",
        "見守りを離れました。ほかに見ている職員がいなければ、住民への返事は「今は見ていません」です。",
        check_id=check_id,
    )


def end(check_id: int) -> Answer:
    with transaction() as session:
        safety_checks.end(session, check_id, officer_here(session), visit().now)
    return back("safety_check", "終わりにしました。これから押した人には、使えないことを伝えます。", check_id=check_id)


def extend(check_id: int) -> Answer:
    with transaction() as session:
        safety_checks.extend(session, check_id, moment_in("until"), officer_here(session), visit().now)
    return back("safety_check", "終わりの時刻を延ばしました。", check_id=check_id)


def moment_in(field: str) -> datetime:
    """Japan's clock, as the field of the form writes it."""
    try:
        return datetime.fromisoformat(request.form.get(field, "")).replace(tzinfo=JST)
    except ValueError:
        raise NotAllowedError("終わりの日時を入れてください。") from None


def _fit(session: Session) -> list[Officer]:
    today = to_jst(visit().now).date()
    found = {one.id: one for role in PEOPLE for one in officers.working(session, role, today)}
    return sorted((one for one in found.values() if not one.is_contractor), key=lambda one: (one.name, one.id))


def _ordered(session: Session) -> dict[str, str]:
    """The districts where an order is in force, each with its gravest."""
    found: dict[str, str] = {}
    for one in orders.in_force(session):
        level = f"警戒レベル{one.level} " if one.level else ""
        found.setdefault(one.district_id, f"{level}{one.kind}")
    return found


def _state(session: Session, check: SafetyCheck, now: datetime) -> tuple[str, str]:
    """In words, and the look of its chip."""
    if check.emptied_at:
        return "終わった・内容は消去ずみ", "resting"
    if check.is_open(now):
        return "開いています", "good"
    if check.opened_at or check.ended_at:
        return "終わった", "resting"
    notice = broadcasts.find(session, check.broadcast_id or 0)
    is_waiting = notice is not None and notice.stage == Stage.SUBMITTED
    return ("承認を待っています", "waiting") if is_waiting else ("始まっていません", "resting")


_AT = "/safety/<int:check_id>"
PAGES = (
    Page("safety", "/safety", safety, PEOPLE),
    Page("prepare_safety", "/safety", prepare, BROADCASTERS, ("POST",)),
    Page("watch_safety", f"{_AT}/watch", come, PEOPLE, ("POST",)),
    Page("leave_safety", f"{_AT}/leave", go, PEOPLE, ("POST",)),
    Page("end_safety", f"{_AT}/end", end, BROADCASTERS, ("POST",)),
    Page("extend_safety", f"{_AT}/extend", extend, BROADCASTERS, ("POST",)),
)
