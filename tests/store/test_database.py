"""The database: one way to write, one way to look, and the same answer from SQLite and PostgreSQL."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from store import database, testers
from store.chores import Chore
from store.database import NestedTransactionError, reading, transaction
from store.journal import JournalLine, write
from tests.conftest import NOON
from tests.patience import PATIENCE

pytestmark = pytest.mark.usefixtures("db")

JST = timezone(timedelta(hours=9))
CANARY = "kanariya-no-himitsu"


def note(subject: str = "row:1", at: datetime = NOON) -> None:
    with transaction() as session:
        write(session, at, actor="test", action="noted", subject=subject)


def count() -> int:
    with reading() as session:
        return int(session.scalar(select(func.count()).select_from(JournalLine)) or 0)


def test_a_transaction_inside_a_transaction_is_refused():
    with transaction(), pytest.raises(NestedTransactionError):
        note()
    note()
    assert count() == 1


def test_a_refused_transaction_leaves_the_door_open_for_the_next():
    with pytest.raises(ZeroDivisionError), transaction() as session:
        write(session, NOON, actor="test", action="noted", subject="row:1")
        raise ZeroDivisionError
    note()
    assert count() == 1


def test_two_threads_may_each_have_a_transaction():
    begun = threading.Event()
    with transaction() as session:
        thread = threading.Thread(target=lambda: (begun.set(), note("row:2")))
        thread.start()
        assert begun.wait(PATIENCE)
        write(session, NOON, actor="test", action="noted", subject="row:1")
    thread.join()
    assert count() == 2


@pytest.mark.parametrize("moment", [datetime(2026, 11, 20, 12), datetime(2026, 11, 20)])  # noqa: DTZ001
def test_a_moment_without_a_zone_is_refused(moment: datetime):
    with pytest.raises(StatementError) as refused:
        note(at=moment)
    assert isinstance(refused.value.orig, ValueError)
    assert count() == 0


@pytest.mark.parametrize("zone", [UTC, JST, timezone(timedelta(hours=-3))])
def test_a_moment_comes_back_in_utc_whatever_its_zone_was(db: str, zone: timezone):
    note(at=NOON.astimezone(zone))
    with reading() as session:
        if db.startswith("postgresql"):  # a server may stand in Japan and answer in its own zone
            session.execute(text("SET TIME ZONE 'Asia/Tokyo'"))
        moment = session.scalar(select(JournalLine.at))
    assert (moment, moment.tzinfo) == (NOON, UTC)


def test_moments_are_compared_as_moments():
    note("row:1", NOON.astimezone(JST))
    note("row:2", NOON + timedelta(seconds=1))
    with reading() as session:
        found = session.scalars(select(JournalLine.subject).where(JournalLine.at > NOON.astimezone(JST))).all()
    assert found == ["row:2"]


def test_somebody_who_looks_never_holds_up_a_writer():
    note()
    with reading() as looking:
        assert looking.scalar(select(func.count()).select_from(JournalLine)) == 1
        note()
    assert count() == 2


def test_a_writer_never_holds_up_somebody_who_looks():
    with transaction() as session:
        write(session, NOON, actor="test", action="noted", subject="row:1")
        session.flush()
        assert count() == 0
    assert count() == 1


def test_what_is_written_while_looking_is_not_kept():
    with reading() as session:
        write(session, NOON, actor="test", action="noted", subject="row:1")
        session.flush()
    assert count() == 0


def test_many_threads_write_without_a_locked_database():
    failures: list[Exception] = []

    def work() -> None:
        try:
            for number in range(20):
                note(f"row:{number}")
        except Exception as error:  # told below: a thread that dies is silent
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert count() == 160


def test_an_error_never_quotes_what_was_to_be_written():
    with pytest.raises(DBAPIError) as refused, reading() as session:
        session.execute(text("SELECT nothing_of_the_kind, :words"), {"words": CANARY})
    assert CANARY not in str(refused.value)
    with pytest.raises(StatementError) as refused, transaction() as session:
        session.add(Chore(name=CANARY, due_at=datetime(2026, 11, 20), leased_until=NOON))  # noqa: DTZ001
    assert CANARY not in str(refused.value)


def test_a_number_is_never_given_out_twice():
    with transaction() as session:
        testers.link(session, 1, "U1", NOON)
        session.execute(delete(testers.Tester))
        assert testers.link(session, 1, "U1", NOON).id == 2


def test_a_closed_database_can_be_opened_again(db: str):
    note()
    database.disconnect()
    database.connect(db)
    assert count() == 1
