"""«明日», «月曜», «12月25日» -> the dates they mean today."""

from datetime import date, timedelta

from town.calendar import Weekday, holiday_name

YEAR_END = "year_end"
_NEAR = {"today": 0, "tomorrow": 1, "after_tomorrow": 2}
_WEEKDAYS = [str(weekday) for weekday in Weekday]
_SEARCHED = 366


def dates(names: tuple[str, ...], today: date) -> list[date]:
    """In the order named, each once; always today or later. The year's end is no single day and is left out."""
    found = [day for name in names for day in _dates(name, today)]
    return list(dict.fromkeys(found))


def _dates(name: str, today: date) -> list[date]:
    if name in _NEAR:
        return [today + timedelta(days=_NEAR[name])]
    if name in _WEEKDAYS:
        return [_next(today, _WEEKDAYS.index(name))]
    match name:
        case "weekend":
            return [_next(today, 5), _next(today, 6)]
        case "holiday":
            ahead = (today + timedelta(days=days) for days in range(_SEARCHED))
            return [next(day for day in ahead if holiday_name(day))]
        case "year_end":
            return []
    return _on(name, today)


def _next(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _on(written: str, today: date) -> list[date]:
    """«02-29» is in no year near enough to be asked about, or in one of the next two."""
    month, day = (int(part) for part in written.split("-"))
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return [found]
    return []
