"""CSV of unknown make: which encoding, which delimiter, and every row with the line it begins on."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator

from town.table import MOST_COLUMNS, MOST_ROWS, Line, TableRefusedError
from town.table_cells import unguarded

DELIMITERS = (",", "\t", ";")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(raw: bytes) -> tuple[str, str]:
    """The encoding and the text. Raises TableRefusedError.

    UTF-8 before CP932: Japanese in CP932 is hardly ever right UTF-8, the other way round it often is. UTF-16 without
    its mark comes last: commas and line ends then leave zeros behind, which the other two never hold.
    """
    marked = [name for mark, name in _MARKS if raw.startswith(mark)]
    guess = _utf_16_of(raw)
    for encoding in marked or ("utf-8", "cp932", guess):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (marked or encoding != guess or _is_likely(text)):
            return encoding, text
    raise TableRefusedError("文字コードが分かりません。UTF-8、Shift_JIS(CP932)、UTF-16 で保存し直してください。")


def lines(text: str) -> Iterator[Line]:
    """Rows that hold anything, cells as they were before a guard was put to them. Raises TableRefusedError."""
    for line in _lines(text, _delimiter(text)):
        yield Line(line.number, tuple(unguarded(cell) for cell in line.cells))


def _utf_16_of(raw: bytes) -> str:
    """Which byte of two holds the zeros of its plain signs."""
    return "utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be"


def _is_likely(text: str) -> bool:
    """Almost any bytes can be read as UTF-16; hardly any come out without signs that no table holds."""
    return not any(unicodedata.category(sign) in ("Cc", "Cn") for sign in set(text) - {"\t", "\r", "\n"})


def _delimiter(text: str) -> str:
    """The one that cuts the first row into most cells; commas where nothing does."""
    first_rows = {mark: next(_lines(text, mark), None) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: len(row.cells) if (row := first_rows[mark]) else 0)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    """A quoted cell may go over several lines."""
    reader, begins, count = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1, 0
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise TableRefusedError(f"{begins} 行目の列が {MOST_COLUMNS} を超えています。")
            if any(cell.strip() for cell in cells):
                count += 1
                yield Line(begins, tuple(cells))
            if count > MOST_ROWS + 1:
                raise TableRefusedError(f"行が {MOST_ROWS} を超えています。分けてください。")
            begins = reader.line_num + 1
    except csv.Error:
        raise TableRefusedError(f'{begins} 行目から先を表として読めません。引用符 " を確かめてください。') from None
