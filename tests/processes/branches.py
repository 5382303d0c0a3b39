"""Commands that branch off a process which has imported the house once: an import takes longer than most stories."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import TimeoutExpired

import cli

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["cli", *cli.DECLARED.values(), "tests.processes.warmed"])


class Branch:
    """One `madoguchi` command, to be asked what one asks a Popen."""

    def __init__(self, words: list[str], paper: Path, cwd: Path, environment: Mapping[str, str]) -> None:
        self._words = words
        paper.touch()
        self._process = FORKED.Process(target=_become, args=(words, paper, cwd, dict(environment)))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired(self._words, timeout or 0)
        return self._process.exitcode

    def send_signal(self, sig: int) -> None:
        os.kill(self.pid, sig)

    def kill(self) -> None:
        self._process.kill()


def _become(words: list[str], paper: Path, cwd: Path, environment: dict[str, str]) -> None:
    """What the shell does for a command: its own session, its paper, its folder, its surroundings."""
    os.setsid()
    written = os.open(paper, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(written, stream.fileno())
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv[:] = ["madoguchi", *words]
    sys.exit(cli.main(words))
