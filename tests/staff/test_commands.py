"""The first administrators and the journal's chain, from the shell."""

import re

import pytest

from bot import desk_chores
from store.database import connect, reading
from tests.shell import a_shell
from tests.staff.the_desk import PASSWORD
from town import officers

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def shell(app, database_url, monkeypatch, capsys):
    with a_shell(database_url, monkeypatch, capsys) as says:

        def said(*words: str) -> tuple[int, str]:
            """A command lets go of the database at its end; the desk goes on."""
            told = says(*words)
            connect(database_url)
            return told

        yield said


def invite(shell, name: str, *more: str) -> tuple[int, str]:
    return shell("officer", "invite", f"{name}@mihon.example", "--name", f"見本 {name}", "--section", "citizens", *more)


def test_the_first_administrator_sets_a_password_of_their_own(shell, browser_of):
    code, told = invite(shell, "hanako", "--administrator")
    link = re.search(r"/staff/invitation/\S+", told)
    assert code == 0 and link
    browser = browser_of()
    answer = browser.send(link.group(), at=link.group(), password=PASSWORD, again=PASSWORD)
    assert answer.location == "/staff/account/factors/new"
    assert browser.open("/staff/").location == "/staff/account/factors/new"


def test_a_third_administrator_is_not_made_from_the_shell(shell):
    assert [invite(shell, name, "--administrator")[0] for name in ("hanako", "taro", "jiro")] == [0, 0, 1]
    with reading() as session:
        assert officers.by_email(session, "jiro@mihon.example") is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("officer", "invite", "yuki@mihon.example"), "--name"),
        (("officer", "invite", "yuki@mihon.example", "--name", "ゆき", "--section", "moon"), "課「moon」"),
        (("officer", "invite", "not an address", "--name", "ゆき", "--section", "citizens"), "メールアドレス"),
        (("officer", "disable", "yuki@mihon.example"), "いません"),
        (("officer", "disable", "not an address"), "書き方を確かめて"),
    ],
)
def test_a_mistake_at_the_keyboard_ends_in_a_sentence(shell, words, said):
    code, told = shell(*words)
    assert code == 1 and said in told


def test_officers_are_listed_and_disabled(shell):
    invite(shell, "yuki")
    assert "yuki@mihon.example" in shell("officer", "list")[1]
    assert shell("officer", "disable", "yuki@mihon.example")[0] == 0
    assert "無効" in shell("officer", "list")[1]


def test_the_chain_is_walked_and_compared_with_what_was_noted(shell):
    invite(shell, "yuki")
    desk_chores.seal_journal()
    code, told = shell("journal", "verify")
    noted = re.search(r"--position (\d+) --hash (\w+)", told)
    assert code == 0 and noted
    assert shell("journal", "verify", "--position", noted.group(1), "--hash", noted.group(2))[0] == 0
    assert shell("journal", "verify", "--position", noted.group(1), "--hash", "0" * 64)[0] == 1
    assert shell("journal", "verify", "--position", "1")[0] == 1
