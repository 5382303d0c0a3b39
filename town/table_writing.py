"""Writes a table for spreadsheets: CSV (UTF-8 with its mark, as Excel expects) or Excel, no cell of it a formula."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from openpyxl import Workbook

from town.table_cells import guarded
from town.written_file import write_whole


class TableFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], form: TableFormat) -> None:
    """In place of what stood there, all at once. Raises OSError."""
    lines = [[_clean(cell) for cell in row] for row in rows]
    write = _write_csv if form is TableFormat.CSV else _write_workbook
    write_whole(path, lambda draft: write(draft, [list(header), *lines]))


def _write_csv(path: Path, lines: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)


def _write_workbook(path: Path, lines: Iterable[Sequence[str]]) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("一覧")
    for line in lines:
        sheet.append(line)
    workbook.save(path)


def _clean(cell: str) -> str:
    """Guarded, and without the signs no workbook may hold; of line ends one kind."""
    plain = "\n".join(cell.splitlines())
    return guarded("".join(sign for sign in plain if sign in "\t\n" or unicodedata.category(sign) != "Cc"))
