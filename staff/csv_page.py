"""A table as a file that a spreadsheet opens: in UTF-8 with its mark, and no cell that would be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response as File

from town.table_cells import guarded


def file(name: str, columns: Sequence[str], lines: Iterable[Sequence[object]]) -> File:
    written = "".join(["\ufeff", line(columns), *(line(one) for one in lines)])
    headers = {"Content-Disposition": f"attachment; filename={name}.csv"}
    return File(written, content_type="text/csv; charset=utf-8", headers=headers)


def line(cells: Sequence[object]) -> str:
    page = io.StringIO()
    said = ["" if cell is None else str(cell) for cell in cells]
    csv.writer(page).writerow([guarded(cell) for cell in said])
    return page.getvalue()
