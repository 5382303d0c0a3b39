"""`madoguchi alerts …`: keys are shown once, and a mail from the pipe becomes a draft."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from alerts.broadcasts import Broadcast
from settings import SAMPLE_TOWN, get_settings
from store import database, journal
from store.database import reading
from tests.alerts.test_mail import HEAD, PLAIN, VOUCHED
from tests.bot.imap_server import PASSWORD, USER, Box, mail_server
from tests.shell import Shell, a_shell
from town.api_keys import ApiKey

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def shell(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with a_shell(database_url, monkeypatch, capsys) as says:
        yield says
    database.disconnect()


def test_a_key_is_shown_once_and_stands_nowhere(shell: Shell) -> None:
    code, told = shell("alerts", "key", "add", "水道監視")
    shown = re.search(r"mdg_\S{40,}", told)
    assert code == 0 and shown
    assert "使えます" in shell("alerts", "key", "list")[1] and shown[0] not in shell("alerts", "key", "list")[1]
    with reading() as session:
        [key] = session.scalars(select(ApiKey))
        assert shown[0] not in str(vars(key))
    assert "もうあります" in shell("alerts", "key", "add", "水道監視")[1]
    assert shell("alerts", "key", "revoke", "水道監視")[0] == 0
    assert "停止" in shell("alerts", "key", "list")[1]
    assert shell("alerts", "key", "revoke", "水道監視")[0] == 1


def test_whether_the_mailbox_opens_is_told_and_nothing_is_taken(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "IMAP_URL がありません" in shell("alerts", "mailbox")[1]
    box = Box()
    box.gets(b"Subject: x\n\nx")
    with mail_server(box) as port:
        for password, told in ((PASSWORD, "未読は1通です"), ("wrong", "メールボックスを開けません")):
            login = f"{quote(USER, safe='')}:{quote(password, safe='')}"
            monkeypatch.setenv("IMAP_URL", f"imap://{login}@127.0.0.1:{port}/INBOX?tls=none")
            get_settings.cache_clear()
            code, said = shell("alerts", "mailbox")
            assert (code == 0) is (password == PASSWORD) and told in said and PASSWORD not in said
    assert box.unread == [1]


def test_a_mail_from_the_pipe_is_a_draft_and_a_strangers_is_swallowed_without_a_bounce(shell: Shell) -> None:
    body = f"Authentication-Results: {VOUCHED}\n{HEAD}{PLAIN}水が止まっています。\n".encode()
    code, told = shell("alerts", "mail", hears=body)
    assert (code, "下書きになりました" in told) == (0, True)
    code, told = shell("alerts", "mail", hears=body.replace(b"Duty@", b"thief@"))
    assert (code, "登録していない差出人" in told) == (0, True)
    with reading() as session:
        assert len(list(session.scalars(select(Broadcast)))) == 1
        refused = journal.search(session, journal.Looked(action="mail.refused"))
        assert [one.details for one in refused] == [{}]


def test_a_mail_that_finds_the_house_shut_is_kept_by_the_mail_server(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://127.0.0.1:1/madoguchi_test_nowhere")
    get_settings.cache_clear()
    assert shell("alerts", "mail", hears=b"x")[0] == 75


def test_a_share_of_the_month_for_no_topic_at_all_is_a_slip_of_the_pen(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(SAMPLE_TOWN, tmp_path / "town")
    profile = tmp_path / "town/profile.yaml"
    profile.write_text(profile.read_text(encoding="utf-8").replace("{waste: 2}", "{wasted: 2}"), encoding="utf-8")
    monkeypatch.setenv("TOWN_FOLDER", str(tmp_path / "town"))
    get_settings.cache_clear()
    code, told = shell("alerts", "key", "list")
    assert code == 1 and "wasted" in told and "waste・" in told
