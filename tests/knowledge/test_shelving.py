"""Files to rows: only what changed is written, officers' work is never touched, and mistakes are told by file and line."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

import opening
from knowledge import entries
from knowledge.entries import EntryRow
from knowledge.entry_file import EntryFile
from knowledge.shelving import DESK, Shelved, check_together, overlaid, read_entries, shelve
from knowledge.topics import Topic
from settings import COMMON, SAMPLE_TOWN, Settings
from store.database import reading, transaction
from tests.conftest import NOON
from tests.knowledge.entry_files import made, written
from tests.thoroughness import tries
from town.calendar import to_jst
from town.yaml_file import TownFileError

TODAY = to_jst(NOON).date()
MOVING = Topic.model_validate({"id": "moving", "area": "procedures", "names": {"ja": "引っ越し"}})


def load(*found: EntryFile) -> Shelved:
    with transaction() as session:
        return shelve(session, found)


def version() -> int:
    with reading() as session:
        return entries.version(session)


def titles() -> dict[str, str]:
    with reading() as session:
        return {one.id: one.texts["ja"].title for one in entries.published(session, TODAY)}


def edit_at_the_desk(entry: EntryFile) -> None:
    with transaction() as session:
        entries.save(session, entry, origin=DESK)


@pytest.mark.usefixtures("db")
class TestRows:
    def test_a_new_file_is_written_and_told_to_every_process(self):
        assert load(made()) == Shelved(1, 0, (), ())
        assert (titles(), version()) == ({"made_up": "題"}, 1)

    def test_what_did_not_change_is_not_written_again(self):
        load(made(), made("other_one"))
        with transaction() as session:
            statements = []
            event.listen(session.get_bind(), "before_cursor_execute", lambda *now: statements.append(now[2]))
            assert shelve(session, [made(), made("other_one")]) == Shelved(0, 2, (), ())
        assert [one for one in statements if not one.startswith(("SELECT", "BEGIN"))] == []
        assert version() == 1

    def test_only_what_changed_is_written(self):
        load(made(), made("other_one"))
        assert load(made(title="新しい題"), made("other_one")) == Shelved(1, 1, (), ())
        assert (titles(), version()) == ({"made_up": "新しい題", "other_one": "題"}, 2)

    def test_what_left_the_files_is_withdrawn_and_kept(self):
        load(made(), made("other_one"))
        assert load(made()) == Shelved(0, 1, ("other_one",), ())
        assert titles() == {"made_up": "題"}
        with reading() as session:
            assert session.get(EntryRow, "other_one") is not None
        assert load(made()) == Shelved(0, 1, (), ())

    def test_what_comes_back_is_told_again(self):
        load(made(), made("other_one"))
        load(made())
        assert load(made(), made("other_one")) == Shelved(1, 1, (), ())
        assert set(titles()) == {"made_up", "other_one"}

    def test_what_an_officer_wrote_is_never_touched_and_the_conflict_is_told(self):
        load(made(), made("other_one"))
        edit_at_the_desk(made(title="職員の題"))
        assert load(made(title="ファイルの題"), made("other_one")) == Shelved(0, 1, (), ("made_up",))
        assert titles()["made_up"] == "職員の題"

    def test_what_an_officer_wrote_is_not_withdrawn_with_the_files(self):
        load(made())
        edit_at_the_desk(made(title="職員の題"))
        assert load() == Shelved(0, 0, (), ())
        assert titles() == {"made_up": "職員の題"}

    def test_the_sample_town_is_loaded_once(self, db: str):
        with_files = Settings(_env_file=None, database_url=db)
        first, second = opening.load(with_files), opening.load(with_files)
        assert first.written >= 60
        assert (second.written, second.unchanged, second.withdrawn, second.conflicts) == (0, first.written, (), ())


def test_the_towns_own_words_replace_the_common_ones():
    common, own = [made("shared", "国の題"), made("only_common")], [made("shared", "町の題"), made("only_town")]
    assert {one.id: one.texts["ja"].title for one in overlaid(common, own)} == {
        "shared": "町の題", "only_common": "題", "only_town": "題",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([made(), made()], "同じ id"),
        ([made(topic="gone")], "topic「gone」"),
        ([made(section="gone")], "section「gone」"),
        ([made(related=["gone"])], "related ['gone']"),
        ([made(after_hours="gone")], "after_hours gone"),
    ],
)
def test_what_only_the_whole_can_show_is_told_with_the_entry(found: list[EntryFile], told: str):
    with pytest.raises(TownFileError) as refused:
        check_together(found, [MOVING], ["tax"])
    assert told in str(refused.value)
    assert "made_up" in str(refused.value)


def test_a_town_that_names_no_sections_is_not_asked_for_them():
    check_together([made(section="anything")], [MOVING], [])


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (written(title=""), "title"),
        (written(checked_on="きのう"), "checked_on"),
        (written(review_by="2026-11-19"), "review_by"),
        (written(kind="procedure", texts={"ja": {"title": "題", "summary": "本文", "address": "本町"}}), "address"),
        (written(texts={"en": {"title": "t", "summary": "s"}}), "texts.ja"),
        (written(titel="題"), "titel"),
        (written("Not An Id"), "id"),
        ({k: v for k, v in written().items() if k != "source"}, "source"),
        (written(source={"url": "no address", "title": "t", "read_on": "2026-11-20"}), "url"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_field(tmp_path: Path, entry: dict[str, object], field: str):
    (tmp_path / "town.yaml").write_text("# 一行目\n" + yaml.safe_dump([written("fine_one"), entry], allow_unicode=True))
    with pytest.raises(TownFileError) as refused:
        read_entries(tmp_path)
    assert "town.yaml" in str(refused.value)
    assert "行目" in str(refused.value)
    assert field in str(refused.value)


SAMPLES = sorted((SAMPLE_TOWN / "entries").glob("*.yaml"))[:1] + sorted((COMMON / "entries").glob("passport.yaml"))
PIECES = st.sampled_from(
    ["", " ", "\n", "\t", "- ", ": ", "{", "}", "[", "]", '"', "'", "&a ", "*a", "!!python/object:os.system ", "|", ">",
     "%", "@", "---\n", "null", "true", "1e999", "2026-02-30", "\u0000", "\ufeff", "あ", "? ", "<<: ", "#", "\r", "0x10"]
)  # fmt: skip


@settings(deadline=None, max_examples=tries(300), suppress_health_check=list(HealthCheck))
@given(sample=st.sampled_from(SAMPLES), spots=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=4))  # fmt: skip
def test_a_spoilt_file_is_a_mistake_of_the_town_and_never_a_crash(tmp_path: Path, sample: Path, spots: list):
    text = sample.read_text(encoding="utf-8")[:6000]
    for where, gone, piece in spots:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + gone :]
    (tmp_path / "town.yaml").write_text(text, encoding="utf-8")
    try:
        read_entries(tmp_path)
    except TownFileError as error:
        assert "town.yaml" in str(error)


@given(content=st.binary(max_size=200))
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_at_all_are_a_mistake_of_the_town(tmp_path: Path, content: bytes):
    (tmp_path / "town.yaml").write_bytes(content)
    try:
        read_entries(tmp_path)
    except TownFileError as error:
        assert "town.yaml" in str(error)


@pytest.mark.parametrize(
    "content",
    ["? [a]\n: b", "- {[a]: b}", "&a [*a]", "- &a {x: *a}", "*a", "- id: !!set {a}", "- <<: *a", "- {id: 1, id: 2}", "---\na\n---\nb",
     "- !!binary x", "- !!timestamp x", "- " + "9" * 5000, "[" * 2000, "- ? {a: b}\n  : c", "!!python/name:os.system", "null", "3"],
    ids=lambda content: content[:16],
)  # fmt: skip
def test_every_trick_of_yaml_is_a_mistake_of_the_town(tmp_path: Path, content: str):
    (tmp_path / "town.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(TownFileError, match=r"town\.yaml"):
        read_entries(tmp_path)


def test_a_folder_without_files_is_an_empty_shelf(tmp_path: Path):
    assert read_entries(tmp_path) == []


@pytest.mark.usefixtures("db")
def test_published_rows_come_in_a_steady_order():
    load(made("b_second"), made("a_first"), made("c_third"))
    assert list(titles()) == ["a_first", "b_second", "c_third"]
    with reading() as session:
        assert len(list(session.scalars(select(EntryRow)))) == 3
