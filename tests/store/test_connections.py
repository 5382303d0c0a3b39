"""A database that went away while the house was quiet is found again."""

import pytest
from sqlalchemy import create_engine, make_url, text

from store import database
from store.database import transaction


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
