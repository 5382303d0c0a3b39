"""Numbers into a table for people and JSON for machines."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
Json = dict[str, Any]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed; nan when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


@dataclass(frozen=True)
class Target:
    """What must hold, and whether it did."""

    name: str
    wanted: str
    measured: float | int | str
    is_met: bool


def parser(doc: str | None) -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(description=doc)
    arguments.add_argument("--json", type=Path, metavar="FILE", help="write all figures here")
    return arguments


def machine() -> Json:
    """Where and of what this was measured."""
    revision = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True)
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.system(),
        "revision": revision.stdout.strip(),
    }


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    cells = [list(columns), *([_written(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    print(f"\n{title}")
    for number, row in enumerate(cells):
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))
    sys.stdout.flush()


def conclude(targets: Sequence[Target], figures: Json, file: Path | None) -> int:
    """Print the targets, write the JSON, and give the exit code: 1 when a target was missed."""
    rows = [(one.name, one.wanted, one.measured, "yes" if one.is_met else "NO") for one in targets]
    table("Targets", ("what", "wanted", "measured", "met"), rows)
    if file:
        told = {**figures, "targets": [vars(one) for one in targets]}
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if all(one.is_met for one in targets) else 1


def _written(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"
    return str(cell)
