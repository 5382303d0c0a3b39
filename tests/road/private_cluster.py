"""A PostgreSQL of a story's own, that it may crash, keep away and start again, while the machine's own is left in peace."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tests.databases import absent, migrate

NAME = "madoguchi_test_cluster"
# Nothing here outlives the machine: what a crash of the server loses is what it had not told the kernel.
SWITCHES = "-c fsync=off -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60"


@dataclass(frozen=True)
class Cluster:
    folder: Path
    programs: Path
    port: int
    user: str

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{NAME}"

    def starts(self) -> None:
        switches = f"{SWITCHES} -p {self.port}"
        self.run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", switches, "start")

    def crashes(self) -> None:
        """As by kill -9 of everything: no checkpoint, no farewell to anybody connected."""
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def run(self, program: str, *words: object, must_work: bool = True) -> None:
        command = [str(self.programs / program), *map(str, words)]
        # Only root need and can become somebody else, and the server runs for nobody called root.
        become = {"user": self.user, "group": self.user, "extra_groups": ()} if os.geteuid() == 0 else {}
        subprocess.run(command, check=must_work, cwd=self.folder, stdout=subprocess.DEVNULL, **become)  # type: ignore[call-overload]


@contextmanager
def private_cluster() -> Iterator[Cluster]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(shutil.which("initdb") or "/nowhere")]
    if not found[-1].exists():
        absent("PostgreSQL's own initdb")
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    with tempfile.TemporaryDirectory(prefix=f"{NAME}_") as name:
        if os.geteuid() == 0:
            shutil.chown(name, user)
        made = Cluster(Path(name), found[-1].parent, _a_free_port(), user)
        made.run(
            "initdb", "-D", made.folder / "data", "-U", user, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"
        )
        made.starts()
        try:
            _furnish(made)
            yield made
        finally:
            made.run("pg_ctl", "-D", made.folder / "data", "-m", "immediate", "-w", "stop", must_work=False)


def _furnish(made: Cluster) -> None:
    engine = sa.create_engine(sa.make_url(made.url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{NAME}"'))
    engine.dispose()
    migrate(made.url)


def _a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        return int(holder.getsockname()[1])
