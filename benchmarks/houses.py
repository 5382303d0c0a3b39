"""Starts the bot as it is shipped, LINE on this machine and the peers, and ends every process whatever happens."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from benchmarks.figures import HOME

PREFIX = "madoguchi_test_bench_"
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgresql+psycopg://127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
PATIENCE = 60.0  # seconds until something must have started
# Should this program itself be killed, its children are asked to go.
_WITH_US = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()


@dataclass(frozen=True)
class Place:
    """Where one installation keeps its things, as the environment its processes read."""

    database_url: str
    secret: str
    token: str
    namespace: str
    line_url: str
    uses_redis: bool

    @property
    def environment(self) -> dict[str, str]:
        redis_url = {"REDIS_URL": REDIS, "REDIS_NAMESPACE": self.namespace} if self.uses_redis else {}
        return {
            "DATABASE_URL": self.database_url, "LINE_CHANNEL_SECRET": self.secret, "LINE_CHANNEL_TOKEN": self.token,
            "LINE_API_URL": self.line_url, "LINE_DATA_URL": self.line_url, "DEMO": "1", **redis_url,
        }  # fmt: skip


def new_secrets() -> tuple[str, str]:
    return secrets.token_hex(16), secrets.token_hex(16)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A migrated database of our own, dropped at the end."""
    name = f"{PREFIX}{os.getpid()}_{secrets.token_hex(2)}"
    maintenance = sa.create_engine(sa.make_url(POSTGRESQL).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    url = sa.make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    try:
        migrate(url)
        yield url
    finally:
        with maintenance.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        maintenance.dispose()


@contextlib.contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        yield f"sqlite:///{folder}/{PREFIX}.db"


@contextlib.contextmanager
def redis_namespace() -> Iterator[str]:
    name = f"{PREFIX}{os.getpid()}_{secrets.token_hex(2)}"
    try:
        yield name
    finally:
        client = redis.Redis.from_url(REDIS)
        for key in client.scan_iter(f"{name}*"):
            client.delete(key)
        client.close()


def migrate(url: str) -> None:
    config = Config(HOME / "alembic.ini")
    config.attributes["url"] = url
    command.upgrade(config, "head")


def procfile(name: str) -> str:
    """A line of the Procfile: what is measured is what is shipped."""
    lines = (HOME / "Procfile").read_text(encoding="utf-8").splitlines()
    return next(line.partition(":")[2].strip().removeprefix("exec ") for line in lines if line.startswith(f"{name}:"))


@contextlib.contextmanager
def running(
    words: Sequence[str] | str, environment: Mapping[str, str], log: Path | None = None, patience: float = 12
) -> Iterator[subprocess.Popen[bytes]]:
    """A process and all its children. A string is a shell line, as in the Procfile."""
    line = ["sh", "-c", f"exec {words}"] if isinstance(words, str) else list(words)
    with log.open("ab") if log else contextlib.nullcontext(subprocess.DEVNULL) as sink:
        child = subprocess.Popen(
            [*_WITH_US, *line], cwd=HOME, stdout=sink, stderr=sink, start_new_session=True,
            env=whole(environment),
        )  # fmt: skip
        try:
            yield child
        finally:
            end(child, patience)


def end(child: subprocess.Popen[bytes], patience: float = 12) -> None:
    """Ask, wait, insist; the group of a leader that has gone may still have members."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait(timeout=5)


def wait_for(url: str, child: subprocess.Popen[bytes]) -> None:
    """Until the address answers with anything at all."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if child.poll() is not None:
            raise RuntimeError(f"{url} ended with {child.returncode} before it answered")
        with contextlib.suppress(OSError):
            try:
                urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - loopback
            except urllib.error.HTTPError:
                return
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


def go_on_sigterm() -> None:
    """SIGTERM ends a benchmark as Ctrl-C does: with every process it started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def resident_megabytes(leader: int, but_not: str = "") -> float:
    """Memory of a process and everybody in its group, shared pages counted once. `but_not`: a word of a command.

    Pages of files are left out: the dictionary is shared with whoever else has it open, and comes and goes with them.
    """
    total = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError, ValueError):
            if os.getpgid(int(folder.name)) == leader and not _is_named(folder, but_not):
                rollup = (folder / "smaps_rollup").read_text(encoding="ascii")
                total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss_Anon:"))
    return total / 1024


def _is_named(folder: Path, word: str) -> bool:
    return bool(word) and word.encode() in (folder / "cmdline").read_bytes()


def whole(environment: Mapping[str, str]) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, **environment}


def ask(url: str, body: Any = None) -> Any:
    """JSON from LINE on this machine; a POST where there is a body."""
    written = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, written, {"Content-Type": "application/json"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310
        return json.loads(answer.read())
