"""解除・引き下げ: a draft begun from the register, so that nobody copies a district or a level by hand."""

from dataclasses import replace

from flask import request

from alerts import drafting, ending
from alerts.templates import catalogue
from staff import broadcast_writing
from staff.menu import BROADCASTERS
from staff.notice_desk import LIVE
from staff.pages import Answer, Page, back
from staff.visit import officer_here, visit
from store.database import transaction
from town.officers import NotAllowedError

WAYS = (
    (ending.LIFTED, "解除する"),
    ("elderly_evacuation", "警戒レベル3 高齢者等避難に引き下げる"),
    ("evacuation_order", "警戒レベル4 避難指示に引き下げる"),
)


def begin_ending() -> Answer:
    way = request.form.get("way", "")
    if way not in dict(WAYS):
        raise NotAllowedError("解除するか、どの段階に引き下げるかを選んでください。")
    chosen = [int(one) for one in request.form.getlist("order") if one.isascii() and one.isdecimal() and len(one) < 10]
    with transaction() as session:
        content, ids = ending.content(session, chosen, way)
        blank = broadcast_writing.blank(catalogue()[way])
        values = {**blank.content["values"], **content["values"]}
        draft = replace(blank, content={**content, "values": values}, ends_order_ids=ids)
        begun = drafting.begin(
            session, draft, broadcast_writing.own_section(), visit().now, officer=officer_here(session), is_drill=False
        )
        number = begun.id
    return back("edit_broadcast", broadcast_id=number)


PAGES = (Page("begin_ending", f"{LIVE}/ending", begin_ending, BROADCASTERS, ("POST",)),)
