"""A PostgreSQL of our own in a temporary folder, which may be stopped and started as often as a storm likes."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.houses import PREFIX, free_port

DEBIAN = Path("/usr/lib/postgresql")


class NoClusterError(Exception):
    """There is no PostgreSQL here that could be started."""


@dataclass(frozen=True)
class Cluster:
    programs: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://storm@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self._control("start", "-o", options, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """Everybody is hung up on, in the middle of a sentence."""
        self._control("stop", "-m", "fast")

    def _control(self, *words: str) -> None:
        _as_postgres([str(self.programs / "pg_ctl"), "-D", str(self.folder / "rows"), "-w", *words])


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """Raises NoClusterError where PostgreSQL's programs are not installed, or nobody may run them."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        own = Cluster(_programs(), Path(name), free_port())
        if os.geteuid() == 0:
            shutil.chown(name, "postgres")
        words = ["-D", f"{name}/rows", "-U", "storm", "-A", "trust", "-E", "UTF8", "--no-sync"]
        _as_postgres([str(own.programs / "initdb"), *words])
        own.start()
        try:
            yield own
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):  # it may be stopped already
                own.stop()


def _programs() -> Path:
    beside = shutil.which("initdb")
    found = [Path(beside).parent] if beside else sorted(DEBIAN.glob("*/bin"), key=lambda one: int(one.parent.name))
    if not found:
        raise NoClusterError("initdb of PostgreSQL was not found")
    return found[-1]


def _as_postgres(words: list[str]) -> None:
    """PostgreSQL refuses to be started by root."""
    try:
        user = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None
    except KeyError:
        raise NoClusterError("PostgreSQL does not run as root, and there is no user postgres") from None
    subprocess.run(words, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
