"""The journal only grows, and a changed line is found out."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from store import journal, journal_seals
from store.database import reading, transaction
from store.journal import Looked


@pytest.fixture
def written(db, clock):
    with transaction() as session:
        for number in range(1, 6):
            clock.skip(seconds=1)
            actor = f"officer:{number % 2}"
            journal.write(session, clock(), actor=actor, action="entry.saved", subject=f"entry:e{number}", count=number)
    with transaction() as session:
        assert journal_seals.seal(session) == 5
    return db


def verdict(clock, expected=None):
    with reading() as session:
        return journal_seals.verify(session, clock(), expected)


def forge(url: str, *statements: str) -> None:
    """Somebody with every right over the database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for table in ("journal", "journal_seals"):
                connection.execute(text(f"DROP TRIGGER {table}_refuses_update"))
                connection.execute(text(f"DROP TRIGGER {table}_refuses_delete"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for one in statements:
            connection.execute(text(one))
    engine.dispose()


@pytest.mark.parametrize("table", ["journal", "journal_seals"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses(written, table, deed):
    column = {"journal": "actor", "journal_seals": "hash"}[table]
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(deed.format(table, column)))


def test_an_untouched_journal_is_whole(written, clock):
    assert verdict(clock).is_whole
    assert verdict(clock).sealed == 5


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        ("UPDATE journal SET actor = 'officer:9' WHERE id = 3", "journal:3"),
        ("UPDATE journal SET details = '{\"count\": 99}' WHERE id = 2", "journal:2"),
        ("DELETE FROM journal WHERE id = 4", "journal:4"),
        ("DELETE FROM journal_seals WHERE position = 2", "journal:3"),
    ],
)
def test_a_forged_line_is_named(written, clock, deed, found):
    forge(written, deed)
    assert verdict(clock).broken_at == found


def test_a_chain_made_anew_does_not_fit_what_was_noted_elsewhere(written, clock):
    noted = (5, verdict(clock).last_hash)
    forge(written, "DELETE FROM journal WHERE id = 5", "DELETE FROM journal_seals")
    with transaction() as session:
        journal_seals.seal(session)
    assert verdict(clock).is_whole
    assert verdict(clock, noted).broken_at == "seal:5"


def test_a_line_that_comes_late_is_only_sealed_later(written, clock):
    with transaction() as session:
        journal.write(session, clock(), actor="officer:1", action="signin.passed", subject="officer:1")
    clock.skip(minutes=31)
    assert verdict(clock).unsealed == 1
    with transaction() as session:
        journal_seals.seal(session)
    assert verdict(clock).is_whole


def test_one_finds_lines_by_whom_what_and_when(written, clock):
    def found(**looked: object) -> list[str]:
        with reading() as session:
            return [line.subject for line in journal.search(session, Looked(**looked))]

    assert found(actor="officer:0") == ["entry:e4", "entry:e2"]
    assert found(subject="entry:e3") == ["entry:e3"]
    assert found(subject="entry:") == [f"entry:e{number}" for number in (5, 4, 3, 2, 1)]
    assert found(action="signin.") == []
    assert found(since=clock()) == ["entry:e5"]
    assert found(until=clock()) == ["entry:e4", "entry:e3", "entry:e2", "entry:e1"]
