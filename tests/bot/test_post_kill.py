"""The post room is killed between the post office's word and its own note; no letter is lost, and none gets two names."""

import multiprocessing
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy import select

from bot.mail_server import MailServer
from bot.post import Post
from store import bell, database, letters
from store.database import reading, transaction
from store.letters import Letter, LetterStatus, Words
from tests.bot.post_office import Book, post_office
from tests.patience import PATIENCE
from tests.road.mortal import Mortality

LETTERS = 3
_nursery = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload(["__main__", __name__])


def live(database_url: str, port: int, seam: str | None, occurrence: int, ahead: timedelta) -> None:
    """One life: hand in what is due, until nothing is or until death."""
    structlog.configure(
        processors=[Mortality(seam, occurrence)], wrapper_class=structlog.make_filtering_bound_logger(0)
    )
    bell.install(None)
    database.connect(database_url)
    office = MailServer.parse(f"smtp://127.0.0.1:{port}?tls=none", "town@mihon.example")
    post = Post(office, lambda: datetime.now(UTC) + ahead)
    while post.post_one(lambda: None):
        pass


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def port(book: Book) -> Iterator[int]:
    with post_office(book) as opened:
        yield opened


@pytest.mark.parametrize("seam", ["post.calling", "post.answered", "post.tried"])
def test_killed_at_a_seam_every_letter_arrives_and_keeps_its_name(db: str, book: Book, port: int, seam: str):
    with transaction() as session:
        for n in range(LETTERS):
            letters.write(session, "tax@mihon.example", Words("review", f"{n}通目", "本文"), datetime.now(UTC))
    for orders in ((seam, 2, timedelta()), (None, 1, letters.LEASE)):
        process = _nursery.Process(target=live, args=(db, port, *orders))
        process.start()
        process.join(PATIENCE)
        assert process.exitcode == (-signal.SIGKILL if orders[0] else 0)
    with reading() as session:
        rows = list(session.scalars(select(Letter)))
    assert {row.status for row in rows} == {LetterStatus.SENT}
    names = [letter["Message-ID"] for letter in book.taken]
    assert set(names) == {f"<{row.message_id}@mihon.example>" for row in rows}
    assert len(names) == LETTERS + (seam == "post.answered")  # taken, but the note was never written
