"""Houses as an operator starts them: commands, an environment of their own, and everything they print."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.error import URLError
from urllib.request import urlopen

from settings import Settings
from tests.patience import PATIENCE, eventually
from tests.processes.branches import Branch

ROOT = Path(__file__).parents[2]
COMMANDS = Path(sys.executable).parent
CLOSING = 10.0  # seconds within which a house that is asked to close is closed, where it did not take longer to open
MARK = "HOUSE_OF_A_TEST"
NAMED = {name.upper() for name in Settings.model_fields}


class Running(Protocol):
    """What a story asks of a process, however it was started."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


@dataclass
class House:
    """One command that runs, and the processes it started: known by a mark in their environment, or by their session."""

    process: Running
    paper: Path
    mark: str
    began: float = field(default_factory=time.monotonic)

    def printed(self) -> str:
        return self.paper.read_text(encoding="utf-8", errors="replace")

    def prints(self, words: str) -> None:
        eventually(lambda: words in self.printed() or self.process.poll() is not None, f"printed: {words}")
        assert words in self.printed(), self.printed()

    def ends(self, patience: float = PATIENCE) -> int:
        return self.process.wait(patience)

    def is_told(self, name: signal.Signals) -> int:
        """Ctrl-C reaches everybody at that terminal, SIGTERM the command alone. Gives how it ended, in good time."""
        if name is signal.SIGINT:
            os.killpg(self.process.pid, name)
        else:
            self.process.send_signal(name)
        patience = max(CLOSING, time.monotonic() - self.began)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still there {patience:.0f} seconds after {name.name}:\n{self.printed()}") from None

    def survivors(self) -> list[str]:
        """Processes of this house that live. Where there is no /proc, nobody can tell."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                is_marked = self.mark.encode() in (folder / "environ").read_bytes()
                state, _parent, _group, session, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
                words = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:  # it ended while we looked, or it is another person's
                continue
            if (is_marked or int(session) == self.process.pid) and state != "Z":
                found.append(words)
        return found


@contextmanager
def started(
    words: list[str | Path], paper: Path, *, cwd: Path = ROOT, **settings: object
) -> Iterator[House]:  # fmt: skip
    """A house with these settings and no others, whatever the environment of the tests holds."""
    environment = environment_of(settings)
    with paper.open("wb") as written:
        process = subprocess.Popen(
            words, cwd=cwd, env=environment, stdout=written, stderr=written, start_new_session=True,
            preexec_fn=hear_interrupts,
        )  # fmt: skip
    with _ended_at_last(House(process, paper, f"{MARK}={environment[MARK]}")) as house:
        yield house


@contextmanager
def branched(words: list[str], paper: Path, *, cwd: Path = ROOT, **settings: object) -> Iterator[House]:
    """`madoguchi` with these words, in a process that need not import the house again."""
    environment = environment_of(settings)
    process = Branch(words, paper, cwd, environment)
    with _ended_at_last(House(process, paper, f"{MARK}={environment[MARK]}")) as house:
        yield house


@contextmanager
def _ended_at_last(house: House) -> Iterator[House]:
    try:
        yield house
    finally:
        house.process.kill()
        house.process.wait()
        _end_survivors(house)


def environment_of(settings: Mapping[str, object]) -> dict[str, str]:
    surroundings = {name: value for name, value in os.environ.items() if name not in NAMED}
    known = {"READINGS_FILE": os.environ["READINGS_FILE"]}  # what the dictionary said is the same for every house
    return surroundings | known | as_environment(settings) | {
        MARK: f"{os.getpid()}-{time.monotonic_ns()}", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1",
        "PATH": f"{COMMANDS}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip


def hear_interrupts() -> None:
    """A suite that a shell started in the background ignores Ctrl-C, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def as_environment(settings: Mapping[str, object]) -> dict[str, str]:
    return {name.upper(): str(value) for name, value in settings.items()}


def _end_survivors(house: House) -> None:
    """Only what this test started: by its mark, and by number."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if house.mark.encode() in (folder / "environ").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)
        except OSError:
            continue


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
