"""When a public facility is open: weekly hours by season, days off that move with holidays, and what no file can know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from town.calendar import OpeningHours, OpeningRule, Span, Weekday, holiday_name
from town.shapes import Strict

MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
_SATURDAY = 5
_ALL_DAY = "0:00-24:00"
_LONGEST_RUN = 10  # days without a weekday in Japan, with the longest holidays anybody has decreed


class Season(Strict):
    """A part of every year, both days included; «12-01» to «02-29» runs over New Year."""

    first: MonthDay
    last: MonthDay

    def covers(self, day: date) -> bool:
        written = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= written <= self.last
        return written >= self.first or written <= self.last


class FacilityRule(OpeningRule):
    """Hours on some weekdays, in a part of the year, or on national holidays only."""

    season: Season | None = None
    holidays_only: bool = False

    def covers(self, day: date) -> bool:
        if self.season and not self.season.covers(day):
            return False
        if self.holidays_only:
            return holiday_name(day) is not None and tuple(Weekday)[day.weekday()] in self.days
        return super().covers(day)


class DayOff(Strict):
    """A weekday (or its n-th of the month) on which the doors stay shut.

    On a national holiday: shut as well, or open (`open_on_holidays`), or open and shut on the next weekday instead
    (`moves`, 「祝日のときは次の平日」). `unless`: a part of the year in which it does not count.
    """

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    nth: tuple[Annotated[int, Field(ge=-1, le=5)], ...] = ()
    moves: bool = False
    open_on_holidays: bool = False
    unless: Season | None = None

    def falls_on(self, day: date) -> bool:
        if self._is_named(day):
            return holiday_name(day) is None or not (self.moves or self.open_on_holidays)
        return self.moves and _is_weekday(day) and any(map(self._is_named, _run_before(day)))

    def _is_named(self, day: date) -> bool:
        rule = {"days": self.days, "spans": [_ALL_DAY], "nth": self.nth, "on_holidays": True}
        return OpeningRule.model_validate(rule).covers(day) and not (self.unless and self.unless.covers(day))


class FacilityOpening(Strict):
    """`unsettled`: parts of the year with days off that are announced each time; nobody is told «open» then."""

    hours: Annotated[tuple[FacilityRule, ...], Field(min_length=1)]
    days_off: tuple[DayOff, ...] = ()
    closed_seasons: tuple[Season, ...] = ()
    unsettled: tuple[Season, ...] = ()

    def is_unsettled(self, day: date) -> bool:
        return any(season.covers(day) for season in self.unsettled)

    def at(self, closing_days: frozenset[date]) -> OpeningHours:
        return FacilityHours(self.hours, closing_days, self.days_off, self.closed_seasons)


@dataclass(frozen=True)
class FacilityHours(OpeningHours):
    """A facility's door, for everything town.calendar can say about doors."""

    days_off: tuple[DayOff, ...] = ()
    closed_seasons: tuple[Season, ...] = ()

    def spans_on(self, day: date) -> tuple[Span, ...]:
        is_off = any(season.covers(day) for season in self.closed_seasons) or any(
            off.falls_on(day) for off in self.days_off
        )  # fmt: skip
        return () if is_off else OpeningHours.spans_on(self, day)


def _is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY and holiday_name(day) is None


def _run_before(day: date) -> Iterator[date]:
    """The holidays and weekends that end on the eve of a weekday; of them only holidays make a day off move."""
    for back in range(1, _LONGEST_RUN + 1):
        before = day - timedelta(days=back)
        if _is_weekday(before):
            return
        if holiday_name(before):
            yield before
