"""Answers at the desk: found, written, shown on a telephone, published, and of one's own section only."""

import re

import pytest

from knowledge import desk_entries, entries, entry_history
from knowledge.entry_file import EntryFile
from knowledge.shelving import shelve
from store.database import reading, transaction
from tests.knowledge.entry_files import made
from town.roles import Role

HARM = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def shelves(app):
    with transaction() as session:
        shelve(session, [made("move_in", section="citizens"), made("potholes", section="roads")])


def entry(entry_id: str) -> EntryFile:
    with reading() as session:
        found = desk_entries.find(session, entry_id)
        assert found
        return found[1]


def version() -> int:
    with reading() as session:
        return entries.version(session)


def form_of(browser, path: str) -> dict[str, str]:
    """What the page's form would send if nothing were typed."""
    page = browser.open(path).get_data(as_text=True)
    form = dict(re.findall(r'<input id="[^"]+" name="([^"]+)"[^>]*? value="([^"]*)"', page))
    form |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    form |= dict(re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S))
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        form[name] = re.findall(r'value="([^"]+)" selected', options)[0]
    form.pop("csrf_token", None)
    return form


def write(browser, entry_id: str, **typed: str):
    path = f"/staff/answers/{entry_id}"
    return browser.send(path, at=path, **(form_of(browser, path) | typed))


@pytest.fixture
def editor(hire, signed_in):
    return signed_in(hire("hanako", Role.ANSWER_EDITOR, section="citizens"))


def test_an_edit_reaches_the_shelves_and_is_written_down(editor):
    before = version()
    answer = write(editor, "move_in", fee="手数料は300円です。", bring="本人確認書類\r\n印鑑")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    written = entry("move_in").texts["ja"]
    assert (written.fee, written.bring) == ("手数料は300円です。", ("本人確認書類", "印鑑"))
    assert version() == before + 1
    page = editor.open("/staff/answers/move_in/history").get_data(as_text=True)
    assert "町のファイルの内容" in page and "日本語・費用" in page


def test_what_the_form_does_not_show_stays(editor):
    before = entry("move_in")
    write(editor, "move_in", title="転入の手続き")
    after = entry("move_in")
    assert after.model_copy(update={"texts": before.texts}) == before


def test_files_no_longer_touch_what_an_officer_wrote_and_the_officer_sees_it(editor):
    write(editor, "move_in", title="職員の題名")
    newer = made("move_in", section="citizens", legal_basis="新しい法")
    with transaction() as session:
        assert shelve(session, [newer]).conflicts == ("move_in",)
        assert shelve(session, [newer]).conflicts == ("move_in",)
    assert entry("move_in").texts["ja"].title == "職員の題名"
    assert "町のファイルにも新しい内容があります" in editor.open("/staff/answers/move_in").get_data(as_text=True)
    assert "ファイルが新しい" in editor.open("/staff/answers?state=overtaken").get_data(as_text=True)
    with reading() as session:
        edits = entry_history.of(session, "move_in")
    assert [one.written_by for one in edits].count("file") == 2  # as it was, and as it became
    editor.send("/staff/answers/move_in/restore", at="/staff/", edit=edits[0].id)
    assert entry("move_in") == newer
    with transaction() as session:
        assert shelve(session, [newer]).conflicts == ()


def test_two_officers_do_not_overwrite_each_other(editor, hire, signed_in):
    other = signed_in(hire("taro", Role.ANSWER_EDITOR, section="citizens"))
    path = "/staff/answers/move_in"
    old = form_of(editor, path)
    write(other, "move_in", title="太郎の題名")
    late = editor.send(path, at=path, **(old | {"title": "花子の題名"}))
    assert late.status_code == 400
    page = late.get_data(as_text=True)
    assert "ほかの職員が先に保存しました" in page and "花子の題名" in page
    assert entry("move_in").texts["ja"].title == "太郎の題名"


