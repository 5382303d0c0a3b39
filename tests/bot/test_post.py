"""Letters on their way: real SMTP on this machine, with every mood a post office may have."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.mail_server import Envelope, MailServer, Outcome
from bot.post import Post
from store import letters
from store.database import reading, transaction
from store.letters import LASTS, Letter, LetterStatus, Words
from tests.bot.post_office import PASSWORD, Book, certificate, knows_the_password, post_office
from tests.conftest import NOON, Clock
from tests.patience import PATIENCE

WORDS = Words("review", "【確認のお願い】税務課の案内 3件", "3件の案内が確認時期です。\nhttps://mihon.example/staff/\n")
ENVELOPE = Envelope("tax@mihon.example", WORDS.subject, WORDS.body, "0-1-2", NOON)


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def office(book: Book) -> Iterator[MailServer]:
    with post_office(book) as port:
        yield MailServer.parse(f"smtp://127.0.0.1:{port}?tls=none", "town@mihon.example")


def write(now=NOON, to: str = "tax@mihon.example", **more) -> None:
    with transaction() as session:
        letters.write(session, to, WORDS, now, **more)


def row() -> Letter:
    with reading() as session:
        return session.scalars(select(Letter)).one()


def works(post: Post) -> int:
    done = 0
    while post.post_one(lambda: None):
        done += 1
    return done


@pytest.mark.usefixtures("db")
class TestRow:
    def test_a_letter_arrives_as_it_was_written_and_once(self, office: MailServer, book: Book, clock: Clock):
        write()
        assert works(Post(office, clock)) == 1
        [letter] = book.taken
        assert (letter["Subject"], letter.get_content().replace("\r\n", "\n")) == (WORDS.subject, WORDS.body)
        assert (letter["To"], letter["From"]) == ("tax@mihon.example", "town@mihon.example")
        assert letter["Message-ID"] == f"<{row().message_id}@mihon.example>"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert (row().status, row().finished_at, row().reply_code) == (LetterStatus.SENT, NOON, 250)

    def test_without_a_post_office_letters_wait(self, clock: Clock):
        write()
        assert works(Post(None, clock)) == 0
        assert (row().status, row().attempts) == (LetterStatus.WAITING, 0)

    @pytest.mark.parametrize("step", ["rcpt", "data"])
    def test_a_refused_address_or_letter_is_not_tried_again(self, office, book: Book, clock: Clock, step: str):
        book.says[step] = "550 5.1.1 no such officer tax@mihon.example"
        write()
        works(Post(office, clock))
        assert (row().status, row().reply_code) == (LetterStatus.REFUSED, 550)
        clock.skip(days=1)
        assert works(Post(office, clock)) == 0

    @pytest.mark.parametrize(
        ("step", "said"), [("mail", "550 not you"), ("mail", "451 later"), ("rcpt", "450 greylisted"), ("data", "452 full")]
    )  # fmt: skip
    def test_a_busy_post_office_is_tried_after_longer_and_longer_pauses(self, office, book, clock: Clock, step, said):
        book.says[step] = said
        write(lasts=timedelta(hours=4))
        pauses, post = [], Post(office, clock)
        while row().status == LetterStatus.WAITING:
            before = clock()
            assert works(post) == 1
            pauses.append((row().next_try_at - before).total_seconds() / 60)
            clock.time = row().next_try_at
        assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
        assert row().status == LetterStatus.REFUSED
        assert row().finished_at == NOON + timedelta(hours=4)
        assert book.taken == []

    def test_a_post_office_that_comes_back_gets_the_letter(self, office, book: Book, clock: Clock):
        book.says["rcpt"] = "450 greylisted"
        write()
        works(Post(office, clock))
        book.says.clear()
        clock.skip(minutes=1)
        works(Post(office, clock))
        assert (row().status, row().attempts, len(book.taken)) == (LetterStatus.SENT, 2, 1)

    def test_taken_but_never_confirmed_it_is_sent_again_under_the_same_name(self, office, book: Book, clock: Clock):
        book.hangs_up.set()
        write()
        works(Post(office, clock))
        assert (row().status, row().may_have_arrived) == (LetterStatus.WAITING, True)
        book.hangs_up.clear()
        clock.skip(minutes=1)
        works(Post(office, clock))
        assert row().status == LetterStatus.SENT
        assert len(book.taken) == 2
        assert len({letter["Message-ID"] for letter in book.taken}) == 1
        assert len({letter.as_bytes() for letter in book.taken}) == 1

    def test_what_may_have_arrived_and_cannot_be_known_in_time_is_uncertain(self, office, book: Book, clock: Clock):
        book.hangs_up.set()
        write(lasts=timedelta(seconds=30))
        works(Post(office, clock))
        clock.skip(seconds=31)
        works(Post(office, clock))
        assert row().status == LetterStatus.UNCERTAIN
        assert len(book.taken) == 1

    def test_a_letter_whose_time_is_over_is_not_sent_any_more(self, office, book: Book, clock: Clock):
        write()
        clock.time = NOON + LASTS
        works(Post(office, clock))
        assert (row().status, book.taken) == (LetterStatus.REFUSED, [])

    def test_a_worker_that_comes_back_late_changes_nothing(self, office, book: Book, clock: Clock):
        book.is_silent.set()
        write()
        slow = threading.Thread(target=works, args=(Post(office, clock),))
        slow.start()
        while row().status != LetterStatus.SENDING:
            time.sleep(0)
        clock.skip(seconds=letters.LEASE.total_seconds())
        with transaction() as session:
            taken = letters.claim(session, clock())
            assert taken and taken.may_have_arrived
            letters.settle(session, taken, status=LetterStatus.REFUSED, finished_at=clock())
        book.goes_on.set()
        slow.join()
        assert row().status == LetterStatus.REFUSED


class TestServer:
    @pytest.mark.parametrize("limit", ["step_seconds", "whole_seconds"])
    def test_a_server_that_is_silent_cannot_hold_a_thread(self, office: MailServer, book: Book, limit: str):
        book.is_silent.set()
        seconds, outcome, began = 0.3, Outcome.NOT_SENT, time.monotonic()
        while outcome is Outcome.NOT_SENT:  # the machine stalled before the server was silent
            impatient = replace(office, **{"step_seconds": PATIENCE, "whole_seconds": PATIENCE, limit: seconds})
            outcome, seconds = impatient.post(ENVELOPE).outcome, seconds * 2
        assert outcome is Outcome.UNKNOWN
        assert time.monotonic() - began < PATIENCE

    def test_nobody_at_home_is_no_reason_to_doubt(self, office: MailServer):
        assert replace(office, port=1).post(ENVELOPE).outcome is Outcome.NOT_SENT

    def test_a_letter_travels_encrypted_with_name_and_password(self, book: Book, tmp_path: Path):
        ca_file, context = certificate(tmp_path)
        locked = {"authenticator": knows_the_password, "auth_required": True}
        with post_office(book, tls_context=context, require_starttls=True, **locked) as port:
            for password, taken in (("p%40ss%2Fword", Outcome.ACCEPTED), ("wrong", Outcome.NOT_SENT)):
                url = f"smtp://post:{password}@127.0.0.1:{port}?tls=starttls&ca={ca_file}"
                assert MailServer.parse(url, "town@mihon.example").post(ENVELOPE).outcome is taken
        assert len(book.taken) == 1

    def test_encrypted_from_the_first_byte(self, book: Book, tmp_path: Path):
        ca_file, context = certificate(tmp_path)
        with post_office(book, ssl_context=context) as port:
            url = f"smtps://127.0.0.1:{port}?ca={ca_file}"
            assert MailServer.parse(url, "town@mihon.example").post(ENVELOPE).outcome is Outcome.ACCEPTED

    def test_a_server_nobody_vouches_for_gets_nothing(self, book: Book, tmp_path: Path):
        _, context = certificate(tmp_path)
        with post_office(book, tls_context=context) as port:
            url = f"smtp://127.0.0.1:{port}"
            assert MailServer.parse(url, "town@mihon.example").post(ENVELOPE).outcome is Outcome.NOT_SENT
        assert book.taken == []

    def test_a_server_that_cannot_encrypt_gets_nothing(self, office: MailServer, book: Book):
        strict = MailServer.parse(f"smtp://127.0.0.1:{office.port}", "town@mihon.example")
        assert strict.post(ENVELOPE).outcome is Outcome.NOT_SENT
        assert book.taken == []


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://mihon.example", "SMTP_URL"),
        ("smtp://", "SMTP_URL"),
        ("smtp://mihon.example:x", "ポート"),
        ("smtp://mihon.example?tls=perhaps", "tls"),
        (f"smtp://post:{PASSWORD.replace('/', '%2F').replace('@', '%40')}@mihon.example?tls=none", "パスワード"),
    ],
)
def test_a_wrong_address_of_the_post_office_is_told_without_its_secret(url: str, told: str):
    with pytest.raises(ValueError, match=told) as refused:
        MailServer.parse(url, "town@mihon.example")
    assert "p@ss" not in str(refused.value)


@pytest.mark.parametrize("sender", ["", "町 <town@mihon.example>", "town@mihon.example\r\nBcc: x@example.com"])
def test_a_sender_is_an_address_alone(sender: str):
    with pytest.raises(ValueError, match="MAIL_FROM"):
        MailServer.parse("smtp://mihon.example", sender)


def test_a_server_shows_no_password():
    assert "secret" not in repr(MailServer.parse("smtp://post:secret@mihon.example", "town@mihon.example"))
