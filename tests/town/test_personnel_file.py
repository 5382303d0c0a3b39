"""人事異動 as CSV: what a town writes, and what it becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from town.officer_changes import Add, Disable, Grant, Move, Revoke
from town.officers import Officer, OfficerRole
from town.personnel_file import COLUMNS, EXAMPLE, read
from town.roles import Role

SECTIONS = {"citizens": "市民課", "roads": "道路課"}


def known(*roles: tuple[Role, str], is_contractor: bool = False) -> Officer:
    one = Officer(email="hanako@mihon.example", name="見本 花子", section_id="citizens", is_contractor=is_contractor)
    one.roles = [OfficerRole(role=role, section_id=where) for role, where in roles]
    return one


def line(*cells: str, encoding: str = "utf-8-sig") -> bytes:
    return (",".join(COLUMNS) + "\r\n" + ",".join(cells) + "\r\n").encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_newcomer_is_added_with_roles(encoding):
    content = line(
        "Hanako@mihon.example", "見本 花子", "市民課", "閲覧;回答の編集", "道路課", "", "", "", encoding=encoding
    )
    email = "hanako@mihon.example"
    assert read(content, [], SECTIONS).changes == (
        Add(email=email, name="見本 花子", section_id="citizens"),
        Grant(email=email, role=Role.ANSWER_EDITOR, section_id="roads"),
        Grant(email=email, role=Role.VIEWER, section_id="roads"),
    )


def test_who_moves_gets_the_new_roles_and_loses_the_old_ones():
    content = line("hanako@mihon.example", "見本 花子", "道路課", "通報の対応", "", "", "2027/3/31", "")
    found = read(content, [known((Role.VIEWER, "citizens"))], SECTIONS)
    assert [type(one) for one in found.changes] == [Move, Grant, Revoke]
    assert found.changes[1] == Grant(email="hanako@mihon.example", role=Role.REPORT_HANDLER, section_id="roads")


def test_who_leaves_is_disabled():
    content = line("hanako@mihon.example", "", "", "", "", "", "", "はい")
    assert read(content, [known()], SECTIONS).changes == (Disable(email="hanako@mihon.example"),)


def test_a_line_that_changes_nothing_says_nothing():
    content = line("hanako@mihon.example", "見本 花子", "citizens", "viewer", "", "", "", "")
    assert read(content, [known((Role.VIEWER, "citizens"))], SECTIONS) == read(b"\xef\xbb\xbf" + content[3:], [known((Role.VIEWER, "citizens"))], SECTIONS)  # fmt: skip
    assert read(content, [known((Role.VIEWER, "citizens"))], SECTIONS).changes == ()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("x", "見本", "市民課", "", "", "", "", ""), "2行目: email"),
        (("a@b.jp", "見本", "水道課", "", "", "", "", ""), "課「水道課」はありません"),
        (("a@b.jp", "見本", "市民課", "王様", "", "", "", ""), "役割「王様」はありません"),
        (("a@b.jp", "見本", "市民課", "", "", "はい", "", ""), "「終了日」が要ります"),
        (("a@b.jp", "見本", "市民課", "管理者", "", "はい", "2027-03-31", ""), "閲覧と通報の対応だけ"),
        (("a@b.jp", "見本", "市民課", "", "", "", "来年", ""), "2027-03-31 のように"),
        (("a@b.jp", "見本", "", "", "", "", "", "はい"), "職員はいません"),
        (("a@b.jp", "", "市民課", "", "", "", "", ""), "2行目: name"),
    ],
)
def test_a_mistake_is_named_with_its_line(cells, said):
    found = read(line(*cells), [], SECTIONS)
    assert found.changes == () and len(found.errors) == 1
    assert said in found.errors[0]


def test_the_same_person_twice_is_a_mistake():
    content = line("a@b.jp", "見本", "市民課", "", "", "", "", "") + "a@b.jp,見本,市民課,,,,,\r\n".encode()
    assert "2回あります" in read(content, [], SECTIONS).errors[0]


def test_the_example_on_the_page_can_be_read():
    assert read(EXAMPLE.encode(), [], SECTIONS).errors == ()


@given(st.binary(max_size=300))
def test_whatever_is_sent_is_answered_with_sentences(content):
    found = read(line("a@b.jp", "見本", "市民課", "", "", "", "", "") + content, [], SECTIONS)
    assert all(isinstance(one, str) for one in found.errors)
