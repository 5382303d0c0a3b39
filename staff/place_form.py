"""A place as an officer writes it into a form: coordinates as a map shows them, a day as the day ends."""

import re
from datetime import date, datetime, time

from reports.cells import Point
from town.calendar import JST
from town.officers import NotAllowedError

_PAIR = re.compile(r"\s*[((]?\s*(\d{1,3}(?:\.\d{1,12})?)\s*[,、,\s]\s*(\d{1,3}(?:\.\d{1,12})?)\s*[))]?\s*")
SOUTH, NORTH, WEST, EAST = 20.0, 46.0, 122.0, 154.0  # Japan, in degrees


def point_in(written: str) -> Point | None:
    """«34.75010, 138.27000». None where nothing is written. Raises NotAllowedError."""
    if not written.strip():
        return None
    found = _PAIR.fullmatch(written)
    if found is None:
        raise NotAllowedError("座標は「34.75010, 138.27000」のように、緯度、経度の順に書いてください。")
    point = Point(float(found[1]), float(found[2]))
    if not (SOUTH <= point.latitude <= NORTH and WEST <= point.longitude <= EAST):
        raise NotAllowedError("座標が日本の外です。緯度、経度の順に書いてください。")
    return point


def written(point: Point | None) -> str:
    return f"{point.latitude:.6f}, {point.longitude:.6f}" if point else ""


def end_of(day: str) -> datetime | None:
    """The end of a day in Japan; None where nothing is written. Raises NotAllowedError."""
    try:
        return datetime.combine(date.fromisoformat(day), time(23, 59), JST) if day else None
    except ValueError:
        raise NotAllowedError("日付の書き方が違います。") from None
