"""Writing a notice: choose a template, fill in its form, save by hand or by itself, and see who was faster."""

from typing import Any

from flask import jsonify, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from alerts import broadcasts, drafting, orders
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, OvertakenEditError
from alerts.drafting import Draft
from alerts.repeating import Rhythm
from alerts.stages import Move, Stage, after
from alerts.templates import PlaceholderKind, Template, catalogue
from handlers.wishes import NoticeTopic
from speech.languages import OWN_NAMES, Language
from speech.phrases import phrase
from staff import broadcast_form, broadcast_words, notice_desk
from staff.broadcast_words import Reading
from staff.desk import the_desk
from staff.menu import BROADCASTERS
from staff.notice_desk import found, is_training, on_to, shown
from staff.pages import Answer, Page
from staff.visit import officer_here, visit
from store.database import reading, transaction
from town import officers
from town.officers import NotAllowedError

RHYTHMS = {Rhythm.DAY: "毎日", Rhythm.WEEK: "毎週", Rhythm.MONTH: "毎月"}
OF_MACHINES = (
    "jma_pressing",
    "jma_relay",
    "machine_notice",
    "safety_check",
)  # their drafts may be edited here, not begun
GROUPS = (("命にかかわる知らせ(警戒レベル3以上・津波など)", True), ("そのほかの知らせ", False))


def new_broadcast() -> Answer:
    fitting = [one for one in catalogue().values() if _may_begin(one)]
    groups = [(title, [one for one in fitting if one.is_pressing is is_pressing]) for title, is_pressing in GROUPS]
    return shown("broadcast_new.html", groups=groups)


def begin_broadcast() -> Answer:
    """One press on a template begins a draft of it."""
    template = catalogue().get(request.form.get("template", ""))
    if template is None or not _may_begin(template):
        raise NotAllowedError("このひな形はありません。")
    with transaction() as session:
        begun = drafting.begin(
            session, blank(template), own_section(), visit().now, officer=officer_here(session), is_drill=is_training()
        )
        number = begun.id
    return on_to("edit_broadcast", broadcast_id=number)


def edit_broadcast(broadcast_id: int) -> Answer:
    with reading() as session:
        notice = found(session, broadcast_id)
        after(Stage(notice.stage), Move.EDIT)
        checks = broadcast_words.read(session, notice, visit().now) if "checked" in request.args else Reading(None)
        return _form(session, notice, checks)


def save_broadcast(broadcast_id: int) -> Answer:
    """Kept in any case; what is wrong with it is said at its place. Somebody faster is never written over unasked."""
    form = request.form
    try:
        with transaction() as session:
            notice = _saved(session, broadcast_id, form)
            is_fit = not broadcast_words.read(session, notice, visit().now).faults
    except OvertakenEditError:
        return _overtaken(broadcast_id, form), 409
    if form.get("then") != "check":
        return on_to("edit_broadcast", "保存しました。", broadcast_id=broadcast_id)
    if is_fit:
        return on_to("broadcast", broadcast_id=broadcast_id)
    return on_to("edit_broadcast", broadcast_id=broadcast_id, checked=1)


def keep_broadcast(broadcast_id: int) -> Answer:
    """What the page keeps by itself while somebody writes."""
    try:
        with transaction() as session:
            revision = _saved(session, broadcast_id, request.form).revision
    except OvertakenEditError as overtaken:
        return jsonify(sentence=str(overtaken)), 409
    return jsonify(revision=revision)


def _saved(session: Session, broadcast_id: int, form: MultiDict[str, str]) -> Broadcast:
    notice = found(session, broadcast_id)
    draft = broadcast_form.read(form, broadcast_words.template_of(notice), notice)
    return drafting.edit(
        session, notice.id, form.get("revision", 0, type=int), draft, officer_here(session), visit().now
    )


def _overtaken(broadcast_id: int, form: MultiDict[str, str]) -> str:
    """The form as it was typed, over what somebody else wrote meanwhile: whoever goes on does so knowingly."""
    with reading() as session:
        notice = found(session, broadcast_id)
        last = broadcasts.versions(session, notice.id)[-1]
        names = officers.named(session, {last.officer_id} if last.officer_id else set())
        typed = broadcast_form.read(form, broadcast_words.template_of(notice), notice)
        drafting.fill(notice, typed)  # only looked at: this session keeps nothing
        return _form(session, notice, Reading(None), overtaken_by=names.get(last.officer_id or 0, "自動"), at=last.at)


def _form(session: Session, notice: Broadcast, checks: Reading, **words: Any) -> str:
    town, template = the_desk().town, broadcast_words.template_of(notice)
    complaints = {one.field or "": checks.at(one.field or "") for one in checks.faults}
    fields = broadcast_form.fields_of(template, notice, town, complaints)
    has_districts = any(one.placeholder.kind is PlaceholderKind.DISTRICTS for one in fields)
    return shown(
        "broadcast_form.html", notice=notice, template=template, fields=fields, checks=checks, title=broadcast_words.title_of(notice),
        audience=notice.is_for, has_districts=has_districts, topics=_topics(), languages=OWN_NAMES,
        others=broadcast_form.OTHER_LANGUAGES, local=broadcast_form.local, in_force=orders.in_force(session), chief=_chief(), rhythms=RHYTHMS, **words,
    )  # fmt: skip


def blank(template: Template) -> Draft:
    """What a draft of it begins with."""
    desk, now = the_desk(), visit().now
    has_districts = any(one.kind is PlaceholderKind.DISTRICTS for one in template.placeholders)
    aim = Aim.TESTERS if is_training() else Aim.DISTRICTS if has_districts else Aim.EVERYONE
    values = {"ordered_at": broadcast_form.local(now)} if template.placeholder("ordered_at") else {}
    return Draft(
        content={"template": template.id, "values": values}, audience=Audience(aim),
        expires_at=now + desk.town.notices.drafts_live,
    )  # fmt: skip


def _may_begin(template: Template) -> bool:
    is_for_officers = not template.is_correction and template.id not in OF_MACHINES
    return is_for_officers and (is_training() or not template.is_drill_only)


def own_section() -> str:
    """Whose it is: the officer's own section, where they may draft for it."""
    here = visit()
    mine = here.powers.sections(*BROADCASTERS)
    return here.section_id if mine is None or here.section_id in mine else min(mine)


def _topics() -> dict[str, str]:
    return {one.value: phrase(f"topic_of_notices.{one}", Language.JA) for one in NoticeTopic}


def _chief() -> str:
    """市長, 町長 or 村長."""
    last = the_desk().town_name[-1:]
    return f"{last}長" if last in "市町村区" else "首長"


PAGES = notice_desk.twice(
    Page("new_broadcast", "/new", new_broadcast, BROADCASTERS),
    Page("begin_broadcast", "/new", begin_broadcast, BROADCASTERS, ("POST",)),
    Page("edit_broadcast", "/<int:broadcast_id>/edit", edit_broadcast, BROADCASTERS),
    Page("save_broadcast", "/<int:broadcast_id>/edit", save_broadcast, BROADCASTERS, ("POST",)),
    Page("keep_broadcast", "/<int:broadcast_id>/keep", keep_broadcast, BROADCASTERS, ("POST",)),
)
