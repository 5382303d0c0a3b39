"""Open-data tables of places read into typed rows; what cannot be read is told by line and column, never dropped."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from town import open_cells
from town.hazards import Hazard
from town.open_cells import CellRefusedError
from town.open_headings import Dataset, Headings, Shape, find_headings
from town.open_rows import EvacuationSiteRow, FacilityRow, OpenRow, ShelterRow
from town.table import Line, Table


@dataclass(frozen=True)
class Complaint:
    """About one line; `column` as the table calls it, empty when it is about the whole line."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True)
class OpenTable:
    """`rejected`: lines that became no row. `remarks`: on rows that were read, but not quite as they were written."""

    dataset: Dataset
    rows: tuple[OpenRow, ...]
    rejected: tuple[Complaint, ...]
    remarks: tuple[Complaint, ...]
    unread: tuple[str, ...]


def read_open_table(table: Table) -> OpenTable:
    """Raises TableRefusedError when it is no table of places."""
    headings = find_headings(table.header)
    lines = [_OpenLine(headings, line) for line in table.lines]
    rows, seen = [], _Seen()
    for line in lines:
        if row := line.read():
            line.complaints.extend(seen.told_before(row))
            rows.append(row)
    rejected = tuple(complaint for line in lines for complaint in line.complaints)
    lost = {complaint.line for complaint in rejected}
    remarks = tuple(remark for line in lines for remark in line.remarks if remark.line not in lost)
    kept = tuple(row for row in rows if row.line not in lost)
    return OpenTable(headings.dataset, kept, rejected, remarks, headings.unread)


