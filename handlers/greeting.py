"""Hello, goodbye, and what we say to things that are not words."""

from handlers import disaster_first
from handlers.contact import contact_card
from handlers.menu import ordinary_top, top
from handlers.settings import choose_language
from handlers.turn import Desk
from reports import photos
from speech.cards import Press, Say, Spoken
from speech.incoming import Followed, Incoming, Said, Sticker, Text
from speech.small_talk import SmallTalk, small_talk
from store import dialogues, erasure
from town import residents, subscriptions


def welcome(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Three taps and all of them skippable: a greeting, the languages, the menu."""
    residents.follow(desk.session, incoming.sender, desk.now)
    is_back = isinstance(incoming.said, Followed) and incoming.said.is_unblocked
    hello = desk.phrase("greeting.back" if is_back else "greeting.welcome", town=desk.town_name)
    return _safety_first([Say(hello), choose_language(desk), *ordinary_top(desk)], desk)


def farewell(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """What was open between us is forgotten at once: a list of what to do after a death is nobody's business now."""
    if left := residents.leave(desk.session, incoming.sender, desk.now):
        dialogues.end(desk.session, left)
        erasure.forget_timeline(desk.session, left)
        subscriptions.forget_labels(desk.session, left)
        photos.destroy(desk.session, photos.of_draft(desk.session, left), desk.now)
    return []


def silence(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return []


def sticker(incoming: Incoming, desk: Desk) -> list[Spoken]:
    words = incoming.said.keywords if isinstance(incoming.said, Sticker) else ()
    is_thanks = any("thank" in word.casefold() or "ありがと" in word for word in words)
    menu = Press(desk.phrase("card.menu"), "menu:top")
    return [Say(desk.phrase("other.thanks" if is_thanks else "other.sticker"), (menu,))]


def is_small_talk(said: Said) -> bool:
    return isinstance(said, Text) and small_talk(said.text) is not None


def small_words(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Politeness is answered with politeness, and whoever wants a person gets a telephone number."""
    match small_talk(incoming.said.text) if isinstance(incoming.said, Text) else None:
        case SmallTalk.THANKS:
            return [Say(desk.phrase("other.thanks"), (Press(desk.phrase("card.menu"), "menu:top"),))]
        case SmallTalk.HELLO:
            return _safety_first([Say(desk.phrase("greeting.hello", town=desk.town_name)), *ordinary_top(desk)], desk)
        case SmallTalk.PERSON:
            return [contact_card(desk)]
    return [*top(incoming, desk), contact_card(desk)]


def recording(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Somebody who speaks may not be able to type: the telephone comes first."""
    return [contact_card(desk, title=desk.phrase("other.recording_title"), lead=desk.phrase("other.recording"))]


def photo(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The photo is not fetched: nobody has said yet what it is for."""
    return [Say(desk.phrase("other.photo"), _what_for(desk))]


def place(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return [Say(desk.phrase("other.place"), _what_for(desk))]


def not_understood(incoming: Incoming, desk: Desk) -> list[Spoken]:
    return disaster_first.first([Say(desk.phrase("other.not_understood")), *ordinary_top(desk)], desk)


def sorry(desk: Desk) -> list[Spoken]:
    """We failed, not they."""
    return [contact_card(desk, title=desk.phrase("other.sorry_title"), lead=desk.phrase("other.sorry"))]


def _safety_first(spoken: list[Spoken], desk: Desk) -> list[Spoken]:
    """A greeting keeps its place: first of all we say who we are."""
    return [spoken[0], *disaster_first.first(spoken[1:], desk)]


def _what_for(desk: Desk) -> tuple[Press, ...]:
    areas = ("reports", "disaster", "facilities")
    return (
        *(Press(desk.phrase(f"area.{a}"), f"menu:{a}") for a in areas),
        Press(desk.phrase("card.person"), "contact:"),
    )
