"""When a door is open: weekly hours, n-th weekdays, national holidays, the year's end and the town's own closing days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Self
from zoneinfo import ZoneInfo

import jpholiday
from pydantic import Field, PlainSerializer, PlainValidator, model_validator

from town.shapes import Name, Strict

JST = ZoneInfo("Asia/Tokyo")
SEARCHED_DAYS = 400  # a door that stays shut longer than a year has no next opening
_SPAN = re.compile(r"^([0-9]{1,2}):([0-9]{2})\s*[-–~〜～]\s*([0-9]{1,2}):([0-9]{2})$")
_LAST = -1


def to_jst(moment: datetime) -> datetime:
    """The one place where a moment becomes Japanese time."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return moment.astimezone(JST)


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass(frozen=True, order=True)
class Span:
    """From one minute of the day up to, not including, another."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{self.opens // 60}:{self.opens % 60:02}-{self.closes // 60}:{self.closes % 60:02}"


def _as_span(written: object) -> Span:
    found = _SPAN.match(written.strip()) if isinstance(written, str) else None
    hours = [int(part) for part in found.groups()] if found else [0, 0, 0, 0]
    span = Span(hours[0] * 60 + hours[1], hours[2] * 60 + hours[3])
    if max(hours[1], hours[3]) > 59 or not span.opens < span.closes <= 24 * 60:
        raise ValueError("時間は 8:30-17:15 のように、早いほうから書いてください(夜中の0時は 24:00)")
    return span


WrittenSpan = Annotated[Span, PlainValidator(_as_span), PlainSerializer(str, return_type=str)]


class OpeningRule(Strict):
    """On these weekdays (or only the n-th of the month; -1 is the last) the door is open in these spans."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    spans: Annotated[tuple[WrittenSpan, ...], Field(min_length=1)]
    nth: tuple[Annotated[int, Field(ge=-1, le=5)], ...] = ()
    on_holidays: bool = False

    @model_validator(mode="after")
    def _counts_from_one(self) -> Self:
        if 0 in self.nth:
            raise ValueError("nth は 1〜5、または -1(最後の週)です")
        return self

    def covers(self, day: date) -> bool:
        if tuple(Weekday)[day.weekday()] not in self.days or not (self.on_holidays or holiday_name(day) is None):
            return False
        is_last = day.day + 7 > monthrange(day.year, day.month)[1]
        return not self.nth or (day.day - 1) // 7 + 1 in self.nth or (is_last and _LAST in self.nth)


class ClosingDay(Strict):
    """A day on which the town itself keeps its doors shut."""

    day: date
    reason: Name


class CalendarFile(Strict):
    """calendar.yaml: the town hall's hours, and the days that close every door of the town."""

    hours: tuple[OpeningRule, ...]
    closing_days: tuple[ClosingDay, ...] = ()


@dataclass(frozen=True)
class OpeningHours:
    """One door's rules together with the days on which the whole town is closed."""

    rules: tuple[OpeningRule, ...]
    closing_days: frozenset[date] = frozenset()

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Today's spans in order, those that touch made one."""
        if is_year_end(day) or day in self.closing_days:
            return ()
        merged: list[Span] = []
        for span in sorted(span for rule in self.rules if rule.covers(day) for span in rule.spans):
            if merged and span.opens <= merged[-1].closes:
                merged[-1] = Span(merged[-1].opens, max(span.closes, merged[-1].closes))
            else:
                merged.append(span)
        return tuple(merged)


class WhyClosed(StrEnum):
    OUTSIDE_HOURS = "outside_hours"  # open today, at another hour
    YEAR_END = "year_end"
    TOWN_CLOSING_DAY = "town_closing_day"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"


@dataclass(frozen=True)
class Opening:
    """What a sentence about the door needs: 「今は閉庁。次は月曜8:30」. Moments are in Japanese time."""

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    days_ahead: int = 0  # 0 today, 1 tomorrow
    why_closed: WhyClosed | None = None
    holiday: str | None = None


def is_open(hours: OpeningHours, moment: datetime) -> bool:
    return _span_at(hours, moment) is not None


def next_opening(hours: OpeningHours, moment: datetime) -> datetime | None:
    """The first moment from now on at which the door is open: now itself when it is; None when not within a year."""
    now = to_jst(moment)
    for ahead in range(SEARCHED_DAYS):
        day = now.date() + timedelta(days=ahead)
        for span in hours.spans_on(day):
            if _at(day, span.closes) > now:
                return max(now, _at(day, span.opens))
    return None


def closes_at(hours: OpeningHours, moment: datetime) -> datetime | None:
    """When the door that is open now closes; None when it is closed."""
    end: datetime | None = None
    while span := _span_at(hours, end or moment):  # a door open past midnight; the year's end stops the longest
        end = _at(to_jst(end or moment).date(), span.closes)
    return end


def opening_sentence_values(hours: OpeningHours, moment: datetime) -> Opening:
    now = to_jst(moment)
    if is_open(hours, now):
        return Opening(is_open=True, closes_at=closes_at(hours, now))
    opens_at = next_opening(hours, now)
    why = why_closed(hours, now.date())
    return Opening(
        is_open=False,
        opens_at=opens_at,
        days_ahead=(opens_at.date() - now.date()).days if opens_at else 0,
        why_closed=why,
        holiday=holiday_name(now.date()) if why is WhyClosed.HOLIDAY else None,
    )


def why_closed(hours: OpeningHours, day: date) -> WhyClosed:
    if hours.spans_on(day):
        return WhyClosed.OUTSIDE_HOURS
    if is_year_end(day):
        return WhyClosed.YEAR_END
    if day in hours.closing_days:
        return WhyClosed.TOWN_CLOSING_DAY
    return WhyClosed.HOLIDAY if holiday_name(day) else WhyClosed.DAY_OFF


def is_year_end(day: date) -> bool:
    """29 December to 3 January: offices are closed by ordinance everywhere in Japan."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


@lru_cache(maxsize=4096)
def holiday_name(day: date) -> str | None:
    """The national holiday's Japanese name, 振替休日 and 国民の休日 among them."""
    name: str | None = jpholiday.is_holiday_name(day)
    return name


def _span_at(hours: OpeningHours, moment: datetime) -> Span | None:
    now = to_jst(moment)
    spans = hours.spans_on(now.date())
    return next((s for s in spans if _at(now.date(), s.opens) <= now < _at(now.date(), s.closes)), None)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), JST) + timedelta(minutes=minute)
