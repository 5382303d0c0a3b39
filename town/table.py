"""A table as its file gives it: a heading row, and every row with the line on which it begins."""

from dataclasses import dataclass

MOST_BYTES = 20_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200


class TableRefusedError(ValueError):
    """Carries one sentence for the officer: nothing of the file can be read."""


@dataclass(frozen=True)
class Line:
    """`number`: of the line, the row of the sheet or the feature, as an editor counts it, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`encoding`: how the file is written, for the report. `unread_sheets`: of a workbook, what was left alone."""

    encoding: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    unread_sheets: tuple[str, ...] = ()


def made(encoding: str, lines: tuple[Line, ...], unread_sheets: tuple[str, ...] = ()) -> Table:
    """The first line is the heading. Raises TableRefusedError."""
    if not lines:
        raise TableRefusedError("ファイルが空です。")
    header, *rest = lines
    return Table(encoding, tuple(cell.strip() for cell in header.cells), tuple(rest), unread_sheets)
