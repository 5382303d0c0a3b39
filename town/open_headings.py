"""Which open-data table this is, and which of its columns holds what; the names are data (open_headings.toml)."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from town.hazards import Hazard
from town.shapes import Strict
from town.table import TableRefusedError

_FILE = Path(__file__).parent / "open_headings.toml"
_BARS = str.maketrans({"―": "ー", "—": "ー", "–": "ー", "─": "ー", "№": "no"})
_REQUIRED = re.compile(r"\(必須\)|[*※]$")


class Shape(StrEnum):
    """Which typed row its rows become; see open_rows.py."""

    FACILITY = "facility"
    EVACUATION_SITE = "evacuation_site"
    SHELTER = "shelter"


class Dataset(Strict):
    """`marks`: columns that only such a table has. Without a `shape` its rows are no places."""

    name: str
    marks: tuple[str, ...] = ()
    shape: Shape | None = None


class HeadingNames(Strict):
    """The file."""

    columns: dict[str, tuple[str, ...]]
    hazards: dict[Hazard, tuple[str, ...]]
    beginnings: dict[str, str]
    flags: dict[str, tuple[str, ...]]
    said_in_brackets: dict[str, tuple[str, ...]]
    datasets: tuple[Dataset, ...]


@dataclass(frozen=True)
class Headings:
    """Where each field stands, from 0. `opened_for`: columns of the dangers a shelter is opened in, as written."""

    dataset: Dataset
    header: tuple[str, ...]
    places: Mapping[str, int]
    hazards: Mapping[Hazard, int]
    opened_for: Mapping[str, int]

    @property
    def unread(self) -> tuple[str, ...]:
        read = {*self.places.values(), *self.hazards.values(), *self.opened_for.values()}
        return tuple(cell for at, cell in enumerate(self.header) if at not in read and cell)

    def called(self, field: str) -> str:
        """How this table calls the field, or most tables do."""
        known = heading_names().columns[field]
        return self.header[self.places[field]] if field in self.places else known[0]


def find_headings(header: Sequence[str]) -> Headings:
    """Raises TableRefusedError for a table that is none of ours."""
    names, plain = heading_names(), [plain_heading(cell) for cell in header]
    bare = [cell.removeprefix(names.beginnings["hazard"]) for cell in plain]
    hazards = {hazard: at for hazard, written in names.hazards.items() if (at := _first(bare, written)) is not None}
    dataset = _dataset(bare)
    places = {field: at for field, written in names.columns.items() if (at := _first(plain, written)) is not None}
    if dataset.shape is None or "name" not in places:
        told = f"「{dataset.name}」は場所の一覧ではありません。" if dataset.marks else "名称の列が見つかりません。"
        raise TableRefusedError(f"{told}公共施設一覧か避難所の一覧の見出しを確かめてください。")
    begins = names.beginnings["opened_for"]
    opened_for = {
        cell.removeprefix(begins).strip("()"): at for at, cell in enumerate(plain) if cell.startswith(begins)
    }  # fmt: skip
    return Headings(dataset, tuple(header), places, hazards, opened_for)


@cache
def heading_names() -> HeadingNames:
    return TypeAdapter(HeadingNames).validate_python(tomllib.loads(_FILE.read_text(encoding="utf-8")), strict=False)


def plain_heading(heading: str) -> str:
    """Without what offices add or write otherwise: 「電話番号(必須)」, full width, line ends, a dash for a long bar."""
    plain = "".join(unicodedata.normalize("NFKC", heading.translate(_BARS)).casefold().split())
    return _REQUIRED.sub("", plain).strip("_")


def _first(cells: Sequence[str], names: Sequence[str]) -> int | None:
    """Where the best known of these names stands."""
    return next((cells.index(name) for name in names if name in cells), None)


def _dataset(cells: Sequence[str]) -> Dataset:
    return next(one for one in heading_names().datasets if all(_is_there(mark, cells) for mark in one.marks))


def _is_there(mark: str, cells: Sequence[str]) -> bool:
    return any(cell == mark or cell.startswith(f"{mark}(") for cell in cells)
