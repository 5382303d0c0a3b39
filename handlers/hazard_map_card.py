"""The town's hazard maps as buttons: one for each danger, opening the map in the language nearest to the resident's."""

from handlers.turn import Desk
from speech.cards import Card, Open, Press
from speech.languages import FALLBACKS, Language, own_name
from town.hazard_maps import HazardMap
from town.hazards import Hazard


def offered(desk: Desk, hazard: Hazard | None = None) -> tuple[Press, ...]:
    """The way to the maps; nothing where the town has none, or none of this danger."""
    maps = desk.town.hazard_maps
    if not any(hazard in (None, one.hazard) for one in maps):
        return ()
    return (Press(desk.phrase("hazard_map.button"), f"maps:{hazard or ''}"),)


def maps_card(hazard: str | None, desk: Desk) -> Card:
    """All of them, or the one asked for; a danger without a map is said to have none, and the others are shown."""
    every = desk.town.hazard_maps
    named = tuple(one for one in every if one.hazard == hazard)
    shown = named or every
    lead = desk.phrase("hazard_map.lead", town=desk.town_name)
    if hazard in list(Hazard) and not named:
        lead = f"{desk.phrase('hazard_map.also', hazard=desk.phrase(f'hazard.{hazard}'))}\n{lead}"
    others = (Press(desk.phrase("shelter.another_hazard"), "maps:"),) if len(shown) < len(every) else ()
    return Card(
        desk.phrase("hazard_map.title"),
        lead,
        buttons=tuple(_open(one, desk) for one in shown),
        note=desk.phrase("hazard_map.first_flee"),
        choices=(
            *others,
            Press(desk.phrase("shelter.button"), "shelter:"),
            Press(desk.phrase("card.menu"), "menu:top"),
        ),
    )


def _open(one: HazardMap, desk: Desk) -> Open:
    """A map in another language than the resident's says so on its button, in that language's own name."""
    language, address = one.first_of(FALLBACKS[desk.language])
    name = desk.phrase(f"hazard.{one.hazard}")
    is_own = language == desk.language or desk.language is Language.JA_EASY
    return Open(name if is_own else f"{name} ({own_name(language)})", address)
