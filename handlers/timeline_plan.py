"""A resident's own plan shown back: by itself, and beneath the orders in force. It never calls any place safe.

Wording of the levels: 内閣府「避難情報に関するガイドライン」: level 3, whoever needs time leaves; level 4, everybody; level 5 is too
late to set out. A tsunami has no level.
"""

from collections.abc import Collection, Sequence

from alerts.orders import Order
from handlers.shelter_cards import shelter_name
from handlers.shelters_near import near_home
from handlers.turn import Desk
from speech.cards import Card, Press, Row
from store import timelines
from store.timelines import Timeline
from town import subscriptions
from town.hazards import Hazard

HAZARDS = (Hazard.FLOOD, Hazard.LANDSLIDE, Hazard.STORM_SURGE, Hazard.TSUNAMI)
NEED_TIME = ("elderly", "child", "illness")
HELPED = (*NEED_TIME, "pet")
SHELTER, HOME, RELATIVES = "shelter", "home", "relatives"
STAY_UPSTAIRS = {
    Hazard.FLOOD,
    Hazard.STORM_SURGE,
}  # 屋内安全確保 is for water that rises; from the others one must leave
LEVEL_3, LEVEL_4, LEVEL_5 = 3, 4, 5


def may_stay_upstairs(hazards: Collection[str]) -> bool:
    return bool(hazards) and set(hazards) <= STAY_UPSTAIRS


def needs_time(plan: Timeline) -> bool:
    return bool(set(plan.helped) & set(NEED_TIME))


def has_levels(plan: Timeline) -> bool:
    return set(plan.hazards) != {Hazard.TSUNAMI}


def start_level(plan: Timeline) -> int:
    """Whoever needs time starts at 3; whoever chose nothing at the latest when everybody must."""
    return LEVEL_3 if needs_time(plan) else plan.level or LEVEL_4


def plan_card(plan: Timeline, desk: Desk) -> Card:
    hazards = _names(plan.hazards, desk) or desk.phrase("timeline.no_hazard")
    rows = [Row(desk.phrase("timeline.hazard_row"), hazards), *_who_and_where(plan, desk)]
    if has_levels(plan):
        rows.append(Row(desk.phrase("timeline.start_row"), _when(plan, desk)))
    if not plan.hazards or Hazard.TSUNAMI in plan.hazards:
        rows.append(Row(desk.phrase("hazard.tsunami"), desk.phrase("timeline.tsunami")))
    change = Press(desk.phrase("timeline.change"), "timeline:hazard")
    delete = Press(desk.phrase("timeline.forget"), "timeline:forget")
    return Card(
        desk.phrase("timeline.mine"), desk.phrase("timeline.guide"), tuple(rows),
        (*_ways(plan, desk), change, delete), desk.phrase("timeline.kept"),
        choices=(Press(desk.phrase("card.menu"), "menu:top"),),
    )  # fmt: skip


def beneath_orders(found: Sequence[Order], desk: Desk) -> list[Card]:
    """What they planned, as far as it fits these orders. `found`: those in force in the resident's own districts."""
    grave = [one for one in found if one.level is None or one.level >= LEVEL_3]
    plan = timelines.find(desk.session, desk.resident.id) if desk.resident else None
    if not plan or not grave:
        return []
    levels, hazards = [one.level for one in grave if one.level], {one.hazard for one in grave}
    if Hazard.TSUNAMI in hazards:  # beside a level 5 the two say the opposite: the orders alone speak
        return [] if LEVEL_5 in levels else [_said("timeline.tsunami", {Hazard.TSUNAMI}, desk)]
    if LEVEL_5 in levels:
        return [_said("shelter.stay", (), desk)]
    if not hazards <= set(plan.hazards):
        return [_said("timeline.another_hazard", hazards, desk)]
    key = "timeline.start_now" if max(levels, default=LEVEL_4) >= start_level(plan) else "timeline.start_later"
    rows = tuple(_who_and_where(plan, desk))
    return [Card(desk.phrase("timeline.mine"), desk.phrase(key), rows, _ways(plan, desk), choices=_choices(desk))]


def _said(key: str, hazards: Collection[str], desk: Desk) -> Card:
    lead = desk.phrase(key)
    return Card(desk.phrase("timeline.mine"), lead, buttons=_shelters(hazards, desk), choices=_choices(desk))


def _choices(desk: Desk) -> tuple[Press, ...]:
    """LINE shows those of the last message only: what stood beneath the orders stands here again."""
    return (
        Press(desk.phrase("wishes.districts"), "wish:districts"),
        Press(desk.phrase("area.disaster"), "menu:disaster"),
        Press(desk.phrase("timeline.see"), "timeline:"),
    )


def _who_and_where(plan: Timeline, desk: Desk) -> list[Row]:
    rows = []
    if plan.helped:
        names = desk.phrase("contact.comma").join(desk.phrase(f"timeline_helped.{one}") for one in plan.helped)
        rows.append(Row(desk.phrase("timeline.helped_row"), names))
    if place := _place(plan):
        lines = [desk.phrase(f"timeline_to.{place}"), *(_named_shelters(plan, desk) if place == SHELTER else ())]
        rows.append(Row(desk.phrase("timeline.place_row"), "\n".join(lines)))
    return rows


def _place(plan: Timeline) -> str | None:
    return None if plan.place == HOME and not may_stay_upstairs(plan.hazards) else plan.place


def _named_shelters(plan: Timeline, desk: Desk) -> list[str]:
    """The first of the district for each danger; one that saves from a flood may be deadly in a landslide."""
    own = _districts(desk)
    first = {one: near_home(desk.session, Hazard(one), own, 1) for one in plan.hazards}
    return [
        f"{desk.phrase(f'hazard.{hazard}')}: {shelter_name(found[0], desk)}" for hazard, found in first.items() if found
    ]


def _when(plan: Timeline, desk: Desk) -> str:
    if needs_time(plan):
        return desk.phrase("timeline.at_3_needed")
    return desk.phrase(f"timeline_at.{start_level(plan)}")


def _ways(plan: Timeline, desk: Desk) -> tuple[Press, ...]:
    if _place(plan) != SHELTER:
        return ()
    own = () if _districts(desk) else (Press(desk.phrase("wishes.districts"), "wish:districts"),)
    return (*own, *_shelters(plan.hazards, desk))


def _shelters(hazards: Collection[str], desk: Desk) -> tuple[Press, ...]:
    return tuple(
        Press(desk.phrase("timeline.shelters", hazard=desk.phrase(f"hazard.{one}")), f"shelter:{one}")
        for one in sorted(hazards)
    )


def _names(hazards: Collection[str], desk: Desk) -> str:
    return desk.phrase("contact.comma").join(desk.phrase(f"hazard.{one}") for one in hazards)


def _districts(desk: Desk) -> set[str]:
    return subscriptions.districts_of(desk.session, desk.resident.id) if desk.resident else set()
