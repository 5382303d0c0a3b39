"""The mailbox is looked into: a known sender's mail becomes a draft once, and nothing is read away before it is stored."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from alerts.broadcasts import Broadcast, Origin
from alerts.mail_intake import MOST_AN_HOUR
from alerts.mail_paper import LARGEST
from bot.mail_box import MailBox, MailBoxError
from bot.mail_hours import MailHours
from settings import SAMPLE_TOWN
from store.database import reading, transaction
from store.journal import JournalLine
from store.letters import Letter
from tests.alerts.test_mail import DOOR, HEAD, VOUCHED, mail
from tests.bot.imap_server import PASSWORD, USER, Box, mail_server
from tests.bot.post_office import certificate
from tests.conftest import Clock
from town import officers
from town.profile import Profile, load_profile
from town.roles import Role

LOGIN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"


@pytest.fixture(scope="module")
def town() -> Profile:
    mihon = load_profile(SAMPLE_TOWN)
    return mihon.model_copy(update={"notices": mihon.notices.model_copy(update={"mail": DOOR})})


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def address(box: Box) -> Iterator[str]:
    with mail_server(box) as port:
        yield f"imap://{LOGIN}@127.0.0.1:{port}/INBOX?tls=none"


@pytest.fixture
def looks(db: str, address: str, town: Profile, clock: Clock) -> Callable[[], bool]:
    hours = MailHours(MailBox.parse(address), town, clock, threading.Event())
    return lambda: hours.look(lambda: None)


def drafts() -> list[Broadcast]:
    with reading() as session:
        return list(session.scalars(select(Broadcast).where(Broadcast.origin == Origin.MAIL)))


def refusals() -> int:
    with reading() as session:
        return len(list(session.scalars(select(JournalLine).where(JournalLine.action == "mail.refused"))))


def numbered(number: int) -> bytes:
    return mail(head=HEAD.replace("<1@bousai>", f"<{number}@bousai>"))


def test_a_mail_becomes_a_draft_once_and_is_read_afterwards(box: Box, looks) -> None:
    box.gets(mail())
    for _ in range(3):
        looks()
    assert len(drafts()) == 1 and box.unread == []
    assert "FETCH" in box.asked and box.asked.count("FETCH") == 1


def test_a_strangers_mail_and_one_that_is_too_large_are_put_aside_and_keep_nobody_out(box: Box, looks) -> None:
    box.gets(mail(results=None))
    box.gets(mail(body="あ" * LARGEST))
    box.gets(numbered(3))
    looks()
    assert (len(drafts()), refusals(), box.unread) == (1, 2, [])


@pytest.mark.parametrize("word", ["LOGIN", "SELECT", "SEARCH", "FETCH", "STORE"])
def test_wherever_the_line_breaks_nothing_is_lost_or_doubled(box: Box, looks, word: str) -> None:
    box.gets(numbered(1))
    box.gets(numbered(2))
    box.drops_at = word
    looks()
    box.drops_at = ""
    looks()
    assert len(drafts()) == 2 and box.unread == []


def test_too_many_in_an_hour_wait_unread_for_the_next(box: Box, looks, clock: Clock) -> None:
    for number in range(MOST_AN_HOUR + 5):
        box.gets(numbered(number))
    for _ in range(4):
        looks()
    assert len(drafts()) == MOST_AN_HOUR and len(box.unread) == 5
    clock.skip(minutes=61)
    looks()
    assert len(drafts()) == MOST_AN_HOUR + 5 and box.unread == []


def test_what_breaks_something_stays_unread_and_keeps_nobody_out(box: Box, looks) -> None:
    broken = box.gets(HEAD.encode() + f"Authentication-Results: {VOUCHED}\n".encode() + b"\n\xff")
    box.mails[broken] = b"\x00" * 10
    box.gets(numbered(2))
    looks()
    assert len(drafts()) == 1


def test_a_wrong_password_is_one_quiet_line(box: Box, address: str, town: Profile, db: str, clock: Clock) -> None:
    box.gets(mail())
    wrong = MailBox.parse(address.replace("p%40ss", "pass"))
    assert PASSWORD not in repr(wrong)
    MailHours(wrong, town, clock, threading.Event()).look(lambda: None)
    assert drafts() == [] and box.unread == [1]


def test_of_a_box_that_stays_shut_each_administrator_hears_once_a_day(
    address: str, town: Profile, db: str, clock: Clock
) -> None:
    with transaction() as session:
        for name, role in (("hanako", Role.ADMINISTRATOR), ("taro", Role.VIEWER)):
            found = officers.add(session, clock(), email=f"{name}@mihon.example", name=name, section_id="citizens")
            found.password_hash = "x"
            officers.grant(session, found, role, "*")
    shut = MailHours(MailBox.parse(address.replace("p%40ss", "pass")), town, clock, threading.Event())
    told = []
    for minutes in (0, 20, 20, 60, 24 * 60):
        clock.skip(minutes=minutes)
        shut.look(lambda: None)
        with reading() as session:
            told.append([one.to for one in session.scalars(select(Letter))])
    assert [len(one) for one in told] == [0, 0, 1, 1, 2] and set(told[-1]) == {"hanako@mihon.example"}


def test_the_conversation_is_encrypted_with_whom_the_certificate_names(box: Box, tmp_path: Path) -> None:
    ca_file, context = certificate(tmp_path)
    box.gets(mail())
    with mail_server(box, context) as port:
        with MailBox.parse(f"imaps://{LOGIN}@127.0.0.1:{port}?ca={ca_file}").opened() as opened:
            assert opened.unread() == ["1"]
        with pytest.raises(MailBoxError), MailBox.parse(f"imaps://{LOGIN}@127.0.0.1:{port}").opened():
            pass
        assert box.asked.count("LOGIN") == 1


def test_no_password_is_told_to_a_server_that_offers_no_encryption(box: Box, address: str) -> None:
    with pytest.raises(MailBoxError), MailBox.parse(address.replace("?tls=none", "")).opened():
        pass
    assert "LOGIN" not in box.asked


@pytest.mark.parametrize("url", [
    "imaps://mihon.example", "http://a:b@mihon.example", "imaps://a@mihon.example", "imaps://a:b@mihon.example:x/INBOX",
    "imap://a:secret@mihon.example?tls=none", "imaps://a:secret@mihon.example?tls=some", 'imaps://a:b@mihon.example/IN"BOX',
])  # fmt: skip
def test_a_wrong_address_is_told_in_a_sentence_without_the_secret(url: str) -> None:
    with pytest.raises(ValueError, match="IMAP_URL") as refused:
        MailBox.parse(url)
    assert "secret" not in str(refused.value)
