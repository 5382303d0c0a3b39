"""After a red run: the files of the stories that failed are told once more, one after another with nothing beside them.

Some stories wait for a browser, a process or a clock, and a machine that stands still for half a minute fails them. What
fails again is a fault. What passes now is named all the same: it is a story, or a piece of the product, to be mended.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CACHE = Path(".pytest_cache/v")
MOST = 12  # stories; more is no machine that stalled
TESTS_FAILED = 1  # pytest's exit status: everything was told, and something failed


def main() -> int:
    """The exit status of the second telling; 1 where there is none."""
    status, failed = _read(CACHE / "house/exit_status"), sorted(_read(CACHE / "cache/lastfailed") or ())
    if status != TESTS_FAILED or not 0 < len(failed) <= MOST:
        _say(f"Not told again: pytest ended with {status}, {len(failed)} stories failed.")
        return 1
    _say(f"{len(failed)} stories failed beside others. Their files are told again, alone:", *failed)
    files = sorted({name.partition("::")[0] for name in failed})
    return subprocess.run([sys.executable, "-m", "pytest", *files], check=False).returncode  # noqa: S603 - our own tests


def _say(*lines: str) -> None:
    sys.stdout.write("\n  ".join(lines) + "\n")
    sys.stdout.flush()


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
