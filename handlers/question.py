"""A question in everyday words: answered, offered a choice, asked back, or honestly not known."""

from handlers.contact import contact_card
from handlers.entry_card import entry_card, text_for
from handlers.turn import Desk
from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Offer, Question, Unknown
from knowledge.entry_file import EntryFile
from speech.cards import Card, Press, Say, Spoken
from speech.incoming import Incoming, Text


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    assert isinstance(incoming.said, Text)  # noqa: S101 - the router lets nothing else through
    return say(look_up(incoming.said.text, desk), desk)


def look_up(text: str, desk: Desk) -> Finding:
    return desk.knowledge.ask(Question(text, desk.language, desk.now))


def say(finding: Finding, desk: Desk) -> list[Spoken]:
    match finding:
        case Direct(entry=entry):
            return [entry_card(entry, desk)]
        case Offer(entries=entries):
            return [_choice(desk.phrase("question.offer_title"), desk.phrase("question.offer"), entries, desk)]
        case AskBack(word=word, entries=entries):
            return [_choice(word, desk.phrase("question.ask_back", word=word), entries, desk)]
        case Elsewhere(place=place):
            menu = Press(desk.phrase("card.menu"), "menu:top")
            return [Say(desk.phrase("question.elsewhere", place=place, town=desk.town_name), (menu,))]
        case Unknown():
            return [not_found(desk)]


def not_found(desk: Desk) -> Card:
    """Never a dead end: who to call, whether they are there now, and the menu."""
    return contact_card(desk, title=desk.phrase("question.unknown"), lead=desk.phrase("question.unknown_lead"))


def _choice(title: str, lead: str, entries: tuple[EntryFile, ...], desk: Desk) -> Card:
    buttons = tuple(Press(text_for(entry, desk)[0].title, f"entry:{entry.id}") for entry in entries)
    person = Press(desk.phrase("card.person"), "contact:")
    return Card(
        title, lead, buttons=(*buttons, person), choices=(*buttons, Press(desk.phrase("card.menu"), "menu:top"))
    )
