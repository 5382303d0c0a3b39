"""マイ・タイムライン, the short form: four questions answered by tapping, each of which may be passed over."""

from collections.abc import Iterable

from handlers.timeline_plan import (
    HAZARDS,
    HELPED,
    HOME,
    LEVEL_3,
    LEVEL_4,
    RELATIVES,
    SHELTER,
    has_levels,
    may_stay_upstairs,
    needs_time,
    plan_card,
)
from handlers.turn import Desk
from speech.cards import Card, Press, Say, Spoken
from speech.incoming import Incoming, Pressed, Said, Text
from speech.languages import Language
from speech.phrases import phrase
from store import erasure, timelines
from store.timelines import Timeline


def is_told(said: Said) -> bool:
    """The button's own words, typed: quick replies vanish."""
    return isinstance(said, Text) and said.text.strip().casefold() in {
        phrase("timeline.see", language).casefold() for language in Language
    }


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«timeline:», «timeline:hazard», «timeline:hazard:flood», «timeline:place:home», «timeline:forget»."""
    if desk.resident is None:
        return [Say(desk.phrase("timeline.alone"), (Press(desk.phrase("card.menu"), "menu:top"),))]
    step, chosen = _said(incoming.said)
    if step == "forget":
        erasure.forget_timeline(desk.session, desk.resident.id)
        return [_none(desk.phrase("timeline.forgotten"), desk)]
    plan = timelines.of(desk.session, desk.resident.id)
    spoken = _after(step, chosen, plan, desk)
    timelines.keep(desk.session, plan)
    return [spoken]


def _after(step: str, chosen: str, plan: Timeline, desk: Desk) -> Card:
    """What is chosen is kept at once; the two questions with several answers stay until «next»."""
    match step:
        case "hazard":
            return _hazards(chosen, plan, desk)
        case "helped":
            return _helped(chosen, plan, desk)
        case "place":
            return _place(chosen, plan, desk)
        case "start":
            return _start(chosen, plan, desk)
    return _hazards("", plan, desk) if plan.is_empty and step != "plan" else _whole(plan, desk)


def _hazards(chosen: str, plan: Timeline, desk: Desk) -> Card:
    plan.hazards = _toggled(chosen, plan.hazards, HAZARDS)
    if plan.place == HOME and not may_stay_upstairs(plan.hazards):
        plan.place = None
    buttons = [_press("hazard", one, desk.phrase(f"hazard.{one}"), one in plan.hazards, desk) for one in HAZARDS]
    return _card("timeline.ask_hazard", 1, [*buttons, _next("helped", desk)], desk, main=-1)


def _helped(chosen: str, plan: Timeline, desk: Desk) -> Card:
    if chosen == "nobody":
        plan.helped = []
        return _place("", plan, desk)
    plan.helped = _toggled(chosen, plan.helped, HELPED)
    nobody = Press(desk.phrase("timeline.nobody"), "timeline:helped:nobody")
    buttons = [_press("helped", one, desk.phrase(f"timeline_helped.{one}"), one in plan.helped, desk) for one in HELPED]
    return _card("timeline.ask_helped", 2, [nobody, *buttons, _next("place", desk)], desk, main=-1)


def _place(chosen: str, plan: Timeline, desk: Desk) -> Card:
    """Upstairs is offered only where water alone was named."""
    offered = (SHELTER, *((HOME,) if may_stay_upstairs(plan.hazards) else ()), RELATIVES)
    if chosen in offered:
        plan.place = chosen
        return _start("", plan, desk)
    buttons = [_press("place", one, desk.phrase(f"timeline_place.{one}"), one == plan.place, desk) for one in offered]
    return _card("timeline.ask_place", 3, [*buttons, _next("start", desk)], desk)


def _start(chosen: str, plan: Timeline, desk: Desk) -> Card:
    """Not asked where the answer is given: whoever needs time starts at level 3, and a tsunami has no level."""
    if chosen in (str(LEVEL_3), str(LEVEL_4)):
        plan.level = int(chosen)
    if chosen or needs_time(plan) or not has_levels(plan):
        return _whole(plan, desk)
    levels = (LEVEL_3, LEVEL_4)
    names = {one: desk.phrase(f"timeline_start.{one}") for one in levels}
    buttons = [_press("start", str(one), names[one], one == plan.level, desk) for one in levels]
    return _card("timeline.ask_start", 4, [*buttons, _next("plan", desk)], desk)


def _toggled(chosen: str, before: Iterable[str], known: Iterable[str]) -> list[str]:
    """A new list each time, in the order of the question; what nobody was offered changes nothing."""
    kept = set(before) ^ {chosen}
    return [str(one) for one in known if one in kept]


def _press(step: str, code: str, name: str, is_chosen: bool, desk: Desk) -> Press:
    return Press(desk.phrase("wishes.chosen", name=name) if is_chosen else name, f"timeline:{step}:{code}")


def _next(step: str, desk: Desk) -> Press:
    return Press(desk.phrase("timeline.next"), f"timeline:{step}")


def _card(key: str, number: int, buttons: list[Press], desk: Desk, main: int | None = None) -> Card:
    """No answer stands out as if it were the right one; where several may be chosen it is «next»."""
    choices = (Press(desk.phrase("timeline.forget"), "timeline:forget"), Press(desk.phrase("card.menu"), "menu:top"))
    title = f"{desk.phrase('timeline.title')} {number}/4"
    note = desk.phrase("timeline.kept")
    return Card(title, desk.phrase(key), buttons=tuple(buttons), note=note, choices=choices, main=main)


def _whole(plan: Timeline, desk: Desk) -> Card:
    return _none(desk.phrase("timeline.nothing"), desk) if plan.is_empty else plan_card(plan, desk)


def _none(lead: str, desk: Desk) -> Card:
    again = Press(desk.phrase("timeline.make"), "timeline:")
    return Card(
        desk.phrase("timeline.title"), lead, buttons=(again,),
        choices=(Press(desk.phrase("card.menu"), "menu:top"),),
    )  # fmt: skip


def _said(said: Said) -> tuple[str, str]:
    """The step and what was chosen; both may be empty."""
    _, step, chosen = (*(said.data.split(":", 2) if isinstance(said, Pressed) else ()), "", "", "")[:3]
    return step, chosen
