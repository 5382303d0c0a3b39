"""An Excel workbook (.xlsx) as a table, read without trusting it: how much it may unpack to is settled beforehand."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from town.table import MOST_COLUMNS, MOST_ROWS, Line, Table, TableRefusedError, made
from town.table_cells import unguarded

BEGINNING = b"PK\x03\x04"
OLD_BEGINNING = b"\xd0\xcf\x11\xe0"  # .xls, and workbooks under a password
MOST_UNPACKED = 100_000_000
MOST_PARTS = 1_000
MOST_CELLS = 5_000_000  # empty ones that only have a colour among them
_LAST_ROW = 1_048_576
_BROKEN = "Excel のファイルが壊れているか、.xlsx ではありません。「CSV UTF-8」で保存し直してください。"


def read_workbook(raw: bytes) -> Table:
    """The first sheet that is not hidden. Raises TableRefusedError."""
    try:
        _refuse_bombs(raw)
        workbook = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        return _read(workbook)
    except TableRefusedError:
        raise
    except Exception:  # a broken workbook fails in as many ways as it has parts; none may end in a trace
        raise TableRefusedError(_BROKEN) from None


def _refuse_bombs(raw: bytes) -> None:
    """What a part says of its own size is enough: nothing is unpacked beyond it."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TableRefusedError(
            f"Excel のファイルの中身が {MOST_UNPACKED // 1_000_000} MB を超えています。分けてください。"
        )


def _read(workbook: Workbook) -> Table:
    try:
        shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not shown:
            raise TableRefusedError("Excel のファイルに、見えるシートがありません。")
        sheet, *others = shown
        sheet.reset_dimensions()  # a file may lie about how far it goes
        lines = tuple(_lines(sheet.iter_rows(values_only=True)))
        return made(f"Excel(シート「{sheet.title}」)", lines, tuple(other.title for other in others))
    finally:
        workbook.close()


def _lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[Line]:
    count = cell_count = 0
    for number, row in enumerate(rows, 1):
        cell_count += len(row)
        if number > _LAST_ROW or cell_count > MOST_CELLS:
            raise TableRefusedError("Excel のシートが大きすぎます。使っていない行と列を消してください。")
        cells = tuple(_written(value) for value in row)
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise TableRefusedError(f"行が {MOST_ROWS} を超えています。分けてください。")
        if any(cell.strip() for cell in cells[MOST_COLUMNS:]):
            raise TableRefusedError(f"{number} 行目の列が {MOST_COLUMNS} を超えています。")
        yield Line(number, cells[:MOST_COLUMNS])


def _written(value: Any) -> str:
    """As the officer sees it in the cell: a day without the hour nobody wrote, 3 for 3.0."""
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case _:
            return unguarded(str(value))
