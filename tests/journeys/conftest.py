"""A town hall with its doors open: real database, real knowledge, real HTTP, LINE on this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

import serve
from bot.worker import Threads
from settings import Settings
from simulator.server import RunningSimulator
from store import database
from tests.knowledge.sample_town import SampleTown, beside
from tests.people import Resident, TownHall, open_door


@pytest.fixture(scope="session")
def sample_town(sqlite_template: Path) -> SampleTown:
    return beside(sqlite_template)


@pytest.fixture
def line() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        yield running


@pytest.fixture
def settings(db: str, line: RunningSimulator, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None, database_url=db, line_api_url=line.url, line_data_url=line.url,
        line_channel_secret=SecretStr(line.channel.secret), line_channel_token=SecretStr(line.channel.token),
        line_bot_user_id=line.channel.bot_id, photo_folder=tmp_path / "photos",
    )  # fmt: skip


@pytest.fixture
def hall(settings: Settings, line: RunningSimulator, sample_town: SampleTown) -> Iterator[TownHall]:
    sample_town.pour()
    worker = serve.create_worker(settings, Threads(inbox=1, outbox=1, urgent=1), sample_town.house)
    with open_door(serve.web_app(settings)) as url:
        line.sender.webhook = f"{url}/line/webhook"
        yield TownHall(line, worker)
    worker.close()
    database.disconnect()


@pytest.fixture
def hanako(hall: TownHall) -> Resident:
    return hall.newcomer("花子")


@pytest.fixture
def maria(hall: TownHall) -> Resident:
    return hall.newcomer("Maria", "pt")


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
