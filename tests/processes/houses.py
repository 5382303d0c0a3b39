"""Houses as an operator starts them: commands, an environment of their own, and everything they print."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from settings import Settings

ROOT = Path(__file__).parents[2]
COMMANDS = Path(sys.executable).parent
PATIENCE = 60.0  # seconds until a house that does not open is given up; this machine may be busy
CLOSING = 10.0  # seconds within which a house that is asked to close is closed
NAMED = {name.upper() for name in Settings.model_fields}


def eventually(is_so: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    deadline, pause = time.monotonic() + patience, threading.Event()
    while not is_so():
        assert time.monotonic() < deadline, f"never: {what}"
        pause.wait(0.05)


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        return int(holder.getsockname()[1])


@dataclass
class House:
    """One command that runs, and the processes it started. They are known by a mark in their environment."""

    process: subprocess.Popen[bytes]
    paper: Path
    mark: str

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
        try:
            return self.process.wait(CLOSING)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still there {CLOSING} seconds after {name.name}:\n{self.printed()}") from None

    def survivors(self) -> list[str]:
        """Processes of this house that live. Where there is no /proc, nobody can tell."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                is_marked = self.mark.encode() in (folder / "environ").read_bytes()
                is_dead = (folder / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
            except OSError:  # it ended while we looked, or it is another person's
                continue
            if is_marked and not is_dead:
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        return found


@contextmanager
def started(
    words: list[str | Path], paper: Path, *, cwd: Path = ROOT, **settings: object
) -> Iterator[House]:  # fmt: skip
    """A house with these settings and no others, whatever the environment of the tests holds."""
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    surroundings = {name: value for name, value in os.environ.items() if name not in NAMED}
    environment = surroundings | as_environment(settings) | {
        "HOUSE_OF_A_TEST": mark, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1",
        "PATH": f"{COMMANDS}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    with paper.open("wb") as written:
        process = subprocess.Popen(
            words, cwd=cwd, env=environment, stdout=written, stderr=written, start_new_session=True
        )
    house = House(process, paper, f"HOUSE_OF_A_TEST={mark}")
    try:
        yield house
    finally:
        process.kill()
        process.wait()
        _end_survivors(house)


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
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