class _Seen:
    """Which places the table has told already."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, ...], int] = {}

    def told_before(self, row: OpenRow) -> Iterable[Complaint]:
        """By its number; where the publisher gave none, by name and address."""
        key = (row.id,) if row.id else (row.name, row.full_address)
        if (first := self._lines.setdefault(key, row.line)) != row.line:
            yield Complaint(row.line, "", f"{first} 行目と同じ{'番号' if row.id else '名称と住所'}です。")


class _OpenLine:
    """One line while it is read."""

    def __init__(self, headings: Headings, line: Line) -> None:
        self.headings, self.number = headings, line.number
        self.complaints: list[Complaint] = []
        self.remarks: list[Complaint] = []
        self._cells = line.cells

    def read(self) -> OpenRow | None:
        """None, with a complaint, for a line that can be no row."""
        if any(cell.strip() for cell in self._cells[len(self.headings.header) :]):
            self._complain("", "見出しより列が多い行です。引用符を確かめてください。")
        if not self.cell("name"):
            self._complain("name", "空です。")
        shape = self.headings.dataset.shape
        row = _SHAPES[shape](self, self._place()) if shape else None
        return None if self.complaints else row

    def cell(self, field: str) -> str:
        """On one line: some publish names and addresses with line ends in them."""
        return " ".join(self._at(self.headings.places.get(field)).split())

    def flag(self, field: str) -> bool:
        return self._flag_at(self.headings.places.get(field)) is True

    def hazards(self) -> dict[Hazard, bool | None]:
        """Each with yes, no or (None) partly."""
        return {hazard: self._flag_at(at) for hazard, at in self.headings.hazards.items()}

    def opened_for(self) -> tuple[str, ...]:
        return tuple(name for name, at in self.headings.opened_for.items() if self._flag_at(at))

    def capacity(self) -> int | None:
        count = open_cells.people(self.cell("capacity"))
        if self.cell("capacity") and count is None:
            self.remark("capacity", "人数として読めないので、文のまま残します。")
        return count

    def _place(self) -> dict[str, Any]:
        words = {name: self.cell(name) for name in ("id", "name", "kana", "english", "building", "url", "note")}
        return {
            **words, "line": self.number, "code": self._code(), "address": self._address(), "point": self._point(),
            "phone": self._phone(),
        }  # fmt: skip

    def _address(self) -> str:
        parts = ("prefecture", "city", "neighbourhood", "house_number")
        return self.cell("address") or "".join(self.cell(part) for part in parts)

    def _code(self) -> str:
        """Of the row, or out of the number the national list gives every place (E + five digits + …)."""
        written, shared = self.cell("code"), self.cell("id")
        if not written and len(shared) == 14 and shared.startswith("E"):
            written = shared[1:6]
        code = open_cells.municipality(written)
        if written and code is None:
            self.remark("code", "全国地方公共団体コードではないので、読みません。")
        return code or ""

    def _point(self) -> tuple[float, float] | None:
        try:
            found, is_swapped = open_cells.point(self.cell("latitude"), self.cell("longitude"))
        except CellRefusedError as refusal:
            self._complain("latitude", str(refusal))
            return None
        if is_swapped:
            self.remark("latitude", "緯度と経度が逆なので、入れ替えて読みました。")
        if found is None:
            self.remark("latitude", "緯度と経度がありません。")
        return found

    def _phone(self) -> str | None:
        phone = open_cells.phone(self.cell("phone"))
        if self.cell("phone") and phone is None:
            self.remark("phone", "1つの電話番号として読めないので、読みません。")
        return phone

    def _at(self, at: int | None) -> str:
        return self._cells[at].strip() if at is not None and at < len(self._cells) else ""

    def _flag_at(self, at: int | None) -> bool | None:
        try:
            return open_cells.flag(self._at(at))
        except CellRefusedError as refusal:
            self.complaints.append(Complaint(self.number, self.headings.header[at or 0], str(refusal)))
            return False

    def _complain(self, field: str, sentence: str) -> None:
        self.complaints.append(Complaint(self.number, self.headings.called(field) if field else "", sentence))

    def remark(self, field: str, sentence: str) -> None:
        self.remarks.append(Complaint(self.number, self.headings.called(field), sentence))


def _facility(line: _OpenLine, place: Mapping[str, Any]) -> FacilityRow:
    note = line.cell("hours_note")
    said = open_cells.said_in_brackets(note)
    span = "〜".join(part for part in (line.cell("opens"), line.cell("closes")) if part)
    hours = " ".join(word for word in (line.cell("days"), span, said.get("hours", "") if said else note) if word)
    own = ("other_name", "kind", "owner", "extension", "days", "opens", "closes", "hours_note", "description")
    words: dict[str, Any] = {name: line.cell(name) for name in (*own, "barrier_free")}
    return FacilityRow(**place, **words, hours=hours, closed=said.get("closed", ""))


def _evacuation_site(line: _OpenLine, place: Mapping[str, Any]) -> EvacuationSiteRow:
    told = line.hazards()
    if not any(told.values()):
        line.remark("name", "どの災害にも印がありません。")
    return EvacuationSiteRow(
        **place, is_shelter=line.flag("is_shelter"), capacity=line.capacity(), capacity_note=line.cell("capacity"),
        hazards=frozenset(hazard for hazard, is_for in told.items() if is_for),
        partly=frozenset(hazard for hazard, is_for in told.items() if is_for is None), residents=line.cell("residents"),
    )  # fmt: skip


def _shelter(line: _OpenLine, place: Mapping[str, Any]) -> ShelterRow:
    return ShelterRow(
        **place, is_evacuation_site=line.flag("is_evacuation_site"), opened_for=line.opened_for(),
        takes=line.cell("takes"), capacity=line.capacity(), capacity_note=line.cell("capacity"),
    )  # fmt: skip


_Reads: TypeAlias = Callable[[_OpenLine, Mapping[str, Any]], OpenRow]
_SHAPES: dict[Shape, _Reads] = {
    Shape.FACILITY: _facility,
    Shape.EVACUATION_SITE: _evacuation_site,
    Shape.SHELTER: _shelter,
}
