"""The Meteorological Agency's telegrams and kinds, as jma_kinds.toml lists them. What is not listed is not guessed."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Kind:
    """`level` is the 警戒レベル it corresponds to, None where the agency gives none. `hazard` is None when not listed."""

    code: str
    name: str
    hazard: str | None = None
    level: int | None = None
    grade: str | None = None
    is_lift: bool = False
    rings: bool = False
    is_known: bool = True


@dataclass(frozen=True)
class TelegramKind:
    type: str
    titles: tuple[str, ...]
    reads: str
    codes: str
    hazard: str | None = None
    is_old: bool = False
    lasts_hours: int | None = None  # of what nobody lifts: after so long it is history
    ringing_words: tuple[str, ...] = ()  # in the telegram's own words for a code nobody listed


@dataclass(frozen=True)
class Catalogue:
    by_title: Mapping[str, TelegramKind]
    kinds: Mapping[str, Mapping[str, Kind]]

    def telegram(self, title: str) -> TelegramKind | None:
        return self.by_title.get(plain(title))

    def lasts(self, telegram: TelegramKind) -> timedelta | None:
        return timedelta(hours=telegram.lasts_hours) if telegram.lasts_hours else None

    def kind(self, telegram: TelegramKind, code: str, name: str, title: str = "") -> Kind:
        """By its code. One that is not listed keeps its words and has no level; only its hazard may be certain.

        Its own words, or the title of a telegram that speaks of one thing only, may still ring somebody.
        """
        listed = self.kinds[telegram.codes].get(code)
        rings = any(word in plain(f"{name} {title}") for word in telegram.ringing_words)
        return listed or Kind(code, name, telegram.hazard, rings=rings, is_known=False)


def plain(title: str) -> str:
    """Titles are compared without the difference between full and half width."""
    return unicodedata.normalize("NFKC", title).strip()


@lru_cache(1)
def catalogue() -> Catalogue:
    read = tomllib.loads((Path(__file__).parent / "jma_kinds.toml").read_text(encoding="utf-8"))
    telegrams = [_telegram(row) for row in read["telegrams"]]
    by_title = {plain(title): telegram for telegram in telegrams for title in telegram.titles}
    return Catalogue(by_title, {name: _kinds(rows) for name, rows in read["codes"].items()})


def _telegram(row: dict[str, Any]) -> TelegramKind:
    lists = {"titles": tuple(row["titles"]), "ringing_words": tuple(row.get("ringing_words", ()))}
    return TelegramKind(**{**row, **lists})


def _kinds(rows: list[dict[str, Any]]) -> dict[str, Kind]:
    return {row["code"]: Kind(**row) for row in rows}
