"""The two desks of notices: the live one, and the training, which has its own address and colour and asks once if it is meant."""

from dataclasses import replace
from functools import wraps
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy.orm import Session

from alerts import broadcasts, orders
from alerts.broadcasts import Broadcast
from staff.menu import BROADCASTERS
from staff.pages import Answer, Page, View, back
from staff.visit import visit
from store import channel
from store.database import reading
from town import districts
from town.officers import NotAllowedError
from town.roles import Role

LIVE, TRAINING = "/broadcasts", "/training"
MEANT = "training_meant"  # the orders in force when this officer said that it is a drill


def twice(*pages: Page) -> tuple[Page, ...]:
    """Each page at the live address and at the training's. `rule` begins where they are the same."""
    live = [replace(page, rule=f"{LIVE}{page.rule}") for page in pages]
    training = [
        replace(page, name=f"training_{page.name}", rule=f"{TRAINING}{page.rule}", view=_asks_first(page.view))
        for page in pages
    ]
    return (*live, *training)


def is_training() -> bool:
    return (request.endpoint or "").startswith("staff.training_")


def to(name: str, **words: Any) -> str:
    """The address of a page at the desk where we are."""
    return url_for(f"staff.{_here(name)}", **words)


def on_to(name: str, sentence: str | None = None, **words: Any) -> Answer:
    return back(_here(name), sentence, **words)


def shown(page: str, **words: Any) -> str:
    """A page of this desk. It says first what an officer must know before anything else."""
    with reading() as session:
        standing = orders.in_force(session)
        pauses = [] if is_training() else channel.pauses(session, visit().now)
        return render_template(
            page, is_training=is_training(), to=to, standing=standing, pauses=pauses,
            district_names=district_names(session), **words,
        )  # fmt: skip


def district_names(session: Session) -> dict[str, str]:
    return {one.id: one.name_in(["ja"]) for one in districts.all(session)}


def found(session: Session, broadcast_id: int) -> Broadcast:
    """Raises NotAllowedError for another section's; whoever came to the wrong desk is led to the right one."""
    broadcast = broadcasts.find(session, broadcast_id)
    if broadcast is None:
        raise NotAllowedError("この番号の配信はありません。")
    if not any(visit().powers.covers(role, broadcast.section_id) for role in BROADCASTERS):
        raise NotAllowedError("ほかの課の配信なので、開けません。")
    if broadcast.is_drill != is_training():
        _leave_for_the_right_desk(broadcast)
    return broadcast


def refuse_without_approver(broadcast: Broadcast) -> None:
    if not visit().powers.covers(Role.BROADCAST_APPROVER, broadcast.section_id):
        raise NotAllowedError("この課の配信を承認する役割がありません。")


def meant() -> Answer:
    """«It is a drill.» Asked again as soon as other orders are in force."""
    with reading() as session:
        cookie[MEANT] = _standing(session)
    return back("training_broadcasts")


def _here(name: str) -> str:
    return f"training_{name}" if is_training() else name


def _leave_for_the_right_desk(broadcast: Broadcast) -> None:
    if request.method != "GET":
        raise NotAllowedError("訓練の画面と本番の画面で、同じ配信は操作できません。")
    name = "training_broadcast" if broadcast.is_drill else "broadcast"
    abort(redirect(url_for(f"staff.{name}", broadcast_id=broadcast.id)))


def _asks_first(view: View) -> View:
    @wraps(view)
    def asking(**words: Any) -> Answer:
        if request.method == "GET":
            with reading() as session:
                standing = _standing(session)
            if standing and cookie.get(MEANT) != standing:
                return shown("training_question.html")
        return view(**words)

    return asking


def _standing(session: Session) -> list[int]:
    return [one.id for one in orders.in_force(session)]


PAGES = (Page("training_meant", "/training/meant", meant, BROADCASTERS, ("POST",)),)
