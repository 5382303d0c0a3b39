"""An edit in one process is told by another within two seconds, without a restart and before anybody asks there."""

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
from tests.processes.houses import ROOT, eventually

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
        assert process.wait(10) == 0


def write(title: str) -> None:
    with transaction() as session:
        entries.save(session, made("one", title), origin="desk")
        entries.announce_change(session)


def test_an_edit_is_read_by_another_process_within_two_seconds_though_nobody_asks_there(elsewhere: ReadingRoom):
    elsewhere.has_read(1)
    for times, title in enumerate(("はじめの題", "つぎの題", "おわりの題"), start=2):
        write(title)
        written_at = time.monotonic()
        elsewhere.has_read(times)
        assert time.monotonic() - written_at < TOLD_WITHIN
        assert elsewhere.tells("moving") == title
