"""The list of what to do after a life event: grouped by counter, with dates, kept a while for whoever made it."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.contact import section_name, telephone_languages
from handlers.entry_card import text_for
from handlers.turn import Desk
from knowledge.entry_file import EntryFile
from knowledge.life_events import LifeEvent, Step
from speech.cards import Card, Carousel, Press, Row
from store import dialogues
from store.dialogues import DialogueKind
from town import sections
from town.calendar import holiday_name, to_jst

KEPT_DAYS = 30
MOST_LISTS = 3
MINE = DialogueKind("life_list", rank=0, lasts=timedelta(days=KEPT_DAYS))  # never spoken to: it is only looked at
SHORT_WHEN = 60  # characters; a longer sentence belongs on the entry's own card
YEARS_END = ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))


@dataclass(frozen=True)
class Counter:
    """One place to go to, and what is done there."""

    section_id: str
    steps: tuple[tuple[Step, EntryFile], ...]


def counters(event: LifeEvent, letters: str, on: date | None, desk: Desk) -> tuple[Counter, ...]:
    """In the order of the event's own list. What the town has not published is left out."""
    found: dict[str, list[tuple[Step, EntryFile]]] = {}
    for step in event.steps_for(event.answered(letters) or {}):
        if entry := desk.knowledge.entry(step.entry):
            found.setdefault(entry.section, []).append((step, entry))
    return tuple(Counter(section_id, tuple(steps)) for section_id, steps in found.items())


def keep(telling: str, desk: Desk) -> bool:
    """Of a list only «birth:2026-11-16:yn» is kept, the newest last; in a group nothing."""
    if desk.resident is None:
        return False
    others = [one for one in kept(desk) if one.partition(":")[0] != telling.partition(":")[0]]
    state = {"lists": [*others, telling][-MOST_LISTS:]}
    dialogues.put(desk.session, desk.resident.id, MINE, "kept", state, desk.now)
    return True


def kept(desk: Desk) -> list[str]:
    found = dialogues.find(desk.session, desk.resident.id, MINE, desk.now) if desk.resident else None
    return [str(one) for one in found.state.get("lists", [])] if found else []


def forget(desk: Desk) -> None:
    if desk.resident:
        dialogues.end(desk.session, desk.resident.id, MINE)


def cards(event: LifeEvent, on: date | None, found: tuple[Counter, ...], desk: Desk, *, is_kept: bool) -> Carousel:
    title = event.names.in_language(desk.language)
    choices = [Press(desk.phrase("life.title"), "life:"), Press(desk.phrase("card.menu"), "menu:top")]
    if is_kept:
        choices.insert(0, Press(desk.phrase("life.mine"), "life:mine"))
    return Carousel(
        title,
        (_summary(event, on, found, desk, is_kept=is_kept), *(_counter_card(one, on, desk) for one in found)),
        choices=tuple(choices),
    )


def _summary(event: LifeEvent, on: date | None, found: tuple[Counter, ...], desk: Desk, *, is_kept: bool) -> Card:
    count = sum(len(one.steps) for one in found)
    lead = [desk.phrase("life.summary", count=count, counters=len(found))]
    if any(entry.online for one in found for _, entry in one.steps):
        lead.append(desk.phrase("life.only_online"))
    rows = (Row(desk.phrase("life.day"), _day(on, "life.date", desk)),) if on else ()
    again = Press(desk.phrase("life.again"), f"life:{event.id}::")
    forget = (Press(desk.phrase("life.forget"), "life:forget"),) if is_kept else ()
    note = desk.phrase("life.kept", days=KEPT_DAYS) if is_kept else ""
    return Card(event.names.in_language(desk.language), "\n".join(lead), rows, (again, *forget), note)


def _counter_card(counter: Counter, on: date | None, desk: Desk) -> Card:
    section = sections.find(desk.session, counter.section_id)
    place = [desk.phrase("contact.floor", floor=section.floor, room=section.room)] if section else []
    titles = [(text_for(entry, desk)[0].title, step, entry) for step, entry in counter.steps]
    lines = [f"□ {title}{_deadline(step, entry, on, desk)}" for title, step, entry in titles]
    return Card(
        section_name(section, desk),
        "\n".join([*place, *telephone_languages(section, desk)]),
        (Row(desk.phrase("life.todo"), "\n".join(lines)),),
        tuple(Press(title, f"entry:{entry.id}") for title, _, entry in titles),
    )


def _deadline(step: Step, entry: EntryFile, on: date | None, desk: Desk) -> str:
    said = _when(step, entry, on, desk)
    return f"\n  → {said}" if said else ""


def _when(step: Step, entry: EntryFile, on: date | None, desk: Desk) -> str:
    if step.due and on:
        last = step.due.last_day(on, _is_closed)
        return _day(last, "life.until" if last >= to_jst(desk.now).date() else "life.overdue", desk)
    if step.due:
        key = "life.within_days" if step.due.days else "life.within_months"
        return desk.phrase(key, count=step.due.days or step.due.months)
    written = "" if step.is_undated else text_for(entry, desk)[0].when or ""
    first = written.partition("。")[0]
    return first if len(first) <= SHORT_WHEN else ""


def _day(day: date, key: str, desk: Desk) -> str:
    weekday = desk.phrase(f"contact.weekday_{day.weekday()}")
    return desk.phrase(key, year=day.year, month=day.month, day=day.day, weekday=weekday)


def _is_closed(day: date) -> bool:
    """On which no office takes a notice (地方自治法4条の2): weekends, holidays, the turn of the year."""
    return day.weekday() >= 5 or holiday_name(day) is not None or (day.month, day.day) in YEARS_END
