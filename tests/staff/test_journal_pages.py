"""The journal at the desk, 人事異動 by file, and words that try to be more than words."""

import html
import re
from io import BytesIO

import pytest

from store.database import reading, transaction
from store.journal import Looked, search
from town import officers
from town.officers import Officer
from town.personnel_file import COLUMNS
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HARM = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


@pytest.fixture
def two(hire):
    return [hire(name, Role.ADMINISTRATOR) for name in ("hanako", "taro")]


def link_of(page: str) -> str:
    found = re.search(r'href="(/staff/journal/export/[^"]+)"', page)
    assert found
    return found.group(1)


def test_the_export_is_for_its_requester_and_for_a_quarter_of_an_hour(two, signed_in, clock):
    mine, theirs = signed_in(two[0]), signed_in(two[1])
    link = link_of(mine.send("/staff/journal/export", at="/staff/", action="signin.").get_data(as_text=True))
    assert theirs.open(link).status_code == 404
    lines = mine.open(link).get_data(as_text=True).splitlines()
    assert lines[0].endswith("番号,日時(日本時間),だれが,操作,対象,詳細")
    assert all("ログイン" in line for line in lines[1:]) and len(lines) >= 3
    clock.skip(minutes=16)
    assert mine.open(link).status_code == 404
    assert mine.open(link + "x").status_code == 404


def test_looking_into_the_journal_is_written_into_it(two, signed_in):
    signed_in(two[0]).open("/staff/journal")
    with reading() as session:
        assert search(session, Looked())[0].action == "journal.read"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\n", "＝", "＠"])
def test_a_cell_that_looks_like_a_formula_is_made_harmless(two, signed_in, sign):
    with transaction() as session:
        session.get_one(Officer, two[0].id).name = f"{sign}HYPERLINK(1)"
    mine = signed_in(two[0])
    link = link_of(mine.send("/staff/journal/export", at="/staff/").get_data(as_text=True))
    assert f",'{sign}HYPERLINK(1)" in mine.open(link).get_data(as_text=True).replace('"', "")


def test_people_change_by_file_after_a_rehearsal_and_a_second_look(two, signed_in, clock):
    mine, theirs = signed_in(two[0]), signed_in(two[1])
    file = (
        ",".join(COLUMNS)
        + "\nyuki@mihon.example,見本 ゆき,市民課,回答の編集,,,,\ntaro@mihon.example,見本 taro,道路課,管理者,,,,\n"
    )
    sent = {"file": (BytesIO(file.encode()), "a.csv"), "on": "2026-11-21"}
    page = mine.send("/staff/personnel", at="/staff/personnel", **sent).get_data(as_text=True)
    assert "3件の変更" in page and "直すところ" not in page
    with reading() as session:
        assert officers.by_email(session, "yuki@mihon.example") is None
    written = re.search(r'name="changes" value="([^"]+)"', page)
    assert written
    form = {"changes": html.unescape(written.group(1)), "on": "2026-11-21"}
    assert mine.send("/staff/personnel/propose", at="/staff/", **form).location == "/staff/proposals/1"
    theirs.send("/staff/proposals/1/approve", at="/staff/")
    with reading() as session:
        assert officers.by_email(session, "yuki@mihon.example") is None  # its day has not come


def test_a_file_that_would_leave_too_few_administrators_is_refused_at_once(two, signed_in):
    file = ",".join(COLUMNS) + "\ntaro@mihon.example,,,,,,,はい\n"
    sent = {"file": (BytesIO(file.encode()), "a.csv")}
    page = signed_in(two[0]).send("/staff/personnel", at="/staff/personnel", **sent).get_data(as_text=True)
    assert "管理者が2人より少なくなる" in page and "申請する" not in page


def test_nothing_somebody_wrote_becomes_markup(two, signed_in, hire):
    """Stored XSS: every text an officer can leave behind, on every page that shows it."""
    mine = signed_in(two[0])
    form = {"email": "yuki@mihon.example", "name": HARM[:80], "section_id": "roads"}
    mine.send("/staff/officers/new", at="/staff/officers/new", **form)
    with reading() as session:
        yuki = officers.by_email(session, "yuki@mihon.example")
        assert yuki and yuki.name == HARM[:80]
    mine.send(f"/staff/officers/{yuki.id}/grant", at="/staff/", role="administrator")
    paths = [
        "/staff/officers", f"/staff/officers/{yuki.id}", "/staff/proposals", "/staff/proposals/1", "/staff/journal",
        f"/staff/journal?actor={HARM}&subject={HARM}&since={HARM}", f"/staff/sign-in?next={HARM}",
        f"/staff/officers/{HARM}", f"/staff/invitation/{HARM}",
    ]  # fmt: skip
    pages = [mine.open(path).get_data(as_text=True) for path in paths]
    pages.append(mine.send("/staff/sign-in", at="/staff/", email=HARM, password=HARM).get_data(as_text=True))
    pages.append(mine.send(f"/staff/officers/{yuki.id}/invite", at="/staff/").get_data(as_text=True))
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page and "49" not in re.sub(r"\S{30,}", "", page)
    assert any(html.escape("<script>") in page for page in pages)


def test_an_answer_of_an_unknown_page_says_nothing_of_what_was_asked(two, signed_in):
    answer = signed_in(two[0]).open("/staff/officers/999")
    assert answer.status_code == 403 and "この番号の職員はいません" in answer.get_data(as_text=True)
