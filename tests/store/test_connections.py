"""A database that went away while the house was quiet is found again."""

import pytest
from sqlalchemy import create_engine, make_url, text

from store import database
from store.database import reading, transaction
from tests.databases import AS_MADE


def own_line() -> int:
    with transaction() as session:
        return int(session.scalar(text("SELECT pg_backend_pid()")) or 0)


def test_a_line_that_was_cut_while_it_rested_is_made_anew(db: str, monkeypatch: pytest.MonkeyPatch):
    if make_url(db).get_backend_name() == "sqlite":
        pytest.skip("a file cannot hang up")
    monkeypatch.setattr(database, "RESTED_AFTER", 0.0)
    before = own_line()
    elsewhere = create_engine(db)
    with elsewhere.connect() as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:line)"), {"line": before})
    elsewhere.dispose()
    assert own_line() != before


def test_what_was_stored_survives_a_power_cut(db: str):
    """Each commit waits for the disk; only the tests of this house do not."""
    if make_url(db).get_backend_name() != "sqlite":
        pytest.skip("the server's own settings decide")
    full = 2
    with transaction() as writing:
        assert writing.connection().info[AS_MADE] == full
    with reading() as looking:
        assert looking.connection().info[AS_MADE] == full
