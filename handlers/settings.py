"""What a resident may decide: for now, the language we speak."""

from datetime import timedelta

from handlers import wishes
from handlers.turn import Desk
from speech.cards import Press, Say, Spoken
from speech.guess import surely
from speech.incoming import Incoming, Pressed, Text
from speech.language_names import language_named
from speech.languages import OWN_NAMES, Language
from speech.phrases import phrase
from store import dialogues
from store.dialogues import DialogueKind

OFFER = DialogueKind("language_offer", rank=0, lasts=timedelta(days=30))  # never spoken to: it only counts
OFFERED_AT = 2  # messages in another language than the chosen one


def choose_language(desk: Desk) -> Say:
    buttons = tuple(Press(name, f"language:{language}") for language, name in OWN_NAMES.items())
    return Say(desk.phrase("greeting.language"), buttons)


def set_language(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«language:pt», or a language's name typed in any of ours."""
    if isinstance(incoming.said, Pressed) and incoming.said.data == "language:keep":
        return [Say(desk.phrase("language.kept"), (Press(desk.phrase("card.menu"), "menu:top"),))]
    language = _wanted(incoming)
    if language is None or desk.resident is None:
        return [choose_language(desk)]
    desk.resident.language = language
    dialogues.end(desk.session, desk.resident.id, OFFER)
    return [
        Say(
            phrase("language.set", language),
            (*wishes.buttons(language), Press(phrase("card.menu", language), "menu:top")),
        )
    ]


def names_a_language(said: object) -> bool:
    return isinstance(said, Text) and language_named(said.text) is not None


def offer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Who chose keeps the choice. Who then writes twice in another language is asked, once; nothing changes by itself."""
    if desk.resident is None or desk.resident.language is None or not isinstance(incoming.said, Text):
        return []
    guessed, chosen = surely(incoming.said.text), desk.language
    if guessed is None or guessed is chosen or (guessed is Language.JA and chosen is Language.JA_EASY):
        return []
    before = dialogues.find(desk.session, desk.resident.id, OFFER, desk.now)
    count = 1 + (int(before.state["count"]) if before and before.step == guessed else 0)
    dialogues.put(desk.session, desk.resident.id, OFFER, guessed, {"count": count}, desk.now)
    return [_offered(guessed, chosen)] if count == OFFERED_AT else []


def _offered(guessed: Language, chosen: Language) -> Say:
    name = OWN_NAMES[guessed]
    asked = [phrase("language.offer", language, name=name) for language in (guessed, chosen)]
    buttons = (Press(name, f"language:{guessed}"), Press(phrase("language.keep", chosen), "language:keep"))
    return Say("\n".join(asked), buttons)


def _wanted(incoming: Incoming) -> Language | None:
    match incoming.said:
        case Pressed(data) if data.removeprefix("language:") in list(Language):
            return Language(data.removeprefix("language:"))
        case Text(text):
            return language_named(text)
    return None
