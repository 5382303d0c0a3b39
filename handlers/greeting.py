"""Hello, goodbye, and what we say to things that are not words."""

from handlers.contact import contact_card
from handlers.menu import top
from handlers.settings import choose_language
from handlers.turn import Desk
from speech.cards import Press, Say, Spoken
from speech.incoming import Followed, Incoming, Sticker
from town import residents


def welcome(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Three taps and all of them skippable: a greeting, the languages, the menu."""
    residents.follow(desk.session, incoming.sender, desk.now)
    is_back = isinstance(incoming.said, Followed) and incoming.said.is_unblocked
    hello = desk.phrase("greeting.back" if is_back else "greeting.welcome", town=desk.town_name)
    return [Say(hello), choose_language(desk), *top(incoming, desk)]


def farewell(incoming: Incoming, desk: Desk) -> list[Spoken]:
    residents.leave(desk.session, incoming.sender, desk.now)
    return []


def silence(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return []


def sticker(incoming: Incoming, desk: Desk) -> list[Spoken]:
    words = incoming.said.keywords if isinstance(incoming.said, Sticker) else ()
    is_thanks = any("thank" in word.casefold() or "ありがと" in word for word in words)
    menu = Press(desk.phrase("card.menu"), "menu:top")
    return [Say(desk.phrase("other.thanks" if is_thanks else "other.sticker"), (menu,))]


def recording(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Somebody who speaks may not be able to type: the telephone comes first."""
    return [contact_card(desk, title=desk.phrase("other.recording_title"), lead=desk.phrase("other.recording"))]


def photo(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The photo is not fetched: nobody has said yet what it is for."""
    return [Say(desk.phrase("other.photo"), _what_for(desk))]


def place(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return [Say(desk.phrase("other.place"), _what_for(desk))]


def not_understood(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return [Say(desk.phrase("other.not_understood")), *top(incoming, desk)]


def sorry(desk: Desk) -> list[Spoken]:
    """We failed, not they."""
    return [contact_card(desk, title=desk.phrase("other.sorry_title"), lead=desk.phrase("other.sorry"))]


def _what_for(desk: Desk) -> tuple[Press, ...]:
    areas = ("reports", "disaster", "facilities")
    return (
        *(Press(desk.phrase(f"area.{a}"), f"menu:{a}") for a in areas),
        Press(desk.phrase("card.person"), "contact:"),
    )
