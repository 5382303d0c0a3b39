"""«今の警報は?»: what the Meteorological Agency has in force for the town, by hazard, with its source and the hour."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

from alerts import jma_polls, jma_state
from alerts.jma_state import AreaState, InForce
from alerts.jma_words import named
from handlers.turn import Desk
from speech.cards import Card, Open, Press, Row, Spoken
from speech.incoming import Incoming, Said, Text
from speech.squash import squashed
from town.calendar import to_jst

MOST_ROWS = 12
SITE = "https://www.jma.go.jp/bosai/"
WORDS = Path(__file__).parents[1] / "speech/warnings_words.toml"


def is_asked(said: Said) -> bool:
    """What is in force now, not what a warning is or what follows from one."""
    if not isinstance(said, Text):
        return False
    plain, words = squashed(said.text), _words()
    if plain in words["alone"]:
        return True
    is_named, is_now, is_other = (
        any(one in plain for one in words[part]) for part in ("warnings", "asking", "besides")
    )
    return is_named and is_now and not is_other


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Nobody is told that there is nothing when the feeds cannot be read."""
    polls = jma_polls.all_(desk.session)
    is_unread = not polls or any(row.is_silent(desk.now) for row in polls)
    found = jma_state.in_force(desk.session, desk.now)
    key = "jma.in_force" if found else "jma.unread" if is_unread else "jma.none"
    lead = desk.phrase(key, time=f"{to_jst(desk.now):%-H:%M}", town=desk.town_name)
    doubt = [desk.phrase("jma.unread")] if found and is_unread else []
    return [
        Card(
            title=desk.phrase("jma.title"),
            lead=" ".join([lead, *doubt]),
            rows=tuple(_row(row, kind, desk) for row, kind in _once(found)[:MOST_ROWS]),
            buttons=(Open(desk.phrase("jma.site"), SITE),),
            note=desk.phrase("jma.apart", town=desk.town_name),
            choices=(Press(desk.phrase("orders.button"), "orders:"), Press(desk.phrase("shelter.button"), "shelter:")),
        )
    ]


def is_anything_grave(desk: Desk) -> bool:
    """Something in force for which officers are rung: level 3 and above, a tsunami, a strong quake."""
    return any(kind.rings for _, kind in jma_state.in_force(desk.session, desk.now))


def _once(found: list[tuple[AreaState, InForce]]) -> list[tuple[AreaState, InForce]]:
    """Two halves of a town under the same warning are one line."""
    return list({(kind.hazard, kind.code, row.series): (row, kind) for row, kind in reversed(found)}.values())[::-1]


def _row(row: AreaState, kind: InForce, desk: Desk) -> Row:
    since = f"{to_jst(datetime.fromisoformat(kind.since)):%-m/%-d %-H:%M}"
    name = named(kind.hazard, kind.code, kind.name, desk.language)
    return Row(desk.phrase("jma.line", since=since, office=row.office), name)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {part: tuple(squashed(word) for words in by.values() for word in words) for part, by in written.items()}
