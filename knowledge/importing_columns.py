"""Which column of a table holds what: by its heading, or as the officer says."""

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from town.table import Line, TableRefusedError

_FILE = Path(__file__).parent / "data" / "common" / "import_columns.toml"
NEEDED = {"question": "質問", "answer": "回答"}


@dataclass(frozen=True)
class Columns:
    """`places`: of each field its column from 0. `unread`: headings of columns that mean nothing to us."""

    places: Mapping[str, int]
    unread: tuple[str, ...]
    width: int

    def read(self, line: Line) -> dict[str, str]:
        return {field: line.cells[at].strip() if at < len(line.cells) else "" for field, at in self.places.items()}


def find_columns(header: Sequence[str], told: Mapping[str, str]) -> Columns:
    """`told`: our word for a column (質問, answer …) with the heading it has here. Raises TableRefusedError."""
    plain = [_plain(cell) for cell in header]
    places = _places_told(plain, told)
    for field, names in headings().items():
        free = [at for at, cell in enumerate(plain) if cell in names and at not in places.values()]
        if field not in places and free:
            places[field] = min(free, key=lambda at: names.index(plain[at]))
    if missing := [name for field, name in NEEDED.items() if field not in places]:
        raise TableRefusedError(
            f"{'と'.join(missing)}の列が見つかりません。--map {missing[0]}=見出し と書いてください。"
        )
    unread = (cell or f"{at + 1}列目" for at, cell in enumerate(header) if at not in places.values())
    return Columns(places, tuple(unread), len(header))


def _places_told(plain: Sequence[str], told: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for word, heading in told.items():
        field = next((one for one, names in headings().items() if _plain(word) in (one, *names)), None)
        if field is None:
            raise TableRefusedError(f"--map の「{word}」は分かりません。質問、回答、分類、担当課などです。")
        if _plain(heading) not in plain:
            raise TableRefusedError(f"見出し「{heading}」の列がありません。")
        places[field] = plain.index(_plain(heading))
    return places


@cache
def headings() -> dict[str, list[str]]:
    return {field: [_plain(name) for name in names] for field, names in tomllib.loads(_FILE.read_text("utf-8")).items()}


def _plain(heading: str) -> str:
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())
