"""«通行止めは?», «給水所は?»: what officers told everybody, word for word, and when; and none told is not «none»."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from alerts import told_lately
from alerts.broadcasts import Broadcast
from handlers.contact import contact_card
from handlers.turn import Desk
from speech.cards import Press, Say, Spoken
from speech.incoming import Incoming, Pressed, Said, Text
from speech.languages import FALLBACKS
from speech.squash import squashed
from town import sections
from town.calendar import to_jst

WORDS = Path(__file__).parents[1] / "speech/told_words.toml"
TEMPLATES = {"roads": told_lately.ROADS, "water": told_lately.WATER}
MOST = 3  # notices in one answer; each is a message of its own, and LINE takes five
Words = Mapping[str, tuple[str, ...]]


def is_asked(said: Said) -> bool:
    return isinstance(said, Text) and _about(said.text) is not None


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The words, or «told:roads», «told:water»."""
    named = incoming.said.data.partition(":")[2] if isinstance(incoming.said, Pressed) else None
    about = named or (_about(incoming.said.text) if isinstance(incoming.said, Text) else None)
    return _told(about if about in TEMPLATES else "roads", desk)


def _told(about: str, desk: Desk) -> list[Spoken]:
    clock = f"{to_jst(desk.now):%-H:%M}"
    found = told_lately.in_force(desk.session, TEMPLATES[about], desk.now, MOST)
    if not found:
        section = sections.find(desk.session, "disaster")
        lead = desk.phrase("told.none", time=clock, town=desk.town_name)
        return [contact_card(desk, section, title=desk.phrase(f"told_about.{about}"), lead=lead)]
    what = desk.phrase(f"told_about.{about}")
    last = Say(desk.phrase("told.lead", time=clock, town=desk.town_name, what=what), _next(desk))
    return [*(Say(_words_of(one, desk)) for one in found), last]


def _words_of(notice: Broadcast, desk: Desk) -> str:
    """As it went out then, in the nearest language it was written in; its hour is the hour it left."""
    at, written = notice.released_at or desk.now, notice.written
    language = next(one for one in FALLBACKS[desk.language] if one in written.messages)
    said = written.at(language, f"{to_jst(at):%-H:%M}")
    words = "\n".join(str(one.get("text") or one.get("altText") or "") for one in said)
    return f"{desk.phrase('told.at', time=f'{to_jst(at):%-m/%-d %-H:%M}', town=desk.town_name)}\n{words}"


def _next(desk: Desk) -> tuple[Press, ...]:
    return tuple(Press(desk.phrase(f"told_button.{about}"), f"told:{about}") for about in TEMPLATES)


def _about(text: str) -> str | None:
    plain, words = squashed(text), _words()
    for about in TEMPLATES:
        if plain in words[f"{about}.alone"]:
            return about
        is_named, is_asked, is_other = (
            any(one in plain for one in words[part]) for part in (f"{about}.words", "asking", "besides")
        )
        if is_named and is_asked and not is_other:
            return about
    return None


@cache
def _words() -> Words:
    written: dict[str, Any] = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    parts = {part: written[part] for part in ("asking", "besides")}
    parts |= {f"{about}.{part}": written[about][part] for about in TEMPLATES for part in ("words", "alone")}
    return {name: tuple(squashed(word) for words in by.values() for word in words) for name, by in parts.items()}
