"""What a page is: its address, its view, and what somebody needs to open it. Every page of the desk is such a value."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from staff.visit import visit
from store.database import transaction
from town.officer_sessions import Stage
from town.roles import Role

Answer = str | Response | tuple[str | Response, int]
View = Callable[..., Answer]


class Needs(Enum):
    """What is needed where no role is named."""

    NOTHING = "nothing"  # the doors themselves: signing in, an invitation
    PASSWORD = "password"  # noqa: S105 - half way in: the second factor is still to come
    HALFWAY = "halfway"  # before the second factor, or asked for it once more
    ENROLMENT = "enrolment"  # signed in, or held at the door until a second factor is set up
    SESSION = "session"


@dataclass(frozen=True)
class Page:
    """`needs` names roles, of which one is enough. `is_dangerous`: the second factor was shown within five minutes.
    `most_bytes`: what may be sent to it.
    """

    name: str
    rule: str
    view: View
    needs: Needs | tuple[Role, ...]
    methods: tuple[str, ...] = ("GET",)
    is_dangerous: bool = False
    most_bytes: int = 2_000_000  # most of all a list of officers


def guarded(page: Page) -> View:
    @wraps(page.view)
    def view(**words: Any) -> Answer:
        return _refusal(page) or page.view(**words)

    return view


def safe_next(address: str | None) -> str:
    """Where to go on: only a page of the desk itself, whatever the link says."""
    home = url_for("staff.home")
    parts = urlsplit(address or "")
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith(home)
    is_plain = "\\" not in (address or "") and (address or "").isprintable() and "//" not in parts.path
    return address if address and is_ours and is_plain and "/../" not in f"{parts.path}/" else home


def refused(sentence: str, status: int = 403) -> tuple[str, int]:
    return render_template("refused.html", sentence=sentence), status


def back(name: str, sentence: str | None = None, **words: Any) -> Response:
    """After something was done: to a page, with a word about it."""
    if sentence:
        flash(sentence)
    return redirect(url_for(f"staff.{name}", **words), 303)


def _refusal(page: Page) -> Answer | None:
    here = visit()
    match page.needs:
        case Needs.NOTHING:
            return None
        case Needs.PASSWORD:
            # Inside already, by another window or by going back: to the first page, or the door would send one here again.
            return back("home") if here.stage is Stage.OPEN else None if here.stage is Stage.FACTOR else _to_the_door()
        case Needs.HALFWAY:
            return None if here.stage in (Stage.FACTOR, Stage.OPEN) else _to_the_door()
        case Needs.ENROLMENT:
            return _stale(page) if here.stage in (Stage.ENROL, Stage.OPEN) else _to_the_door()
        case _:
            return _refusal_inside(page)


def _refusal_inside(page: Page) -> Answer | None:
    here = visit()
    if here.stage is Stage.ENROL:
        return back("new_factor")
    if here.stage is not Stage.OPEN:
        return _to_the_door()
    if isinstance(page.needs, tuple) and not here.has(*page.needs):
        with transaction() as session:
            here.journal(session, "page.refused", f"page:{page.name}")
        is_held = here.granted.has(*page.needs)
        return refused(_NOT_NOW if is_held else "このページを開く役割がありません。管理者に相談してください。")
    return _stale(page)


_NOT_NOW = "この役割は、いまの場所、またはいまのログインの方法では使えません。二要素認証でログインし直してください。"


def _stale(page: Page) -> Answer | None:
    here = visit()
    if not page.is_dangerous or here.is_fresh or here.stage is not Stage.OPEN:
        return None
    if request.method != "GET":
        flash("確認が済んだら、もう一度操作してください。")
    return redirect(url_for("staff.confirm", next=_here()))


def _to_the_door() -> Answer:
    return redirect(url_for("staff.sign_in", next=_here()))


def _here() -> str:
    """The page to come back to: this one, or the one its form stood on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return urlsplit(request.referrer or "").path
