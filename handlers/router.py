"""Who answers what. Read it from the top; the first line that fits wins."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers import contact, danger, greeting, masked, menu, question, settings, unsaid
from handlers.turn import Desk, Handler
from speech.cards import Spoken
from speech.incoming import (
    Followed,
    Incoming,
    Overheard,
    Photo,
    Place,
    Pressed,
    Recording,
    Said,
    Sticker,
    TakenBack,
    Text,
    Unfollowed,
)


@dataclass(frozen=True)
class Route:
    name: str
    fits: Callable[[Said], bool]
    handler: Handler


def pressed(*beginnings: str) -> Callable[[Said], bool]:
    return lambda said: isinstance(said, Pressed) and said.data.startswith(beginnings)


def says_only(*phrases: str) -> Callable[[Said], bool]:
    """The whole message is this word: «メニューの読み方» is a question."""
    return lambda said: isinstance(said, Text) and said.text.strip().casefold() in phrases


def is_a(*kinds: type) -> Callable[[Said], bool]:
    return lambda said: isinstance(said, kinds)


# Life first: these are heard even in the middle of another conversation.
SAFETY: tuple[Route, ...] = (
    Route("danger.words",    danger.is_heard,                 danger.answer),
    Route("danger.silent",   pressed("silent:"),              danger.silent),
    Route("greeting",        is_a(Followed),                  greeting.welcome),
    Route("farewell",        is_a(Unfollowed),                greeting.farewell),
    Route("unsend",          is_a(TakenBack),                 unsaid.forget),
    Route("overheard",       is_a(Overheard),                 greeting.silence),
)  # fmt: skip

# Then everybody else.
ROUTES: tuple[Route, ...] = (
    Route("contact",         pressed("contact:"),             contact.answer),
    Route("language.button", pressed("language:"),            settings.set_language),
    Route("language.name",   settings.names_a_language,       settings.set_language),
    Route("menu.reports",    pressed("menu:reports"),         menu.reports),
    Route("menu.disaster",   pressed("menu:disaster"),        menu.disaster),
    Route("menu.settings",   pressed("menu:settings"),        menu.settings),
    Route("menu.area",       pressed(*(f"menu:{area}" for area in menu.ANSWERED)), menu.area),
    Route("menu.top",        pressed("menu:"),                menu.top),
    Route("menu.word",       says_only("メニュー", "めにゅー", "menu", "目录", "菜单", "もどる", "戻る"), menu.top),
    Route("topic",           pressed("topic:"),               menu.topic),
    Route("entry",           pressed("entry:"),               menu.entry),
    Route("entry.more",      pressed("more:"),                menu.more),
    Route("question",        is_a(Text),                      question.answer),
    Route("photo",           is_a(Photo),                     greeting.photo),
    Route("place",           is_a(Place),                     greeting.place),
    Route("sticker",         is_a(Sticker),                   greeting.sticker),
    Route("recording",       is_a(Recording),                 greeting.recording),
    Route("anything",        is_a(object),                    greeting.not_understood),
)  # fmt: skip


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """What to say. A number that must not be kept is mentioned first, unless somebody is in danger."""
    spoken, advice = choose(incoming.said).handler(incoming, desk), masked.advice(incoming, desk)
    return [*spoken, *advice] if danger.is_heard(incoming.said) else [*advice, *spoken]


def choose(said: Said) -> Route:
    return next(route for route in (*SAFETY, *ROUTES) if route.fits(said))
