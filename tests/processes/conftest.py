"""LINE on this machine, an empty PostgreSQL database for a whole installation, and a live Redis."""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import redis
import sqlalchemy as sa

from simulator.server import RunningSimulator
from tests.databases import PREFIX, PostgreSQL, absent
from tests.patience import PATIENCE

DEFAULT_REDIS = "redis://127.0.0.1:6379/0"


@pytest.fixture
def line() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        running.sender.switches.patience_seconds = PATIENCE  # a busy machine is no fault of the bot
        yield running


@pytest.fixture
def empty_postgresql(postgresql: PostgreSQL) -> Iterator[str]:
    """A database without a single table, as on the first day."""
    url = sa.make_url(postgresql.url)
    name = f"{PREFIX}{os.getpid()}_processes"
    server = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    server.dispose()


@dataclass(frozen=True)
class Redis:
    """A live one, and the beginning of every key that is ours there."""

    url: str
    namespace: str


@pytest.fixture
def live_redis() -> Iterator[Redis]:
    url = os.environ.get("TEST_REDIS_URL", DEFAULT_REDIS)
    client = redis.Redis.from_url(url, socket_connect_timeout=PATIENCE)
    try:
        client.ping()
    except redis.RedisError:
        client.close()
        absent("Redis")
    ours = Redis(url, f"{PREFIX}{uuid.uuid4().hex[:12]}")
    yield ours
    for key in client.scan_iter(match=f"{ours.namespace}*"):
        client.delete(key)
    client.close()
