"""解除 and stepping down: which orders of the register a notice ends, and whether it says of them what is true."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from alerts import orders
from alerts.broadcasts import Broadcast
from alerts.orders import Order, gravity
from alerts.templates import catalogue
from alerts.written import Effect, Written
from town.officers import NotAllowedError

LIFTED = "lifted"
STEPS_DOWN = {"elderly_evacuation": 3, "evacuation_order": 4}
ENDED: dict[int | None, str] = {3: "elderly", 4: "order", 5: "safety", None: "no_level"}  # as `lifted.toml` names them


def content(session: Session, ids: Collection[int], template_id: str) -> tuple[dict[str, Any], tuple[int, ...]]:
    """The beginning of a notice that ends these orders, and their numbers. Raises NotAllowedError where one notice cannot."""
    chosen = [one for one in orders.in_force(session) if one.id in ids]
    if not chosen or len(chosen) != len(set(ids)):
        raise NotAllowedError("終わらせる発令を、いま出ているものの一覧から選んでください。")
    if len({one.hazard for one in chosen}) > 1:
        raise NotAllowedError("災害のちがう発令は、1つの配信では終わらせられません。災害ごとに選んでください。")
    values = {"hazard": chosen[0].hazard, "districts": sorted({one.district_id for one in chosen})}
    if template_id == LIFTED:
        values["ended"] = _kind_that_ends(chosen)
    else:
        _refuse_upward(chosen, template_id)
    return {"template": template_id, "values": values}, tuple(one.id for one in chosen)


def faults(session: Session, broadcast: Broadcast, written: Written) -> list[str]:
    """What the notice says of the orders it ends, held against the register."""
    ids = {int(one) for one in broadcast.ends_order_ids}
    if broadcast.is_drill or written.effect is Effect.NONE:
        return []
    if written.effect is Effect.ORDERS and _goes_down_unsaid(session, ids, written):
        return ["出ている発令より低い段階です。引き下げるときは、終わらせる発令を選んでください。"]
    if not ids:
        return []
    named = [one for one in orders.in_force(session) if one.id in ids]
    checks = (
        (len(named) != len(ids), "終わらせる発令は、もう出ていません。いま出ている発令を選び直してください。"),
        (any(one.hazard != written.hazard for one in named), "選んだ発令と、災害の種類がちがいます。"),
        (
            not {one.district_id for one in named} <= set(written.districts),
            "選んだ発令の地区が、対象地区にありません。",
        ),
        *(_of_lifting if written.effect is Effect.ENDS else _of_stepping_down)(broadcast, written, named),
    )
    return [sentence for is_wrong, sentence in checks if is_wrong]


def _of_lifting(broadcast: Broadcast, written: Written, named: Sequence[Order]) -> list[tuple[bool, str]]:
    """Residents may not read that something is over where nothing was ordered, or that something else is."""
    told = (broadcast.content.get("values") or {}).get("ended")
    is_other = told is not None and any(ENDED[one.level] != told for one in named)
    is_wider = not set(written.districts) <= {one.district_id for one in named}
    return [
        (is_wider, "発令の出ていない地区か、選んでいない発令の地区が入っています。"),
        (is_other, "「解除するもの」が、選んだ発令の種類とちがいます。"),
    ]


def _of_stepping_down(_: Broadcast, written: Written, named: Sequence[Order]) -> list[tuple[bool, str]]:
    """A higher order takes the place of a lower one by itself; whoever names one to end means to go down."""
    goes_up = any(gravity(written.level) >= gravity(one.level) for one in named)
    return [
        (
            goes_up,
            "引き下げになっていません。同じか高い段階の発令では、終わらせる発令を選びません(自動で置きかわります)。",
        )
    ]


def _goes_down_unsaid(session: Session, ids: Collection[int], written: Written) -> bool:
    standing = (one for one in orders.in_force(session, written.districts) if one.hazard == written.hazard)
    return any(gravity(one.level) > gravity(written.level) and one.id not in ids for one in standing)


def _kind_that_ends(chosen: Sequence[Order]) -> str:
    levels = {one.level for one in chosen}
    if len(levels) > 1:
        raise NotAllowedError("段階のちがう発令は、分けて解除してください。")
    return ENDED[levels.pop()]


def _refuse_upward(chosen: Sequence[Order], template_id: str) -> None:
    level = STEPS_DOWN.get(template_id)
    if level is None or chosen[0].hazard not in catalogue()[template_id].hazards:
        raise NotAllowedError("この災害の発令は、引き下げられません。解除してください。")
    if any(gravity(one.level) <= level for one in chosen):
        raise NotAllowedError("引き下げになりません。選んだ発令より低い段階を選んでください。")
