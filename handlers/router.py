"""Who answers what. Read it from the top; the first line that fits wins."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers import (
    asked_card,
    contact,
    counter_card,
    danger,
    feedback,
    greeting,
    hazard_maps_asked,
    life_event,
    masked,
    menu,
    orders_asked,
    question,
    report_buttons,
    report_mine,
    report_offer,
    report_talk,
    ringing,
    safety_check,
    send_question,
    settings,
    shelters_asked,
    telephone_link,
    timeline,
    told_asked,
    unsaid,
    warnings_asked,
    wishes,
)
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


@dataclass(frozen=True)
class Conversation:
    """Whether it is open lies in the database, so that it is asked of the desk too."""

    name: str
    fits: Callable[[Said, Desk], bool]
    handler: Handler


def pressed(*beginnings: str) -> Callable[[Said], bool]:
    return lambda said: isinstance(said, Pressed) and said.data.startswith(beginnings)


def says_only(*phrases: str) -> Callable[[Said], bool]:
    """The whole message is this word: «メニューの読み方» is a question."""
    return lambda said: isinstance(said, Text) and said.text.strip().casefold() in phrases


def is_a(*kinds: type) -> Callable[[Said], bool]:
    return lambda said: isinstance(said, kinds)


# Life first: these are heard even in the middle of another conversation. An officer's code stands before them
# because its letters are chance: «MD-C5DV-8C4W» is no plea for help.
SAFETY: tuple[Route, ...] = (
    Route("telephone.link",  telephone_link.is_code,          telephone_link.answer),
    Route("danger.words",    danger.is_heard,                 danger.answer),
    Route("danger.silent",   pressed("silent:"),              danger.silent),
    Route("orders.asked",    orders_asked.is_asked,           orders_asked.answer),
    Route("orders.button",   pressed("orders:"),              orders_asked.answer),
    Route("warnings.asked",  warnings_asked.is_asked,         warnings_asked.answer),
    Route("warnings.button", pressed("warnings:"),            warnings_asked.answer),
    Route("shelters.asked",  shelters_asked.is_asked,         shelters_asked.answer),
    Route("shelters.button", pressed("shelter:"),             shelters_asked.answer),
    Route("safety.button",   pressed("safety:"),              safety_check.answer),
    Route("ring",            pressed("ring:"),                ringing.answer),
    Route("greeting",        is_a(Followed),                  greeting.welcome),
    Route("farewell",        is_a(Unfollowed),                greeting.farewell),
    Route("unsend",          is_a(TakenBack),                 unsaid.forget),
    Route("overheard",       is_a(Overheard),                 greeting.silence),
)  # fmt: skip

# Next, a conversation already under way: words, photos and places belong to it.
UNDER_WAY: tuple[Conversation, ...] = (
    Conversation("safety.adding", safety_check.is_adding, safety_check.add),
    Conversation("report.adding", report_mine.is_adding, report_mine.add),
    Conversation("report.writing", report_talk.is_under_way, report_talk.hear),
    Conversation("report.offered", report_offer.is_answered, report_offer.typed),
)

# Then everybody else.
ROUTES: tuple[Route, ...] = (
    Route("contact",         pressed("contact:"),             contact.answer),
    Route("wishes",          pressed("wish:"),                wishes.answer),
    Route("language.button", pressed("language:"),            settings.set_language),
    Route("language.name",   settings.names_a_language,       settings.set_language),
    Route("menu.reports",    pressed("menu:reports"),         report_talk.menu),
    Route("report.filed",    pressed(*report_buttons.FILED),  report_buttons.filed),
    Route("report.button",   pressed("report:"),              report_buttons.answer),
    Route("menu.disaster",   pressed("menu:disaster"),        menu.disaster),
    Route("menu.settings",   pressed("menu:settings"),        menu.settings),
    Route("settings.word",   says_only("設定", "せってい", "settings", "设置", "configurações", "configuracoes", "cài đặt", "cai dat"), menu.settings),
    Route("menu.area",       pressed(*(f"menu:{area}" for area in menu.ANSWERED)), menu.area),
    Route("menu.top",        pressed("menu:"),                menu.top),
    Route("menu.word",       says_only("メニュー", "めにゅー", "menu", "目录", "菜单", "もどる", "戻る"), menu.top),
    Route("topic",           pressed("topic:"),               menu.topic),
    Route("entry",           pressed("entry:"),               menu.entry),
    Route("entry.slot",      pressed("slot:"),                asked_card.slot),
    Route("entry.more",      pressed("more:"),                menu.more),
    Route("life.button",     pressed("life:"),                life_event.answer),
    Route("life.told",       life_event.is_told,              life_event.answer),
    Route("timeline.button", pressed("timeline:"),            timeline.answer),
    Route("timeline.told",   timeline.is_told,                timeline.answer),
    Route("counter",         pressed("counter:"),             counter_card.answer),
    Route("small_talk",      greeting.is_small_talk,          greeting.small_words),
    Route("helped.button",   pressed("helped:"),              feedback.answer),
    Route("helped.told",     feedback.is_told,                feedback.told),
    Route("question.send",   pressed("send:"),                send_question.answer),
    Route("told.asked",      told_asked.is_asked,             told_asked.answer),
    Route("told.button",     pressed("told:"),                told_asked.answer),
    Route("maps.asked",      hazard_maps_asked.is_asked,      hazard_maps_asked.answer),
    Route("maps.button",     pressed("maps:"),                hazard_maps_asked.answer),
    Route("report.told",     report_offer.is_told,            report_offer.words),
    Route("question",        is_a(Text),                      question.answer),
    Route("photo",           is_a(Photo),                     report_offer.photo),
    Route("place",           is_a(Place),                     shelters_asked.place),
    Route("sticker",         is_a(Sticker),                   greeting.sticker),
    Route("recording",       is_a(Recording),                 greeting.recording),
    Route("anything",        is_a(object),                    greeting.not_understood),
)  # fmt: skip


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """What to say. A number that must not be kept is mentioned first, unless somebody is in danger."""
    route = choose(incoming.said)
    spoken, advice = _handler(route, incoming, desk)(incoming, desk), masked.advice(incoming, desk)
    if route in SAFETY:
        spoken = [*spoken, *safety_check.beside(incoming, desk)]
        spoken = [*spoken, *(report_talk.paused(incoming, desk) or report_offer.after_danger(incoming, desk))]
    if route.handler is danger.answer:
        return [*spoken, *advice]
    return [*advice, *spoken, *settings.offer(incoming, desk)]


def choose(said: Said) -> Route:
    return next(route for route in (*SAFETY, *ROUTES) if route.fits(said))


def _handler(route: Route, incoming: Incoming, desk: Desk) -> Handler:
    """Safety outranks whatever is open; what is open outranks the rest."""
    if route in SAFETY:
        return route.handler
    return next((one.handler for one in UNDER_WAY if one.fits(incoming.said, desk)), route.handler)
