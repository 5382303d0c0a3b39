"""«洪水のハザードマップ»: the town's own map one tap away, and what the library knows of maps below it."""

from handlers import question
from handlers.contact import contact_card
from handlers.hazard_map_card import maps_card
from handlers.turn import Desk
from knowledge.ask import Direct
from speech.cards import Spoken
from speech.hazard_map_words import asks_for_hazard_map
from speech.incoming import Incoming, Pressed, Said, Text
from speech.shelter_words import hazard_in
from town import sections


def is_asked(said: Said) -> bool:
    return isinstance(said, Text) and asks_for_hazard_map(said.text)


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The words, or «maps:», «maps:flood»."""
    if isinstance(incoming.said, Text):
        return _words(incoming, incoming.said.text, desk)
    hazard = incoming.said.data.partition(":")[2] if isinstance(incoming.said, Pressed) else ""
    if desk.town.hazard_maps:
        return [maps_card(hazard or None, desk)]
    # The button may be older than the file it came from.
    section = sections.find(desk.session, "disaster")
    lead = desk.phrase("hazard_map.none", town=desk.town_name)
    return [contact_card(desk, section, title=desk.phrase("hazard_map.title"), lead=lead)]


def _words(incoming: Incoming, text: str, desk: Desk) -> list[Spoken]:
    """A town that wrote no addresses has only what stands in its library."""
    if not desk.town.hazard_maps:
        return question.answer(incoming, desk)
    finding = question.look_up(text, desk)
    below = question.say(finding, desk) if isinstance(finding, Direct) else []
    return [maps_card(hazard_in(text), desk), *below]
