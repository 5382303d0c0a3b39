"""`python -m simulator` as a process of its own: it starts, shows the page, and ends when asked."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
CHANNEL = ("--channel-secret", "s", "--channel-token", "t")


@contextmanager
def started(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address, once it listens."""
    command = [sys.executable, "-m", "simulator", "--port", "0", *CHANNEL, *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            yield process, said.rpartition(" ")[2].strip().removesuffix("/phone/")
        finally:
            process.kill()


def ask(url: str) -> urllib3.BaseHTTPResponse:
    with urllib3.PoolManager() as pool:
        return pool.request("GET", url, headers={"Authorization": "Bearer t"})


def run(options: Sequence[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "simulator", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.mark.parametrize("farewell", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_the_page_and_two_residents_and_ends_when_asked(tmp_path: Path, farewell: signal.Signals) -> None:
    page, assets, log = tmp_path / "phone", tmp_path / "assets", tmp_path / "log"
    for folder, name in ((page, "index.html"), (assets, "map.js")):
        folder.mkdir()
        (folder / name).write_text("電話", encoding="utf-8")
    (page / "style.css").write_text("body{}", encoding="utf-8")

    with started("--phone-dir", str(page), "--assets-dir", str(assets), "--log", str(log)) as (process, url):
        texts = [ask(url + path).data.decode() for path in ("/", "/phone/", "/phone/style.css", "/assets/map.js")]
        residents = ask(f"{url}/phone/api/state").json()["residents"]
        followers = ask(f"{url}/v2/bot/followers/ids").json()["userIds"]
        process.send_signal(farewell)
        ended = process.wait(timeout=PATIENCE)
        assert process.stderr is not None
        complaint = process.stderr.read()

    assert texts == ["電話", "電話", "body{}", "電話"]
    assert [(each["name"], each["language"]) for each in residents] == [("花子", "ja"), ("Maria", "pt")]
    assert followers == [each["id"] for each in residents]
    assert (ended, complaint) == (0, "")
    assert "/phone/style.css" in log.read_text(encoding="utf-8")


def test_a_port_in_use_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(["--port", str(port), *CHANNEL])

    assert ended.returncode == 1
    assert ended.stderr == f"The simulator cannot listen on 127.0.0.1:{port}: the port is in use.\n"


def test_a_missing_folder_is_told_in_one_sentence() -> None:
    ended = run([*CHANNEL, "--phone-dir", "nowhere"])

    assert ended.returncode == 2
    assert ended.stderr == "The folder of the telephone page, nowhere, does not exist.\n"


def test_without_a_channel_it_does_not_start() -> None:
    ended = run([])

    assert ended.returncode == 2
    assert "--channel-secret" in ended.stderr