def test_another_sections_answer_is_neither_read_nor_written(editor):
    for path in ("/staff/answers/potholes", "/staff/answers/potholes/history"):
        assert editor.open(path).status_code == 403
    for path in ("", "/publish", "/restore", "/preview"):
        answer = editor.send(f"/staff/answers/potholes{path}", at="/staff/", title="x", is_published="0")
        assert answer.status_code == 403
    assert "potholes" not in editor.open("/staff/answers").get_data(as_text=True)
    assert entry("potholes").is_published


def test_an_answer_cannot_be_pushed_into_another_section(editor):
    assert write(editor, "move_in", section="roads").status_code == 403
    assert entry("move_in").section == "citizens"


def test_a_viewer_reads_and_changes_nothing(hire, signed_in):
    viewer = signed_in(hire("yuki", Role.VIEWER))
    assert viewer.open("/staff/answers/move_in").status_code == 200
    assert viewer.send("/staff/answers/move_in", at="/staff/", title="x").status_code == 403


def test_a_contractor_sees_no_answers(hire, signed_in, clock):
    outside = signed_in(hire("outside", Role.VIEWER, is_contractor=True, ends_on=clock().date()))
    assert "0件" in outside.open("/staff/answers").get_data(as_text=True)
    assert outside.open("/staff/answers/move_in").status_code == 403


def test_a_new_answer_begins_unpublished_and_needs_a_source_to_be_shown(editor):
    path = "/staff/answers/new"
    form = form_of(editor, path) | {"title": "粗大ごみ", "summary": "電話で申し込みます。"}
    assert "出典" in editor.send(path, at=path, **form).get_data(as_text=True)
    form |= {"source_url": "https://mihon.example/gomi", "source_title": "ごみの出し方"}
    place = editor.send(path, at=path, **form).location.split("?")[0]
    made_entry = entry(place.rsplit("/", 1)[1])
    assert not made_entry.is_published and made_entry.section == "citizens"
    editor.send(f"{place}/publish", at="/staff/", is_published="1")
    assert entry(made_entry.id).is_published


def test_the_preview_is_what_a_telephone_gets(editor):
    form = form_of(editor, "/staff/answers/move_in") | {"title": "見本の題名"}
    answer = editor.send("/staff/answers/move_in/preview", at="/staff/", **form)
    assert answer.json["messages"][0]["type"] == "flex" and "見本の題名" in answer.json["messages"][0]["altText"]
    assert entry("move_in").texts["ja"].title != "見本の題名"
    worse = editor.send("/staff/answers/move_in/preview", at="/staff/", **(form | {"title": "長" * 61}))
    assert worse.json["sentences"] == ["「題名」: 長すぎます。"]


def test_a_translation_is_added_and_taken_away_again(editor):
    path = "/staff/answers/move_in?language=pt"
    answer = editor.send(
        "/staff/answers/move_in", at="/staff/", **(form_of(editor, path) | {"title": "Mudança", "summary": "Venha."})
    )
    assert answer.status_code == 303
    assert entry("move_in").texts["pt"].title == "Mudança"
    cleared = {name: "" for name in form_of(editor, path) if name in ("title", "summary")}
    editor.send("/staff/answers/move_in", at="/staff/", **(form_of(editor, path) | cleared))
    assert "pt" not in entry("move_in").texts


def test_words_of_an_answer_never_become_markup(editor):
    write(editor, "move_in", title=HARM[:60], summary=HARM, fee=HARM, aliases=HARM, legal_basis=HARM, source_title=HARM)
    for path in (
        "/staff/answers",
        "/staff/answers/move_in",
        "/staff/answers/move_in/history",
        f"/staff/answers?words={HARM}",
    ):
        page = editor.open(path).get_data(as_text=True)
        assert "<script>alert" not in page and "<img src=x" not in page
    assert entry("move_in").texts["ja"].fee == HARM


def test_one_finds_by_words_and_by_state(editor):
    write(editor, "move_in", title="転入届", aliases="ひっこし")
    assert "1件" in editor.open("/staff/answers?words=ひっこし").get_data(as_text=True)
    assert "0件" in editor.open("/staff/answers?words=ひっこし 道路").get_data(as_text=True)
    assert "0件" in editor.open("/staff/answers?state=withdrawn").get_data(as_text=True)
