"""`madoguchi reports …`: a key for Open311 only, the figures, and a dry run of forgetting."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from reports import records
from reports.records import FiledReport, Report
from store import database
from store.database import reading, transaction
from tests.shell import Shell, a_shell
from town import api_keys
from town.api_keys import Use

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def shell(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with a_shell(database_url, monkeypatch, capsys) as says:
        yield says
    database.disconnect()


def test_a_key_made_here_files_reports_and_nothing_else(shell: Shell) -> None:
    code, told = shell("reports", "key", "add", "県の道路アプリ")
    secret = re.search(r"mdg_\S+", told)
    assert code == 0 and secret
    with reading() as session:
        assert api_keys.shown(session, secret[0], Use.REPORTS) is not None
        assert api_keys.shown(session, secret[0], Use.ALERTS) is None
    assert shell("reports", "key", "revoke", "県の道路アプリ")[0] == 0
    assert shell("reports", "key", "revoke", "県の道路アプリ")[0] == 1


def test_the_dry_run_and_the_figures_count_and_change_nothing(shell: Shell) -> None:
    assert "0件" in shell("reports", "due")[1]
    closed_at = datetime.now(UTC) - timedelta(days=100)
    with transaction() as session:
        report = records.file(session, FiledReport("hole", "roads", text="穴"), closed_at - timedelta(days=4))
        report.stage, report.closed_at, number = "done", closed_at, report.id
    told = shell("reports", "due")[1]
    assert "通報した人" in told and "1件。" in told
    assert "投稿1 対応1 (100.0%)" in shell("reports", "figures")[1]
    with reading() as session:
        assert session.get_one(Report, number).unlinked_at is None
