"""A table is read whatever made it: CSV in any usual encoding, Excel, GeoJSON; and hostile files end in one sentence."""

import io
import json
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from town import table_workbook
from town.table import MOST_COLUMNS, TableRefusedError
from town.table_cells import guarded, unguarded
from town.table_file import read_table

ROWS = [
    ["名称", "住所", "備考"],
    ["みほん市役所", "みほん市本町一丁目1番1号", "正面"],
    ["公民館", "みほん市、二丁目", ""],
]
CSV = "".join(",".join(row) + "\r\n" for row in ROWS)


def book(rows: list[list[object]], *, others: tuple[str, ...] = (), hidden_first: bool = False) -> bytes:
    made, file = Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    sheet.title = "一覧"
    for row in rows:
        sheet.append(row)
    for name in others:
        made.create_sheet(name)
    if hidden_first:
        made.create_sheet("隠し", 0).sheet_state = "hidden"
    made.save(file)
    return file.getvalue()


def read(folder: Path, raw: bytes):
    (folder / "table.any").write_bytes(raw)
    return read_table(folder / "table.any")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_is_found_with_or_without_its_mark(tmp_path: Path, encoding: str):
    table = read(tmp_path, CSV.encode(encoding))
    assert [list(table.header), *(list(line.cells) for line in table.lines)] == ROWS


def test_a_workbook_is_read_as_officers_see_it(tmp_path: Path):
    row = ["公民館", 3.0, 2.5, date(2026, 4, 1), datetime(2026, 4, 1, 9, 30), time(9, 0), None]  # noqa: DTZ001 - Excel knows no time zones
    table = read(tmp_path, book([["名称", "数", "割合", "日", "時", "開始", ""], [], row], others=("控え",)))
    assert table.encoding == "Excel(シート「一覧」)"
    assert table.unread_sheets == ("控え",)
    assert [(line.number, line.cells) for line in table.lines] == [
        (3, ("公民館", "3", "2.5", "2026-04-01", "2026-04-01 09:30:00", "09:00"))
    ]


def test_a_hidden_sheet_is_not_the_one_that_is_read(tmp_path: Path):
    assert read(tmp_path, book([["名称"], ["公民館"]], hidden_first=True)).lines[0].cells == ("公民館",)


def test_a_feature_becomes_a_row_with_its_point(tmp_path: Path):
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [138.27, 34.75]}, "properties": {"名称": "公園", "NO": 1}},
        {"type": "Feature", "geometry": None, "properties": {"名称": "広場", "備考": None}},
    ]  # fmt: skip
    table = read(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert table.header == ("名称", "NO", "緯度", "経度", "備考")
    assert [line.cells for line in table.lines] == [("公園", "1", "34.75", "138.27", ""), ("広場", "", "", "", "")]


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 old", b"\xff\xff\x81", b'"open', b"a," * (MOST_COLUMNS + 1), b"{}", b"{" * 9999,
        b'{"type": "unavailable"}', b'{"type": "FeatureCollection", "features": [1]}', "公".encode("utf-16-be") * 3 + b"\0",
        book([]), book([["x"] * (MOST_COLUMNS + 1)]),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, raw: bytes):
    with pytest.raises(TableRefusedError, match=r"^[^\n]+。$"):
        read(tmp_path, raw)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path):
    with pytest.raises(TableRefusedError, match="読めません"):
        read_table(tmp_path / "none.csv")


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return file.getvalue()


def changed(raw: bytes, name: str, sheet: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return packed({part: archive.read(part) for part in archive.namelist()} | {name: sheet})


def test_a_workbook_that_unpacks_to_a_mountain_is_not_unpacked(tmp_path: Path):
    bomb = packed({"xl/worksheets/sheet1.xml": b" " * (table_workbook.MOST_UNPACKED + 1)})
    assert len(bomb) < 200_000
    with pytest.raises(TableRefusedError, match="MB を超えています"):
        read(tmp_path, bomb)


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
CELL = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>{2}</t></is></c></row>'


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.format(CELL.format(1, "A", "a") + CELL.format(999_999_999_999, "A", "b")),
        SHEET.format("".join(CELL.format(n, "XFD", "") for n in range(1, 1000))),
        SHEET.format(CELL.format(1, "ZZZZZZ", "a")),
        f'<!DOCTYPE x [<!ENTITY a "{"a" * 50}"><!ENTITY b "{"&a;" * 50}">]>' + SHEET.format(CELL.format(1, "A", "&b;")),
        "<worksheet",
    ],
    ids=["row without end", "far columns", "no such column", "entities", "torn"],
)
def test_a_sheet_made_to_hurt_is_refused(tmp_path: Path, sheet: str):
    with pytest.raises(TableRefusedError):
        read(tmp_path, changed(book([["名称"]]), "xl/worksheets/sheet1.xml", sheet.encode()))


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_comes_back_equal(cell: str):
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    assert unguarded(guarded(cell)) == cell


@given(st.sampled_from("=+-@'\t="), st.text())
def test_so_is_one_that_begins_like_a_formula(first: str, rest: str):
    assert guarded(first + rest)[0] == "'"
    assert unguarded(guarded(first + rest)) == first + rest
