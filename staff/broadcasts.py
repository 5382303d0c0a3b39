"""Notices to many: the list, one notice with everything that may be done to it, and what it was before."""

from collections.abc import Mapping
from typing import Any

from flask import request

from alerts import broadcasts as notices
from alerts.stages import OPEN, Stage
from staff import broadcast_form, broadcast_sheet, broadcast_words, notice_desk
from staff.broadcast_form import Spoken
from staff.desk import the_desk
from staff.menu import BROADCASTERS
from staff.notice_desk import found, shown
from staff.pages import Answer, Page
from staff.visit import visit
from store.database import reading
from town import officers

Json = Mapping[str, Any]
FILTERS = {
    "open": ("作業中", OPEN),
    "out": ("送ったもの", frozenset({Stage.SENDING, Stage.SENT, Stage.CANCELLED})),
    "shut": ("送らなかったもの", frozenset({Stage.REJECTED, Stage.LAPSED, Stage.DISCARDED})),
    "all": ("すべて", None),
}


def broadcasts() -> Answer:
    chosen = request.args.get("show", "all")
    stages = FILTERS.get(chosen, FILTERS["all"])[1]
    with reading() as session:
        listed = notices.listed(
            session, is_drill=notice_desk.is_training(), stages=stages, sections=visit().powers.sections(*BROADCASTERS)
        )
        listed.sort(key=lambda one: (one.stage not in OPEN, -one.id))
        names = officers.named(session, {one.drafted_by for one in listed if one.drafted_by})
        kinds = {one.id: broadcast_words.title_of(one) for one in listed}
    return shown("broadcasts.html", listed=listed, kinds=kinds, names=names, filters=FILTERS, chosen=chosen)


def broadcast(broadcast_id: int) -> Answer:
    return page(broadcast_id)


def page(broadcast_id: int, refusal: str | None = None) -> str:
    with reading() as session:
        sheet = broadcast_sheet.of(session, found(session, broadcast_id))
        return shown("broadcast.html", sheet=sheet, notice=sheet.notice, refusal=refusal)


def broadcast_history(broadcast_id: int) -> Answer:
    with reading() as session:
        notice = found(session, broadcast_id)
        versions = notices.versions(session, notice.id)
        words = broadcast_form.spoken_values(broadcast_words.template_of(notice), the_desk().town)
        steps = list(zip(versions, [None, *versions], strict=False))
        changes = [(one, _changes(one.content, before.content if before else {}, words)) for one, before in steps]
        names = officers.named(session, {one.officer_id for one in versions if one.officer_id})
        title = broadcast_words.title_of(notice)
        return shown("broadcast_history.html", notice=notice, title=title, changes=changes[::-1], names=names)


def _changes(after: Json, before: Json, words: Mapping[str, Spoken]) -> list[tuple[str, str, str]]:
    """Which places were filled otherwise: what each is called, what stood there and what stands there now."""
    new, old = after.get("values") or {}, before.get("values") or {}
    changed = [name for name in words if old.get(name) != new.get(name)]
    return [(words[name].label, words[name](old.get(name)), words[name](new.get(name))) for name in changed]


PAGES = notice_desk.twice(
    Page("broadcasts", "", broadcasts, BROADCASTERS),
    Page("broadcast", "/<int:broadcast_id>", broadcast, BROADCASTERS),
    Page("broadcast_history", "/<int:broadcast_id>/history", broadcast_history, BROADCASTERS),
)
