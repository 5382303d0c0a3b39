"""Finding without typing: large area → topic → entry, at most four taps from the rich menu to any answer."""

from handlers import context, disaster_first, wishes
from handlers.contact import contact_card
from handlers.entry_card import entry_card, more_card, text_for
from handlers.hazard_map_card import offered
from handlers.settings import choose_language
from handlers.turn import Desk
from knowledge.entry_file import EntryFile
from speech.cards import Button, Card, Carousel, Press, Spoken
from speech.incoming import Incoming, Pressed
from town import sections

ANSWERED = ("procedures", "my_number", "facilities")
BUTTONS_ON_A_CARD = 8
CARDS = 12


def top(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return disaster_first.first(ordinary_top(desk), desk)


def ordinary_top(desk: Desk) -> list[Spoken]:
    buttons = tuple(
        Press(desk.phrase(f"area.{area}"), f"menu:{area}")
        for area in (*ANSWERED, "reports", "disaster", "settings")
    )  # fmt: skip
    other_language = Press(desk.phrase("language.change"), "language:")
    return [Card(desk.phrase("menu.title"), desk.phrase("menu.lead"), buttons=buttons, choices=(other_language,))]


def area(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The topics of «menu:procedures» and the like."""
    name = _after_colon(incoming)
    topics = desk.knowledge.topics(name)
    if not topics:
        return [contact_card(desk, title=desk.phrase(f"area.{name}"), lead=desk.phrase("menu.empty"))]
    buttons = [Press(topic.name(desk.language), f"topic:{topic.id}") for topic in topics]
    if name == "procedures" and desk.life_events.events:
        buttons.insert(0, Press(desk.phrase("life.title"), "life:"))
    return _shelf(desk.phrase(f"area.{name}"), buttons, desk)


def disaster(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """What holds now, then how to be prepared; and that a message on a telephone is not the only warning to follow."""
    section = sections.find(desk.session, "disaster")
    beside_us = contact_card(desk, section, title=desk.phrase("area.disaster"), lead=desk.phrase("menu.disaster"))
    topics = desk.knowledge.topics("disaster")
    first = [Press(desk.phrase("shelter.button"), "shelter:"), Press(desk.phrase("orders.button"), "orders:")]
    first.append(Press(desk.phrase("jma.button"), "warnings:"))
    first += [Press(desk.phrase(f"told_button.{about}"), f"told:{about}") for about in ("roads", "water")]
    first += offered(desk)
    buttons = [Press(topic.name(desk.language), f"topic:{topic.id}") for topic in topics]
    return disaster_first.first([*_shelf(desk.phrase("area.disaster"), [*first, *buttons], desk), beside_us], desk)


def settings(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return [choose_language(desk), wishes.settings_say(desk), contact_card(desk)]


def topic(incoming: Incoming, desk: Desk) -> list[Spoken]:
    found = desk.knowledge.on_topic(_after_colon(incoming))
    if not found:
        return top(incoming, desk)
    if len(found) == 1:
        context.remember(found[0].id, desk)
        return [entry_card(found[0], desk)]
    name = next((t.name(desk.language) for t in desk.knowledge.all_topics() if t.id == found[0].topic), "")
    return _shelf(name, [_entry_button(entry, desk) for entry in found], desk)


def entry(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """A button may be months old: only what is published today is shown."""
    found = desk.knowledge.entry(_after_colon(incoming))
    if found is None:
        return [contact_card(desk, lead=desk.phrase("question.not_published"))]
    context.remember(found.id, desk)
    return disaster_first.beside([entry_card(found, desk)], [found], desk)


def more(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The second page of an entry."""
    found = desk.knowledge.entry(_after_colon(incoming))
    return [more_card(found, desk)] if found else entry(incoming, desk)


def _shelf(title: str, buttons: list[Press], desk: Desk) -> list[Spoken]:
    """Up to 96 buttons side by side: 12 cards of 8."""
    pages = [buttons[i : i + BUTTONS_ON_A_CARD] for i in range(0, len(buttons), BUTTONS_ON_A_CARD)][:CARDS]
    back: tuple[Button, ...] = (Press(desk.phrase("card.menu"), "menu:top"),)
    names = [title if len(pages) == 1 else f"{title} {number}/{len(pages)}" for number in range(1, len(pages) + 1)]
    lead = desk.phrase("menu.choose")
    cards = tuple(Card(name, lead, buttons=tuple(page)) for name, page in zip(names, pages, strict=True))
    if len(cards) == 1:
        return [Card(title, lead, buttons=cards[0].buttons, choices=back)]
    return [Carousel(title, cards, choices=back)]


def _entry_button(found: EntryFile, desk: Desk) -> Press:
    return Press(text_for(found, desk)[0].title, f"entry:{found.id}")


def _after_colon(incoming: Incoming) -> str:
    return incoming.said.data.partition(":")[2] if isinstance(incoming.said, Pressed) else ""
