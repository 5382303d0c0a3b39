"""Whether a question is about another town: a place is named, and nothing in the question leads back home."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge import romaji
from knowledge.words import MOST_CHARACTERS, is_japanese, normalise, place_spans

_FILE = Path(__file__).parent / "data/common/places.toml"
_ELSEWHERE = {True: "他市", False: " "}  # what stands in a name's place when the question is searched; True: Japanese
_LATIN = re.compile(r"[a-zāīūēōâîûêô'-]+")
_SUFFIX = re.compile(r"[- ]?(?:shi|ku|cho|machi|mura|ken|fu|to)\b")
_KANA_SUFFIX = "(?:し|く|けん|ふ)(?=の|で|は|に|から|へ|が| |$)"


@dataclass(frozen=True)
class Place:
    """`name` as the resident wrote it, folded; it stands from `begin` to `end`."""

    name: str
    begin: int
    end: int


@dataclass(frozen=True)
class Asked:
    """`elsewhere`: the other town that is meant, if any. `text`: the question without names of other places."""

    elsewhere: str | None
    text: str


class Places:
    """`own`: the names this town goes by, its prefecture's among them. `addresses`: places named there are here."""

    def __init__(self, *own: str, addresses: Iterable[str] = ()) -> None:
        self._here = re.compile("|".join(re.escape(normalise(name)) + "の?" for name in own if name) or "(?!)")
        self._own = {normalise(name) for name in own} | {_sounds(normalise(name)) for name in own}
        self._addresses = normalise("\n".join(addresses))

    def read(self, question: str) -> Asked:
        text = normalise(question)[:MOST_CHARACTERS]
        named = [place for place in _named(text) if not self._is_ours(place.name)]
        if not named:
            neighbour = _known().neighbours.search(text)
            if neighbour and not _known().anywhere.search(text):  # «他の市の戸籍» is to be had here
                return Asked(neighbour[0].removesuffix("の"), question)
            return Asked(None, self._here.sub("", text).strip() or question)
        away = [place for place in named if not _leads_home(text, place)]
        is_theirs = {place.name for place in away} == {place.name for place in named}  # said twice, once is enough
        return Asked(away[0].name.title() if is_theirs else None, _without(text, named))

    def _is_ours(self, name: str) -> bool:
        return name in self._own or _sounds(name) in self._own or name in self._addresses


@dataclass(frozen=True)
class _Known:
    bare: frozenset[str]
    sounds: frozenset[str]
    kana: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    anywhere: re.Pattern[str]
    moving: re.Pattern[str]
    neighbours: re.Pattern[str]


@cache
def _known() -> _Known:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    large: dict[str, str] = read["prefectures"] | read["cities"]
    spoken = {kana for name, kana in large.items() if name not in read["written"]["only"]}
    either = {name: re.compile("|".join(words)) for name, words in read["home"].items()}
    return _Known(
        bare=frozenset(name for name in large if len(name) > 1),
        sounds=frozenset(map(romaji.of_kana, spoken)),
        kana=re.compile(
            f"(?:{'|'.join(sorted(spoken | set(read['wards'].values()), key=len, reverse=True))}){_KANA_SUFFIX}"
        ),
        after=either["after"],
        before=re.compile(f"(?:{either['before'].pattern})$"),
        anywhere=either["anywhere"],
        moving=either["moving"],
        neighbours=either["neighbours"],
    )


def _named(text: str) -> list[Place]:
    if not is_japanese(text):
        return _in_latin(text)
    spans = [Place(text[begin:end], begin, end) for begin, end in place_spans(text, _known().bare)]
    kana = [Place(found[0], *found.span()) for found in _known().kana.finditer(text)]
    return spans + [one for one in kana if not any(one.begin < other.end and other.begin < one.end for other in spans)]


def _in_latin(text: str) -> list[Place]:
    found = []
    for word in _LATIN.finditer(text):
        if _sounds(word[0].split("-")[0]) in _known().sounds:
            suffix = _SUFFIX.match(text, word.end())
            found.append(Place(word[0].split("-")[0], word.start(), suffix.end() if suffix else word.end()))
    return found


def _sounds(word: str) -> str:
    return romaji.of_latin(word) or word


def _leads_home(text: str, place: Place) -> bool:
    """«横浜市から来ました», «本籍は大阪», «I moved here from Nagoya»; but not «大阪市の転入届»."""
    known, rest = _known(), text[place.end :]
    if known.anywhere.search(text) or known.after.match(rest) or known.before.search(text[: place.begin]):
        return True
    return not rest.startswith("の") and bool(known.moving.search(text))


def _without(text: str, named: list[Place]) -> str:
    for place in sorted(named, key=lambda place: place.begin, reverse=True):
        text = text[: place.begin] + _ELSEWHERE[is_japanese(text)] + text[place.end :]
    return text
