"""A life event told or chosen: a day, a few yes or no, and then the list of what to do, counter by counter."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers import life_list
from handlers.contact import contact_card
from handlers.turn import Desk
from knowledge.life_events import NO, UNSURE, YES, Asked, LifeEvent
from knowledge.tellings import event_mentioned, event_told
from speech.cards import AskDate, Button, Card, Carousel, Press, Say, Spoken
from speech.incoming import Incoming, Pressed, Said, Text
from speech.languages import Language
from speech.phrases import phrase
from town.calendar import to_jst

NO_DAY = "-"
ANSWERS = (("life.yes", YES), ("life.no", NO), ("life.unsure", UNSURE))
EARLIEST, LATEST = timedelta(days=2 * 365), timedelta(days=365)


@dataclass(frozen=True)
class Telling:
    """How far somebody has told it. All of it travels in the buttons: nothing is kept before the list is made."""

    event: LifeEvent
    day: str = ""  # ISO date, NO_DAY, or empty while not yet asked
    letters: str = ""  # one for each question answered

    @property
    def data(self) -> str:
        return f"life:{self.event.id}:{self.day}:{self.letters}"

    @property
    def on(self) -> date | None:
        return None if self.day in ("", NO_DAY) else date.fromisoformat(self.day)

    @property
    def asks_for_day(self) -> bool:
        return self.event.day is not None and not self.day

    @property
    def asks(self) -> Asked | None:
        left = self.event.questions[len(self.letters) :]
        return left[0] if left else None


def is_told(said: Said) -> bool:
    return isinstance(said, Text) and (event_told(said.text) is not None or _asks_for_list(said.text))


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«父が亡くなりました», or a button: «life:», «life:mine», «life:birth:2026-11-16:yn»."""
    match _said(incoming.said):
        case "mine":
            return _mine(desk)
        case "forget":
            life_list.forget(desk)
            return [Say(desk.phrase("life.forgotten"), (_back(desk), Press(desk.phrase("card.menu"), "menu:top")))]
        case data:
            telling = read_telling(data, desk, _picked(incoming.said))
            return _go_on(telling, desk) if telling else [_all_events(desk)]


def mentioned(text: str, desk: Desk) -> list[Spoken]:
    """What follows from an event that is told by the way; nothing where none is, or where the town has no such list."""
    event = event_mentioned(text)
    telling = read_telling(event, desk) if event else None
    return _go_on(telling, desk) if telling else []


def read_telling(data: str, desk: Desk, picked: str = "") -> Telling | None:
    """None where the words fit no event of this town: a button may be older than the list of events."""
    event_id, _, rest = data.partition(":")
    day, _, letters = rest.partition(":")
    event = desk.life_events.find(event_id)
    if event is None or event.answered(letters) is None:
        return None
    telling = Telling(event, picked or day, letters)
    return telling if not telling.day or telling.day == NO_DAY or _is_sensible(telling.day, desk) else Telling(event)


def _go_on(telling: Telling, desk: Desk) -> list[Spoken]:
    if telling.event.choices:
        return [_choice(telling.event, desk)]
    if telling.asks_for_day:
        return [_day_card(telling, desk)]
    if telling.asks:
        return [_question_card(telling, telling.asks, desk)]
    counters = life_list.counters(telling.event, telling.letters, telling.on, desk)
    if not counters:
        return [contact_card(desk, lead=desk.phrase("life.nothing"))]
    is_kept = life_list.keep(telling.data.removeprefix("life:"), desk)
    return [life_list.cards(telling.event, telling.on, counters, desk, is_kept=is_kept)]


def _mine(desk: Desk) -> list[Spoken]:
    """The newest list last: it stands nearest to the thumb."""
    shown: list[Carousel] = []
    for data in life_list.kept(desk):
        telling = read_telling(data, desk)
        if telling and (counters := life_list.counters(telling.event, telling.letters, telling.on, desk)):
            shown = [replace(one, choices=()) for one in shown]  # quick replies stand on the last only
            shown.append(life_list.cards(telling.event, telling.on, counters, desk, is_kept=True))
    return [*shown] or [replace(_all_events(desk), lead=desk.phrase("life.none"))]


def _all_events(desk: Desk) -> Card:
    buttons = [_event_button(event, desk) for event in desk.life_events.to_choose_from()]
    mine = [Press(desk.phrase("life.mine"), "life:mine")] if life_list.kept(desk) else []
    return Card(
        desk.phrase("life.title"), desk.phrase("life.choose"), buttons=(*mine, *buttons),
        choices=(Press(desk.phrase("card.menu"), "menu:top"),),
    )  # fmt: skip


def _choice(event: LifeEvent, desk: Desk) -> Card:
    found = [one for each in event.choices if (one := desk.life_events.find(each))]
    return _card(event, event.lead.in_language(desk.language), [_event_button(one, desk) for one in found], desk)


def _day_card(telling: Telling, desk: Desk) -> Card:
    event, today = telling.event, to_jst(desk.now).date()
    picker = AskDate(desk.phrase("life.pick_day"), telling.data, today, today - EARLIEST, today + LATEST)
    buttons: list[Button] = [
        picker,
        Press(desk.phrase("life.today"), replace(telling, day=today.isoformat()).data),
        Press(desk.phrase("life.later"), replace(telling, day=NO_DAY).data),
    ]
    question = event.day.in_language(desk.language) if event.day else ""
    return _card(event, f"{event.lead.in_language(desk.language)}\n\n{question}", buttons, desk)


def _question_card(telling: Telling, asked: Asked, desk: Desk) -> Card:
    buttons: list[Button] = [
        Press(desk.phrase(key), replace(telling, letters=telling.letters + letter).data) for key, letter in ANSWERS
    ]
    begins = not telling.letters and telling.event.day is None
    lead = f"{telling.event.lead.in_language(desk.language)}\n\n" if begins else ""
    place = f"({len(telling.letters) + 1}/{len(telling.event.questions)}) "
    return _card(telling.event, lead + place + asked.words.in_language(desk.language), buttons, desk)


def _card(event: LifeEvent, lead: str, buttons: list[Button] | list[Press], desk: Desk) -> Card:
    choices = (Press(desk.phrase("life.again"), "life:"), Press(desk.phrase("card.menu"), "menu:top"))
    return Card(event.names.in_language(desk.language), lead, buttons=tuple(buttons), choices=choices)


def _event_button(event: LifeEvent, desk: Desk) -> Press:
    return Press(event.names.in_language(desk.language), Telling(event).data)


def _back(desk: Desk) -> Press:
    return Press(desk.phrase("life.title"), "life:")


def _said(said: Said) -> str:
    match said:
        case Pressed(data):
            return data.removeprefix("life:")
        case Text(text):
            return event_told(text) or "mine"
    return ""


def _asks_for_list(text: str) -> bool:
    """Quick replies vanish; what stood on them can be typed."""
    return text.strip().casefold() in {phrase("life.mine", language).casefold() for language in Language}


def _picked(said: Said) -> str:
    return (said.picked if isinstance(said, Pressed) else None) or ""


def _is_sensible(day: str, desk: Desk) -> bool:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return False
    today = to_jst(desk.now).date()
    return today - EARLIEST <= on <= today + LATEST
