"""What a resident wishes to hear about: districts and topics, each one tap on and one tap off."""

from collections.abc import Mapping
from enum import StrEnum

from handlers import orders_asked
from handlers.turn import Desk
from speech.cards import Button, Card, Carousel, Press, Say, Spoken
from speech.incoming import Incoming, Pressed
from speech.languages import FALLBACKS, Language
from speech.phrases import phrase
from town import districts, subscriptions

BUTTONS_ON_A_CARD, CARDS = 8, 12


class NoticeTopic(StrEnum):
    """What ordinary notices are about. Names: `topic_of_notices.…` in the phrasebook."""

    WASTE = "waste"
    CHILDCARE = "childcare"
    EVENTS = "events"
    HEALTH = "health"
    ROADS = "roads"
    SAFETY = "safety"


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«wish:districts», «wish:district:honcho», «wish:topics», «wish:topic:waste», «wish:done»."""
    _, what, which = (*_parts(incoming), "", "")[:3]
    if desk.resident is None or what == "done":
        return [Say(desk.phrase("wishes.saved"), (Press(desk.phrase("card.menu"), "menu:top"),))]
    match what:
        case "district":
            return _toggle_district(which, desk)
        case "topic":
            return _toggle_topic(which, desk)
        case "topics":
            return [topics_card(desk)]
    return [districts_card(desk)]


def buttons(language: Language) -> tuple[Press, Press]:
    return (
        Press(phrase("wishes.districts", language), "wish:districts"),
        Press(phrase("wishes.topics", language), "wish:topics"),
    )


def districts_card(desk: Desk) -> Card | Carousel:
    chosen = subscriptions.districts_of(desk.session, _id(desk))
    names = {one.id: one.name_in(FALLBACKS[desk.language]) for one in districts.all(desk.session)}
    title, lead = desk.phrase("wishes.districts"), desk.phrase("wishes.districts_lead")
    return _shelf(title, lead, "district", names, chosen, desk)


def topics_card(desk: Desk) -> Card | Carousel:
    names = {topic.value: desk.phrase(f"topic_of_notices.{topic.value}") for topic in NoticeTopic}
    title, lead = desk.phrase("wishes.topics"), desk.phrase("wishes.topics_lead")
    return _shelf(title, lead, "topic", names, subscriptions.topics_of(desk.session, _id(desk)), desk)


def _toggle_district(district_id: str, desk: Desk) -> list[Spoken]:
    """Whoever sets a district is told at once what is in force there."""
    if districts.find(desk.session, district_id) is None:
        return [districts_card(desk)]
    chosen = subscriptions.districts_of(desk.session, _id(desk)) ^ {district_id}
    subscriptions.choose_districts(desk.session, _id(desk), chosen)
    shown: list[Spoken] = [districts_card(desk)]
    if district_id in chosen and orders_asked.has_orders(desk, {district_id}):
        shown.insert(0, orders_asked.in_force_card(desk, {district_id}))
    return shown


def _toggle_topic(topic: str, desk: Desk) -> list[Spoken]:
    if topic in list(NoticeTopic):
        chosen = subscriptions.topics_of(desk.session, _id(desk)) ^ {topic}
        subscriptions.choose_topics(desk.session, _id(desk), chosen)
    return [topics_card(desk)]


def _shelf(title: str, lead: str, one: str, names: Mapping[str, str], chosen: set[str], desk: Desk) -> Card | Carousel:
    pressed = [Press(_name(id_, name, chosen, desk), f"wish:{one}:{id_}") for id_, name in names.items()]
    done: tuple[Button, ...] = (Press(desk.phrase("wishes.done"), "wish:done"),)
    pages = [pressed[i : i + BUTTONS_ON_A_CARD] for i in range(0, len(pressed), BUTTONS_ON_A_CARD)][:CARDS] or [[]]
    lead = f"{lead}\n{_now([name for id_, name in names.items() if id_ in chosen], desk)}"
    cards = tuple(Card(title, lead, buttons=tuple(page), choices=done) for page in pages)
    return cards[0] if len(cards) == 1 else Carousel(title, cards, choices=done)


def _name(id_: str, name: str, chosen: set[str], desk: Desk) -> str:
    return desk.phrase("wishes.chosen", name=name) if id_ in chosen else name


def _now(chosen: list[str], desk: Desk) -> str:
    return desk.phrase("wishes.now", names="・".join(chosen)) if chosen else desk.phrase("wishes.nothing")


def _id(desk: Desk) -> int:
    assert desk.resident is not None  # noqa: S101 - `answer` turns groups away
    return desk.resident.id


def _parts(incoming: Incoming) -> list[str]:
    return incoming.said.data.split(":") if isinstance(incoming.said, Pressed) else []
