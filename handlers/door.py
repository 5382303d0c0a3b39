"""Whether a door is open on the days somebody asks about: a facility's own, or that of the section behind a counter."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.contact import section_name
from handlers.turn import Desk
from knowledge.entry_file import EntryFile, Kind
from knowledge.opening_days import FacilityOpening
from knowledge.slots_days import YEAR_END, dates
from speech.cards import Row
from town import sections
from town.calendar import JST, OpeningHours, holiday_name, next_opening, to_jst

LONGEST_RUN = 120  # days; a camp site sleeps all winter


@dataclass(frozen=True)
class Door:
    """`opening` knows the weeks in which nothing is certain."""

    hours: OpeningHours
    opening: FacilityOpening | None = None


def door_of(entry: EntryFile, desk: Desk) -> Door | None:
    """None for a facility whose days nobody wrote down."""
    if entry.kind is Kind.PUBLIC_FACILITY:
        closing_days = frozenset(one.day for one in desk.town.calendar.closing_days)
        return Door(entry.opening.at(closing_days), entry.opening) if entry.opening else None
    section = sections.find(desk.session, entry.section)
    hours = desk.town.opening_hours(section.opening_rules() if section else ())
    return Door(hours) if hours else None


def door_rows(entry: EntryFile, days: tuple[str, ...], desk: Desk) -> list[Row]:
    """A row for each day asked about; today where none was named."""
    door = door_of(entry, desk)
    if door is None:
        return [Row(desk.phrase("asked_for.hours"), desk.phrase("door.unknown"))]
    today = to_jst(desk.now).date()
    rows = [Row(day_name(day, desk), _on(door, day, desk)) for day in dates(days or ("today",), today)]
    return [*rows, *([_year_end(door, desk)] if YEAR_END in days else [])]


def whose_door(entry: EntryFile, desk: Desk) -> str:
    """Of a procedure it is the counter's door that is open or not."""
    if entry.kind is Kind.PUBLIC_FACILITY:
        return ""
    return desk.phrase("door.counter", section=section_name(sections.find(desk.session, entry.section), desk))


def day_name(day: date, desk: Desk) -> str:
    """«今日 11月20日(金)»; a holiday is called one."""
    ahead = (day - to_jst(desk.now).date()).days
    written = _written(day, desk)
    if holiday_name(day):
        written = desk.phrase("door.holiday", date=written)
    if ahead in (0, 1):
        name = desk.phrase("door.today" if ahead == 0 else "door.tomorrow")
        return desk.phrase("door.named_day", name=name, date=written)
    return written


def _written(day: date, desk: Desk) -> str:
    weekday = desk.phrase(f"contact.weekday_{day.weekday()}")
    return desk.phrase("door.day", month=day.month, day=day.day, weekday=weekday)


def _on(door: Door, day: date, desk: Desk) -> str:
    spans, now = door.hours.spans_on(day), to_jst(desk.now)
    if not spans:
        said = desk.phrase("door.closed") + _next(door, day, desk)
    elif day == now.date() and now >= _at(day, spans[-1].closes):
        said = desk.phrase("door.over", time=_clock(spans[-1].closes)) + _next(door, day, desk)
    else:
        times = [desk.phrase("door.span", opens=_clock(span.opens), closes=_clock(span.closes)) for span in spans]
        said = desk.phrase("door.open", spans=desk.phrase("contact.comma").join(times))
    is_unsettled = door.opening is not None and door.opening.is_unsettled(day)
    return f"{said}\n{desk.phrase('door.unsettled')}" if is_unsettled else said


def _next(door: Door, day: date, desk: Desk) -> str:
    opens_at = next_opening(door.hours, _at(day + timedelta(days=1), 0))
    if opens_at is None:
        return ""
    return " " + desk.phrase("door.next", date=_written(opens_at.date(), desk), time=f"{opens_at:%-H:%M}")


def _year_end(door: Door, desk: Desk) -> Row:
    """The days around New Year on which the door stays shut, and when it opens again."""
    today = to_jst(desk.now).date()
    new_year = date(today.year + 1, 1, 1) if (today.month, today.day) > (1, 3) else date(today.year, 1, 1)
    first = last = new_year
    for _ in range(LONGEST_RUN):
        first -= timedelta(days=0 if door.hours.spans_on(first - timedelta(days=1)) else 1)
        last += timedelta(days=0 if door.hours.spans_on(last + timedelta(days=1)) else 1)
    run = desk.phrase("door.run", first=_written(first, desk), last=_written(last, desk))
    return Row(desk.phrase("door.year_end"), run + _next(door, last, desk))


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), JST) + timedelta(minutes=minute)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
