"""What may be a letter, and how long it is remembered."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.mail_server import Envelope
from store import letters
from store.database import reading, transaction
from store.letters import Letter, LetterError, LetterStatus, Words, refuse_impossible
from tests.conftest import NOON

WORDS = Words("review", "件名", "本文")


@given(to=st.text(st.sampled_from("ab.@\r\n\x00 ,;<>:é"), max_size=24) | st.text(), subject=st.text(), body=st.text())
def test_whatever_is_written_a_letter_never_gets_a_header_of_its_own(to: str, subject: str, body: str):
    try:
        refuse_impossible(to, Words("review", subject, body))
    except LetterError:
        return
    written = Envelope(to, subject, body, "1", NOON).message("town@mihon.example")
    head = written.as_bytes().partition(b"\r\n\r\n")[0].decode()
    names = [line.partition(":")[0] for line in head.split("\r\n") if line[:1] not in (" ", "\t")]
    assert names == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    ]  # fmt: skip
    assert written["To"] == to


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("tax@mihon.example\nBcc: x@example.com", WORDS),
        ("税務課 <tax@mihon.example>", WORDS),
        ("a@mihon.example,b@mihon.example", WORDS),
        ("tax@mihon.example", Words("review", "件名\r\nBcc: x@example.com", "本文")),
        ("tax@mihon.example", Words("review", " ", "本文")),
        ("tax@mihon.example", Words("review", "件名", "a\rb")),
    ],
)
def test_what_cannot_be_a_letter_is_refused_before_it_is_kept(to: str, words: Words):
    with pytest.raises(LetterError):
        refuse_impossible(to, words)


@pytest.mark.usefixtures("db")
class TestRows:
    def test_the_same_occasion_is_written_once(self):
        with transaction() as session:
            assert letters.write(session, "a@mihon.example", WORDS, NOON, once_key="review:tax:2026-11-20")
            assert not letters.write(session, "a@mihon.example", WORDS, NOON, once_key="review:tax:2026-11-20")
            assert letters.write(session, "a@mihon.example", WORDS, NOON)
        with reading() as session:
            assert letters.by_status(session) == {LetterStatus.WAITING: 2}
            assert letters.oldest_open(session) == NOON

    def test_one_letter_is_never_in_two_hands(self):
        with transaction() as session:
            letters.write(session, "a@mihon.example", WORDS, NOON)
        for moment, is_taken in ((NOON, True), (NOON, False), (NOON + letters.LEASE, True)):
            with transaction() as session:
                assert bool(letters.claim(session, moment)) is is_taken

    def test_words_and_address_are_emptied_and_the_row_stays(self):
        with transaction() as session:
            letters.write(session, "a@mihon.example", WORDS, NOON)
            taken = letters.claim(session, NOON)
            assert taken
            letters.settle(session, taken, status=LetterStatus.SENT, finished_at=NOON)
            letters.write(session, "b@mihon.example", WORDS, NOON)
        with transaction() as session:
            assert letters.empty(session, NOON, 10) == 0
            assert letters.empty(session, NOON + timedelta(seconds=1), 10) == 1
            assert letters.empty(session, NOON + timedelta(seconds=1), 10) == 0
        with reading() as session:
            kept = [(row.to, row.subject, row.body) for row in session.scalars(select(Letter).order_by(Letter.id))]
        assert kept == [(None, None, None), ("b@mihon.example", "件名", "本文")]
