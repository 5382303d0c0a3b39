"""What one sees who asks where to flee: the places as cards, open or full first, and never a route."""

from handlers.contact import contact_card
from handlers.hazard_map_card import offered
from handlers.turn import Desk
from speech.cards import AskPlace, Button, Call, Card, Carousel, Choice, Open, Press, Row, Spoken
from speech.languages import FALLBACKS, Language
from town import districts, sections
from town.calendar import to_jst
from town.hazards import Hazard
from town.shelters import WITHOUT_WAITING, Found, Shelter, ShelterStatus

HAZARDS = tuple(hazard.value for hazard in Hazard)
# Of a shelter's own place only; where the resident is never leaves this house.
MAP = "https://www.google.com/maps/search/?api=1&query={latitude:.6f},{longitude:.6f}"
FAR = 10_000  # metres: whoever asks is perhaps not in this town
BUTTONS_ON_A_CARD = 8


def which_hazard(desk: Desk) -> Card:
    """Unknown danger: ask, for a place that saves from one is deadly in another."""
    buttons = tuple(Press(desk.phrase(f"hazard.{hazard}"), f"shelter:{hazard}") for hazard in HAZARDS)
    choices: tuple[Choice, ...] = (AskPlace(desk.phrase("shelter.send_place")), _open_now(desk))
    title, lead = desk.phrase("shelter.title"), desk.phrase("shelter.which_hazard")
    return Card(title, lead, buttons=buttons, choices=choices, main=None)


def where_card(hazard: Hazard, desk: Desk) -> Card:
    lead = [desk.phrase("shelter.no_waiting")] if hazard in WITHOUT_WAITING else []
    lead.append(desk.phrase("shelter.where"))
    return Card(
        title=desk.phrase("shelter.title"),
        lead="\n".join(lead),
        buttons=_districts(hazard, desk),
        choices=(AskPlace(desk.phrase("shelter.send_place")), *_other(desk)),
        main=None,
    )


def stay_inside(hazard: Hazard, desk: Desk) -> Card:
    """Level 5: whoever goes out now may die on the way."""
    return Card(
        title=desk.phrase("shelter.title"),
        lead=f"{desk.phrase('shelter.stay')}\n{desk.phrase('shelter.stay_which')}",
        buttons=(Call("119", "119"), *_districts(hazard, desk)[: BUTTONS_ON_A_CARD - 1]),
        choices=_other(desk),
    )


def stay_by_the_agency(desk: Desk) -> Card:
    """The agency's level 5 speaks of the whole town: no other district is offered."""
    return Card(
        title=desk.phrase("shelter.title"),
        lead=desk.phrase("shelter.stay_agency"),
        buttons=(Call("119", "119"),),
        choices=(Press(desk.phrase("jma.button"), "warnings:"), *_other(desk)),
    )


def list_of(found: list[Found], hazard: Hazard | None, desk: Desk) -> Spoken:
    """`hazard` is None where the open ones are asked for, whatever they are for."""
    # Whoever must run at once needs no map to study.
    maps = () if hazard is None or hazard in WITHOUT_WAITING else offered(desk, hazard)
    choices: tuple[Choice, ...] = (AskPlace(desk.phrase("shelter.send_place")), *_other(desk), *maps)
    if not found:
        return _nothing(hazard, desk)
    cards = tuple(_card(one, desk) for one in found)
    straight = [desk.phrase("shelter.note")] if found[0].metres is not None else []
    note = " ".join([*straight, desk.phrase("shelter.note_way")])
    first = Card(desk.phrase("shelter.title"), _lead(found, hazard, desk), note=note)
    return Carousel(desk.phrase("shelter.title"), (first, *cards), choices)


def _lead(found: list[Found], hazard: Hazard | None, desk: Desk) -> str:
    if hazard is None:
        return desk.phrase("shelter.open_now_lead", time=_clock(desk))
    metres = found[0].metres
    said = [desk.phrase("shelter.no_waiting")] if hazard in WITHOUT_WAITING else []
    name = desk.phrase(f"hazard.{hazard}")
    said.append(desk.phrase("shelter.in_district" if metres is None else "shelter.nearest", hazard=name))
    if metres is not None and metres > FAR:
        said.append(desk.phrase("shelter.far", distance=distance(metres)))
    return "\n".join(said)


def _nothing(hazard: Hazard | None, desk: Desk) -> Card:
    section = sections.find(desk.session, "disaster")
    if hazard is None:
        lead = desk.phrase("shelter.open_now_none", time=_clock(desk))
    else:
        lead = desk.phrase("shelter.none", hazard=desk.phrase(f"hazard.{hazard}"))
    return contact_card(desk, section, title=desk.phrase("shelter.title"), lead=lead)


def _card(found: Found, desk: Desk) -> Card:
    shelter, phrase = found.shelter, desk.phrase
    rows = [Row(phrase("shelter.state"), status_sentence(shelter, desk))]
    if found.metres is not None:
        rows.append(Row(phrase("shelter.distance"), distance(found.metres)))
    rows.append(Row(phrase("shelter.address"), shelter.address))
    rows += [
        Row(phrase("shelter.for"), phrase("contact.comma").join(phrase(f"hazard.{one}") for one in shelter.hazards))
    ]
    if shelter.allows_pets is not None:
        rows.append(Row(phrase("shelter.pets"), phrase(f"shelter.pets_{'yes' if shelter.allows_pets else 'no'}")))
    if shelter.is_barrier_free is not None:
        rows.append(
            Row(phrase("shelter.barrier_free"), phrase(f"shelter.free_{'yes' if shelter.is_barrier_free else 'no'}"))
        )
    url = MAP.format(latitude=shelter.latitude, longitude=shelter.longitude)
    buttons: list[Button] = [Open(phrase("shelter.map"), url)]
    if shelter.phone:
        buttons.append(Call(phrase("card.call", name=shelter_name(shelter, desk)), shelter.phone))
    return Card(shelter_name(shelter, desk), rows=tuple(row for row in rows if row.text), buttons=tuple(buttons))


def shelter_name(shelter: Shelter, desk: Desk) -> str:
    """Whoever reads another language must still find the sign at the gate, which is in Japanese."""
    own, japanese = shelter.name_in(FALLBACKS[desk.language]), shelter.names["ja"]
    return own if own == japanese or desk.language in (Language.JA, Language.JA_EASY) else f"{own} ({japanese})"


def status_sentence(shelter: Shelter, desk: Desk) -> str:
    if shelter.status_at is None:
        return desk.phrase("shelter.status_unknown")
    return desk.phrase(
        f"shelter.status_{ShelterStatus(shelter.status)}", time=f"{to_jst(shelter.status_at):%-m/%-d %-H:%M}"
    )


def distance(metres: float) -> str:
    """«350 m», «1.2 km»: no more exact than a crow's flight deserves."""
    return f"{round(metres / 10) * 10:.0f} m" if metres < 995 else f"{metres / 1000:.1f} km"


def _districts(hazard: Hazard, desk: Desk) -> tuple[Press, ...]:
    every = districts.all(desk.session)[:BUTTONS_ON_A_CARD]
    return tuple(Press(one.name_in(FALLBACKS[desk.language]), f"shelter:{hazard}:{one.id}") for one in every)


def _other(desk: Desk) -> tuple[Press, ...]:
    return (Press(desk.phrase("shelter.another_hazard"), "shelter:ask"), _open_now(desk))


def _open_now(desk: Desk) -> Press:
    return Press(desk.phrase("shelter.open_now"), "shelter:open")


def _clock(desk: Desk) -> str:
    return f"{to_jst(desk.now):%-H:%M}"
