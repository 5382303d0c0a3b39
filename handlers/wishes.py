"""What a resident wishes to hear about: districts and topics, each one tap on and one tap off."""

from collections.abc import Mapping
from enum import StrEnum

from handlers import orders_asked, wish_labels, wish_night
from handlers.turn import Desk
from speech.cards import Button, Card, Carousel, Press, Say, Spoken
from speech.incoming import Incoming, Pressed
from speech.languages import FALLBACKS, Language
from speech.phrases import phrase
from town import districts, subscriptions
from town.districts import District

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
    """«wish:districts», «wish:district:honcho», «wish:label:honcho:home», «wish:topics», «wish:topic:waste», «wish:night:on»,
    «wish:done».
    """
    _, what, which, how = (*_parts(incoming), "", "", "")[:4]
    if desk.resident is None or what == "done":
        return [Say(desk.phrase("wishes.saved"), (Press(desk.phrase("card.menu"), "menu:top"),))]
    match what:
        case "district":
            return _toggle_district(which, desk)
        case "topic":
            return _toggle_topic(which, desk)
        case "topics":
            return [topics_card(desk)]
        case "night":
            wish_night.choose(which, desk.resident)
            return [wish_night.card(desk, desk.resident)]
        case "label":
            return wish_labels.answer(which, how, desk) or [districts_card(desk)]
    return [districts_card(desk)]


def settings_say(desk: Desk) -> Say:
    """What they chose so far, and where to change it."""
    lead = desk.phrase("wishes.districts_lead")
    if desk.resident is None:
        return Say(lead, buttons(desk.language))
    chosen = subscriptions.districts_of(desk.session, desk.resident.id)
    names = [_labelled(one, desk) for one in districts.all(desk.session) if one.id in chosen]
    if desk.resident.is_silent_at_night:
        names.append(desk.phrase("night_sound.on"))
    return Say(f"{lead}\n{_now(names, desk)}", buttons(desk.language))


def buttons(language: Language) -> tuple[Press, Press, Press]:
    return (
        Press(phrase("wishes.districts", language), "wish:districts"),
        Press(phrase("wishes.topics", language), "wish:topics"),
        Press(phrase("wishes.night", language), "wish:night"),
    )


def districts_card(desk: Desk, just_chosen: str = "") -> Card | Carousel:
    """Beneath it what was just chosen may be called home, parents or work; later, by a button of its own."""
    chosen = subscriptions.districts_of(desk.session, _id(desk))
    found = districts.all(desk.session)
    names = {one.id: one.name_in(FALLBACKS[desk.language]) for one in found}
    title, lead = desk.phrase("wishes.districts"), desk.phrase("wishes.districts_lead")
    now = _now([_labelled(one, desk) for one in found if one.id in chosen], desk)
    choices: tuple[Button, ...] = ()
    if just_chosen:
        choices, now = wish_labels.choices(just_chosen, desk), f"{now}\n{wish_labels.question(just_chosen, desk)}"
    elif chosen:
        choices = (Press(desk.phrase("wishes.label_change"), "wish:label"),)
    return _shelf(title, f"{lead}\n{now}", "district", _ticked(names, chosen, desk), (*choices, wish_labels.done(desk)))


def topics_card(desk: Desk) -> Card | Carousel:
    names = {topic.value: desk.phrase(f"topic_of_notices.{topic.value}") for topic in NoticeTopic}
    chosen = subscriptions.topics_of(desk.session, _id(desk))
    title, lead = desk.phrase("wishes.topics"), desk.phrase("wishes.topics_lead")
    now = _now([name for id_, name in names.items() if id_ in chosen], desk)
    return _shelf(title, f"{lead}\n{now}", "topic", _ticked(names, chosen, desk), (wish_labels.done(desk),))


def _toggle_district(district_id: str, desk: Desk) -> list[Spoken]:
    """Whoever sets a district is told at once what is in force there."""
    if districts.find(desk.session, district_id) is None:
        return [districts_card(desk)]
    chosen = subscriptions.districts_of(desk.session, _id(desk)) ^ {district_id}
    subscriptions.choose_districts(desk.session, _id(desk), chosen)
    shown: list[Spoken] = [districts_card(desk, district_id if district_id in chosen else "")]
    if district_id in chosen and orders_asked.has_orders(desk, {district_id}):
        shown.insert(0, orders_asked.in_force_card(desk, {district_id}))
    return shown


def _toggle_topic(topic: str, desk: Desk) -> list[Spoken]:
    if topic in list(NoticeTopic):
        chosen = subscriptions.topics_of(desk.session, _id(desk)) ^ {topic}
        subscriptions.choose_topics(desk.session, _id(desk), chosen)
    return [topics_card(desk)]


def _shelf(
    title: str, lead: str, one: str, names: Mapping[str, str], choices: tuple[Button, ...]
) -> Card | Carousel:  # fmt: skip
    pressed = [Press(name, f"wish:{one}:{id_}") for id_, name in names.items()]
    pages = [pressed[i : i + BUTTONS_ON_A_CARD] for i in range(0, len(pressed), BUTTONS_ON_A_CARD)][:CARDS] or [[]]
    cards = tuple(Card(title, lead, buttons=tuple(page), choices=choices) for page in pages)
    return cards[0] if len(cards) == 1 else Carousel(title, cards, choices=choices)


def _ticked(names: Mapping[str, str], chosen: set[str], desk: Desk) -> dict[str, str]:
    return {id_: desk.phrase("wishes.chosen", name=name) if id_ in chosen else name for id_, name in names.items()}


def _labelled(district: District, desk: Desk) -> str:
    return wish_labels.labelled(district.id, district.name_in(FALLBACKS[desk.language]), desk)


def _now(chosen: list[str], desk: Desk) -> str:
    return desk.phrase("wishes.now", names="・".join(chosen)) if chosen else desk.phrase("wishes.nothing")


def _id(desk: Desk) -> int:
    assert desk.resident is not None  # noqa: S101 - `answer` turns groups away
    return desk.resident.id


def _parts(incoming: Incoming) -> list[str]:
    return incoming.said.data.split(":") if isinstance(incoming.said, Pressed) else []
