"""What a resident may decide: for now, the language we speak."""

from handlers.turn import Desk
from speech.cards import Press, Say, Spoken
from speech.incoming import Incoming, Pressed, Text
from speech.languages import OWN_NAMES, Language
from speech.phrases import phrase

_BY_NAME = {name.casefold(): language for language, name in OWN_NAMES.items()} | {
    "english please": Language.EN,
    "中文": Language.ZH,
    "portugues": Language.PT,
    "tieng viet": Language.VI,
    "にほんご": Language.JA,
}


def choose_language(desk: Desk) -> Say:
    buttons = tuple(Press(name, f"language:{language}") for language, name in OWN_NAMES.items())
    return Say(desk.phrase("greeting.language"), buttons)


def set_language(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«language:pt», or the language's own name typed."""
    language = _wanted(incoming)
    if language is None or desk.resident is None:
        return [choose_language(desk)]
    desk.resident.language = language
    return [Say(phrase("language.set", language), (Press(phrase("card.menu", language), "menu:top"),))]


def names_a_language(said: object) -> bool:
    return isinstance(said, Text) and said.text.strip().casefold() in _BY_NAME


def _wanted(incoming: Incoming) -> Language | None:
    match incoming.said:
        case Pressed(data) if data.removeprefix("language:") in list(Language):
            return Language(data.removeprefix("language:"))
        case Text(text):
            return _BY_NAME.get(text.strip().casefold())
    return None
