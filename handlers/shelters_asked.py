"""«避難所はどこ»: from what, from where, and then the places; a place sent after this question answers it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from alerts import jma_hazards, orders
from alerts.jma_hazards import LEVEL_5, OUTSIDE_IS_DEADLY
from handlers import greeting
from handlers.contact import contact_card
from handlers.shelter_cards import HAZARDS, list_of, stay_by_the_agency, stay_inside, where_card, which_hazard
from handlers.shelters_near import near_home
from handlers.turn import Desk
from speech import shelter_words
from speech.cards import Card, Spoken
from speech.incoming import Incoming, Place, Pressed, Said, Text
from store import dialogues
from store.dialogues import DialogueKind
from town import sections, shelters, subscriptions
from town.hazards import Hazard
from town.shelters import Found

# Higher than a report: a question of safety in the middle of one is answered first.
SHELTER = DialogueKind("shelter", rank=90, lasts=timedelta(minutes=10))
MOST = 6


def is_asked(said: Said) -> bool:
    return isinstance(said, Text) and shelter_words.asks_for_shelter(said.text)


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The words, or «shelter:», «shelter:flood», «shelter:flood:kawara», «shelter:open», «shelter:ask»."""
    if not shelters.exists(desk.session):
        section = sections.find(desk.session, "disaster")
        return [contact_card(desk, section, title=desk.phrase("shelter.title"), lead=desk.phrase("shelter.no_list"))]
    hazard, district_id = _named(incoming.said)
    if hazard == "open":
        return [_open_now(desk)]
    if hazard not in HAZARDS and hazard != "ask":
        hazard = _hazard_in_force(desk)
    if hazard not in HAZARDS:
        _go_on(desk, {name: value for name, value in _state(desk).items() if name == "here"})
        return [which_hazard(desk)]
    return _for(Hazard(hazard), district_id, desk)


def place(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """A place belongs to the question it was asked for, and is kept only while the danger is not named yet."""
    going_on = dialogues.find(desk.session, desk.resident.id, SHELTER, desk.now) if desk.resident else None
    if going_on is None or not isinstance(incoming.said, Place):
        return greeting.place(incoming, desk)
    here, hazard = [incoming.said.latitude, incoming.said.longitude], going_on.state.get("hazard")
    if hazard:
        return _from_here(Hazard(hazard), here, desk)
    _go_on(desk, {"here": here})
    return [which_hazard(desk)]


def forget_places(session: Session, now: datetime) -> int:
    """Nobody named the danger in time: where they were goes with the question."""
    return dialogues.drop_expired(session, SHELTER, now)


def _named(said: Said) -> tuple[str | None, str]:
    if isinstance(said, Pressed):
        _, hazard, district_id, *_ = (*said.data.split(":"), "", "")
        return hazard or None, district_id
    return (shelter_words.hazard_in(said.text) if isinstance(said, Text) else None), ""


def _open_now(desk: Desk) -> Spoken:
    """Whatever they are for; but at level 5 an open door is no reason to go out."""
    found = [Found(one, None) for one in shelters.open_now(desk.session, MOST)]
    return _must_stay(Hazard.FLOOD, _districts(desk), desk) or list_of(found, None, desk)


def _for(hazard: Hazard, district_id: str, desk: Desk) -> list[Spoken]:
    here = _state(desk).get("here")
    if here and not district_id:
        return _from_here(hazard, here, desk)
    _go_on(desk, {"hazard": hazard.value})
    own = {district_id} if district_id else _districts(desk)
    if staying := _must_stay(hazard, own, desk):
        return [staying]
    if own:
        near = near_home(desk.session, hazard, own, MOST)
        return [list_of([Found(one, None) for one in near], hazard, desk)]
    return [where_card(hazard, desk)]


def _from_here(hazard: Hazard, here: Sequence[float], desk: Desk) -> list[Spoken]:
    """Answered, and where they are is forgotten in the same transaction; a place sent again answers this danger."""
    _go_on(desk, {"hazard": hazard.value})
    if staying := _must_stay(hazard, _districts(desk), desk):
        return [staying]
    return [list_of(shelters.nearest(desk.session, hazard, here[0], here[1], MOST), hazard, desk)]


def _must_stay(hazard: Hazard, own: set[str], desk: Desk) -> Card | None:
    """Level 5 where they are, of the town or of the agency; or somewhere, when nobody knows where they are."""
    of_town = {one.hazard for one in orders.in_force(desk.session, own or None) if one.level == LEVEL_5}
    if hazard in of_town or (hazard in OUTSIDE_IS_DEADLY and of_town & OUTSIDE_IS_DEADLY):
        return stay_inside(hazard, desk)
    is_deadly = jma_hazards.is_deadly_outside(desk.session, desk.town.districts, own, desk.now)
    return stay_by_the_agency(desk) if hazard in OUTSIDE_IS_DEADLY and is_deadly else None


def _hazard_in_force(desk: Desk) -> str | None:
    """What the town's own orders are about, where they live, or else the agency's word; None when there are several."""
    own = _districts(desk)
    hazards = {one.hazard for one in orders.in_force(desk.session, own or None)}
    hazards = hazards or {one.value for one in jma_hazards.of_now(desk.session, desk.town.districts, own, desk.now)}
    return hazards.pop() if len(hazards) == 1 and hazards <= set(HAZARDS) else None


def _districts(desk: Desk) -> set[str]:
    return subscriptions.districts_of(desk.session, desk.resident.id) if desk.resident else set()


def _state(desk: Desk) -> dict[str, Any]:
    found = dialogues.find(desk.session, desk.resident.id, SHELTER, desk.now) if desk.resident else None
    return dict(found.state) if found else {}


def _go_on(desk: Desk, state: dict[str, Any]) -> None:
    if desk.resident:
        dialogues.put(desk.session, desk.resident.id, SHELTER, "asked", state, desk.now)
