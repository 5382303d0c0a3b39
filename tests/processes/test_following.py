"""An edit in one process is told by another within two seconds, without a restart and before anybody asks there."""

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge import entries
from store.database import transaction
from tests.knowledge.entry_files import made
from tests.patience import PATIENCE, best, eventually
from tests.processes.houses import ROOT

TOLD_WITHIN = 2.0  # seconds after the commit


@dataclass
class ReadingRoom:
    process: subprocess.Popen[str]
    paper: Path

    def has_read(self, times: int) -> None:
        eventually(lambda: self.paper.read_text().count('"knowledge.reloaded"') == times, f"read {times} times")

    def tells(self, topic: str) -> str:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{topic}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture
def elsewhere(db: str, tmp_path: Path) -> Iterator[ReadingRoom]:
    words, paper = [sys.executable, "-m", "tests.processes.reading_room", db], tmp_path / "paper"
    with (
        paper.open("w") as written,
        subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=written, text=True
        ) as process,
    ):
        yield ReadingRoom(process, paper)
        process.stdin.close()
        assert process.wait(PATIENCE) == 0


def write(title: str) -> None:
    with transaction() as session:
        entries.save(session, made("one", title), origin="desk")
        entries.announce_change(session)


def test_an_edit_is_read_by_another_process_within_two_seconds_though_nobody_asks_there(elsewhere: ReadingRoom):
    elsewhere.has_read(1)
    edits = itertools.count(2)

    def edit() -> float:
        times = next(edits)
        write(f"{times}番目の題")
        written_at = time.monotonic()
        elsewhere.has_read(times)
        taken = time.monotonic() - written_at
        assert elsewhere.tells("moving") == f"{times}番目の題"
        return taken

    for _ in range(3):
        assert best(edit, TOLD_WITHIN) < TOLD_WITHIN
