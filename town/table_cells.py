"""Cells that a spreadsheet would take for a formula: made harmless when written, and what they were when read."""

import re

# What Excel, LibreOffice or Google take for the beginning of a formula; full-width signs too, in Japanese settings.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")


def guarded(cell: str) -> str:
    """With an apostrophe before it, which spreadsheets read as «this is text»."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The very cell that was guarded; one that never was stays as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
