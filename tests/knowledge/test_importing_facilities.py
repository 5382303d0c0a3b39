"""公共施設一覧 is taken over with `madoguchi import facilities`: unpublished entries of the desk, told line by line."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import dramatiq
import pytest

from knowledge import desk_entries, entries
from knowledge.entries import EntryRow
from knowledge.entry_file import EntryFile
from speech.languages import Language
from store import database
from store.database import reading, transaction
from tests.conftest import NOON
from tests.knowledge.question_room import furnish
from tests.shell import a_shell
from tests.town.test_open_tables import FACILITIES, OLD_SITES

Imports = Callable[..., str]
SOURCE = ("--page", "https://mihon.example/opendata", "--read-on", "2026-11-20")
NEXT = "229903,8,静岡県,みほん市,みほん図書館,,,,,,,,,,,図書館課,月火,9:00,17:00,,,,,本を借りられます\r\n"


@pytest.fixture
def imports(
    sqlite_template: Path, broker: dramatiq.Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Imports]:  # fmt: skip
    shutil.copy(sqlite_template, tmp_path / "town.db")
    url = f"sqlite:///{tmp_path}/town.db"
    database.connect(url)
    furnish()
    with a_shell(url, monkeypatch, capsys) as says:

        def typed(table: str, *words: str) -> str:
            file = tmp_path / "facilities.csv"
            file.write_bytes(table.encode("cp932"))
            return says("import", "facilities", str(file), *words)[1]

        yield typed
    database.disconnect()


def facilities() -> list[EntryFile]:
    with reading() as session:
        rows = session.query(EntryRow).filter(EntryRow.id.startswith("facility_")).order_by(EntryRow.id)
        return [entries.as_entry(row) for row in rows]


def test_a_facility_becomes_an_unpublished_entry_with_its_slots(imports: Imports):
    assert "公共施設一覧として読みました" in imports(FACILITIES, "--section", "general")
    assert facilities() == []
    imports(FACILITIES, "--section", "general", *SOURCE, "--write")
    [hall] = facilities()
    text = hall.texts[Language.JA]
    assert (hall.is_published, hall.section, hall.topic, hall.place) == (
        False,
        "facilities",
        "facility",
        (34.7507, 138.2689),
    )
    assert (text.title, text.summary, text.address) == (
        "中央公民館",
        "会議室を借りられます。",
        "みほん市本町一丁目2番1号 2階",
    )
    assert (text.hours, text.closed, text.notes) == ("9:00〜21:30", "月曜日", "電話 000-000-0201\n公民館")
    assert hall.aliases == ("チュウオウコウミンカン", "なかこう")
    assert str(hall.source.url) == "https://mihon.example/kominkan"
    assert "変更なし 1件" in imports(FACILITIES, "--section", "general", *SOURCE)


def test_a_new_remark_is_a_change_until_officers_publish_it(imports: Imports):
    imports(FACILITIES, *SOURCE, "--write")
    renamed = FACILITIES.replace("中央公民館,", "新しい公民館,")
    assert "2行目 変更 " in imports(renamed, *SOURCE, "--write")
    [hall] = facilities()
    with transaction() as session:
        desk_entries.publish(session, hall.id, True, "officer:1", NOON)
    assert "職員の版を残す" in imports(FACILITIES, *SOURCE, "--write")
    assert facilities()[0].texts[Language.JA].title == "新しい公民館"


def test_what_cannot_be_taken_is_told_and_the_rest_is_written(imports: Imports):
    told = imports(FACILITIES + NEXT + NEXT.replace("8,静", "9,静").replace("みほん図書館", ""), "--write")
    assert "3行目 取り込めない 団体名の列: 町の課ではありません" in told
    assert "4行目 取り込めない 名称の列: 空です" in told
    assert "3行目 注意 緯度の列: 緯度と経度がありません" in told
    assert len(facilities()) == 1
    told = imports(FACILITIES + NEXT, "--section", "general")
    assert "2行目 変更なし" in told
    assert "3行目 新規" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--page", "https://mihon.example/"), "--page と --read-on"),
        (("--page", "ftp", "--read-on", "2026-11-20"), "--page は https"),
        (("--section", "nowhere"), "--section の「nowhere」"),
        (("--topic", "nowhere"), "--topic の「nowhere」"),
    ],
)
def test_what_the_officer_typed_wrong_is_one_sentence(imports: Imports, words: tuple[str, ...], sentence: str):
    assert sentence in imports(FACILITIES, *words).splitlines()[-1]


def test_evacuation_sites_do_not_become_facilities(imports: Imports):
    assert "指定緊急避難場所一覧です" in imports(OLD_SITES, "--section", "general", "--write")
    assert facilities() == []
