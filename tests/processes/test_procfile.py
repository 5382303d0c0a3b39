"""The Procfile, really run: tables first, then five kinds of processes, PostgreSQL, Redis, and a resident who asks."""

import json
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from simulator.server import RunningSimulator
from tests.patience import PATIENCE, eventually
from tests.ports import a_free_port
from tests.processes.conftest import Redis
from tests.processes.houses import COMMANDS, House, answers, started
from tests.processes.wire import Wire

QUESTION = "住民票をコンビニで取りたい"
# honcho kills after five seconds, whatever the machine is doing; here the story says how long closing may take.
PATIENT = f"import honcho.command, honcho.manager; honcho.manager.KILL_WAIT = {PATIENCE}; honcho.command.main()"
HONCHO = [sys.executable, "-c", PATIENT, "start", "--no-colour", "-e", "/dev/null"]


@pytest.fixture
def settings(line: RunningSimulator, empty_postgresql: str, live_redis: Redis) -> dict[str, object]:
    return {
        "database_url": empty_postgresql, "redis_url": live_redis.url, "redis_namespace": live_redis.namespace,
        "line_channel_secret": line.channel.secret, "line_channel_token": line.channel.token,
        "line_api_url": line.url, "line_data_url": line.url, "line_bot_user_id": line.channel.bot_id,
    }  # fmt: skip


@contextmanager
def running(folder: Path, line: RunningSimulator, settings: dict[str, object], *names: str) -> Iterator[House]:
    """The tables, the town, and then these processes of the Procfile."""
    for step, words in (("release", [*HONCHO, "release"]), ("load", [COMMANDS / "madoguchi", "load"])):
        with started(words, folder / step, **settings) as once:
            assert once.ends() == 0, once.printed()
    port = a_free_port()
    line.sender.webhook = f"http://127.0.0.1:{port}/line/webhook"
    with started([*HONCHO, "-p", str(port), *names], folder / "processes", **settings) as house:
        eventually(lambda: answers(f"http://127.0.0.1:{port}/readyz"), "the web process is ready")
        yield house


def asks(line: RunningSimulator, resident: str) -> str:
    """One question, and all that stands on the telephone in answer to it."""
    event = line.says(resident, QUESTION)["webhookEventId"]
    eventually(lambda: line.platform.ledger.answers_to(event), "an answer")
    [arrival] = line.platform.ledger.answers_to(event)
    return json.dumps(arrival.messages, ensure_ascii=False)


def test_every_process_of_the_procfile_starts_answers_without_redis_too_and_ends(tmp_path, line, settings, live_redis):
    """Where nobody rings any more, the worker looks at its tables by itself."""
    names = ("web", "worker", "urgent", "photos", "clock")
    hanako, there = line.platform.add_resident("花子").id, urlsplit(live_redis.url)
    with Wire(str(there.hostname), there.port or 6379) as wire:
        cuttable = {**settings, "redis_url": f"redis://127.0.0.1:{wire.port}{there.path}"}
        with running(tmp_path, line, cuttable, *names) as house:
            assert "コンビニ" in asks(line, hanako)
            assert len(house.survivors()) > len(names)
            assert "Traceback" not in house.printed()
            wire.cut()
            assert "コンビニ" in asks(line, hanako)
            house.is_told(signal.SIGTERM)
            assert house.survivors() == []
            printed = house.printed()
    assert len(line.platform.ledger) == 2
    stopped = dict(re.findall(r"(\w+)\.1 stopped \(rc=(-?\d+)\)", printed))
    assert set(stopped) == set(names)
    # honcho tells the whole group and dramatiq tells its children again: hearing it twice, they say 1.
    assert {name: code for name, code in stopped.items() if code not in ("0", "1", "-15")} == {}
    assert "SIGKILL" not in printed
    assert QUESTION not in printed
