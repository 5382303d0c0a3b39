"""Reads a table of unknown make from a file: CSV in any usual encoding, an Excel workbook, or GeoJSON."""

from pathlib import Path

from town import table_geojson, table_workbook
from town.table import MOST_BYTES, Table, TableRefusedError, made
from town.table_geojson import read_geojson
from town.table_text import decoded, lines
from town.table_workbook import read_workbook


def read_table(path: Path) -> Table:
    """By what the file is, not by what it is called. Raises TableRefusedError."""
    raw = _bytes(path)
    if raw.startswith(table_workbook.BEGINNING):
        return read_workbook(raw)
    if raw.startswith(table_workbook.OLD_BEGINNING):
        raise TableRefusedError(
            "古い形式(.xls)かパスワード付きの Excel ファイルです。パスワードのない .xlsx で保存し直してください。"
        )
    encoding, text = decoded(raw)
    if text.lstrip().startswith(table_geojson.BEGINNING):
        return read_geojson(encoding, text)
    return made(encoding, tuple(lines(text)))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError:
        raise TableRefusedError(f"{path} を読めません。ファイルの場所を確かめてください。") from None
    if len(raw) > MOST_BYTES:
        raise TableRefusedError(f"ファイルが {MOST_BYTES // 1_000_000} MB を超えています。分けてください。")
    return raw
