"""お知らせの下書きを作る: what the list of shelters says becomes a draft for the districts; two people send it, as ever."""

from collections.abc import Sequence
from dataclasses import replace

from flask import request
from sqlalchemy.orm import Session

from alerts import drafting, orders, shelter_notices
from alerts.audience import Aim, Audience
from alerts.templates import catalogue
from staff import broadcast_writing
from staff.desk import the_desk
from staff.menu import BROADCASTERS
from staff.pages import Answer, Page, back
from staff.visit import officer_here, visit
from store.database import transaction
from town import shelters
from town.officers import NotAllowedError
from town.shelters import Shelter, ShelterStatus

BEGUN = "一覧から下書きを作りました。災害と時刻を確かめて、確認へ進んでください。"
UNKNOWN_TO_NOTICES = "町のファイル places.yaml にない避難所は、お知らせの文に書けません。ファイルに加えてください。"


def begin_shelter_notice() -> Answer:
    """«status» and the shelters chosen; none chosen: all of that status."""
    status = _status()
    with transaction() as session:
        told, left_out = _told(session, status, set(request.form.getlist("shelter")))
        template_id = shelter_notices.TELLS[status][0]
        content = shelter_notices.content_of(told, status, {one.hazard for one in orders.in_force(session)})
        districts = shelter_notices.districts_of(told)
        audience = Audience(Aim.DISTRICTS, tuple(districts)) if districts else Audience(Aim.EVERYONE)
        draft = replace(broadcast_writing.blank(catalogue()[template_id]), content=content, audience=audience)
        begun = drafting.begin(
            session, draft, broadcast_writing.own_section(), visit().now, officer=officer_here(session), is_drill=False
        )
        number = begun.id
    return back("edit_broadcast", f"{BEGUN}{_unsaid(left_out)}", broadcast_id=number)


def _unsaid(left_out: Sequence[str]) -> str:
    """What the notice does not say, although the button counted it or somebody reads the list beside it."""
    if not left_out:
        return ""
    return f"入っていない避難所が{len(left_out)}か所あります: {'、'.join(left_out)}。{UNKNOWN_TO_NOTICES}"


def _status() -> ShelterStatus:
    wished = request.form.get("status", "")
    if wished not in list(shelter_notices.TELLS):
        raise NotAllowedError("開設・満員・閉鎖のどれを知らせるかを選んでください。")
    return ShelterStatus(wished)


def _told(session: Session, status: ShelterStatus, chosen: set[str]) -> tuple[list[Shelter], list[str]]:
    """Only what stands in the list as the button said: a colleague may have changed it since. And who is left out."""
    of_status = [one for one in shelters.all(session) if one.status == status]
    wished = [one for one in of_status if not chosen or one.id in chosen]
    if not wished or chosen - {one.id for one in wished}:
        raise NotAllowedError("避難所の状況が変わりました。画面を開き直してください。")
    written = can_be_written()
    told = [one for one in wished if one.id in written]
    if not told:
        raise NotAllowedError(UNKNOWN_TO_NOTICES)
    return told, [one.names["ja"] for one in wished if one.id not in written]


def can_be_written() -> set[str]:
    """Those a notice can name: templates know the shelters of the town's file, not those that came from open data."""
    return {one.id for one in the_desk().town.places.shelters}


PAGES = (Page("begin_shelter_notice", "/shelters/notice", begin_shelter_notice, BROADCASTERS, ("POST",)),)
