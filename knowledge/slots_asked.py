"""A question -> what of a thing it asks: which slots, in which case, on which days, and whether it names the thing."""

import re
from dataclasses import dataclass

from knowledge import slots
from knowledge.slots_words import Phrases, without
from knowledge.words import MOST_CHARACTERS, normalise, read

_BETWEEN = re.compile(r"[\s、,。・?？!！…]+")
_PARTICLES = re.compile(r"[のはがをにでもとへか]+$")
_DATE = re.compile(r"(?P<month>1[0-2]|0?[1-9])(?:月|/)(?P<day>3[01]|[12][0-9]|0?[1-9])日?(?![0-9/])")


@dataclass(frozen=True)
class Asked:
    """`days`: «today», «mon», «12-25». `rest`: the question without all these; `is_bare`: no subject is left in it."""

    slots: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    rest: str = ""
    is_bare: bool = False

    @property
    def is_anything(self) -> bool:
        return bool(self.slots or self.cases or self.days)

    @property
    def subjects(self) -> frozenset[str]:
        """What may be called by name in the rest: «夫が です。児童手当は もらえますか» speaks of 夫 and of 児童手当."""
        bare = without(self.rest, [place for place, _ in slots.fillers().found(self.rest)])
        return frozenset(filter(None, (_PARTICLES.sub("", part) for part in _BETWEEN.split(bare))))

    @property
    def is_own_topic(self) -> bool:
        """«予約したい», «土曜は窓口やってる?»: fit for a question of its own where nothing is spoken of."""
        return bool(self.days) or any(slots.slots()[slot].is_own_topic for slot in self.slots)

    def and_also(self, other: "Asked") -> "Asked":
        """Both asked in one breath; the subject is the first one's."""
        return Asked(
            tuple(dict.fromkeys(self.slots + other.slots)), tuple(dict.fromkeys(self.cases + other.cases)),
            tuple(dict.fromkeys(self.days + other.days)), self.rest, self.is_bare,
        )  # fmt: skip


NOTHING_ASKED = Asked()


def read_asked(text: str) -> Asked:
    """Of a resident's words. Words that only count alone are heard when nothing else is left over."""
    folded = normalise(text)[:MOST_CHARACTERS]
    alone = _asked(folded, slots.said_alone())
    return alone if alone.is_bare else _asked(folded, slots.said())


def _asked(folded: str, phrases: Phrases) -> Asked:
    dates = list(_DATE.finditer(folded))
    found = [(range(*date.span()), f"day:{_written(date)}") for date in dates]
    found += phrases.found(without(folded, [place for place, _ in found]))
    told = [(place, meaning) for place, meaning in found if meaning != slots.NOTHING]
    if not told:
        return NOTHING_ASKED
    by_sort: dict[str, list[str]] = {"slot": [], "case": [], "day": []}
    for _, meaning in sorted(told, key=lambda one: one[0].start):
        sort, _, name = meaning.partition(":")
        by_sort[sort].append(name)
    asked_slots, cases, days = (tuple(dict.fromkeys(names)) for names in by_sort.values())
    rest = without(folded, [place for place, _ in told])
    return Asked(asked_slots, cases, days, " ".join(rest.split()), _names_nothing(rest))


def _names_nothing(rest: str) -> bool:
    """Only words that stand around any question are left."""
    bare = without(rest, [place for place, _ in slots.fillers().found(rest)])
    apart = "、".join(bare.split())  # across a blank two particles are read as one word
    return not any(word.is_telling for word in read(apart)) if apart else True


def _written(date: re.Match[str]) -> str:
    return f"{int(date['month']):02}-{int(date['day']):02}"
