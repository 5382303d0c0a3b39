"""A town's FAQ table is taken over with `madoguchi import faq`: told first, written at once, published by officers."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge import desk_entries
from knowledge.desk_entries import EditRefusedError
from knowledge.entries import EntryRow
from knowledge.importing_columns import find_columns
from store.database import reading, transaction
from tests.conftest import NOON
from tests.shell import a_shell
from town.table import MOST_COLUMNS, TableRefusedError
from town.table_file import read_table

Imports = Callable[..., str]
HEADER = "質問,回答,分類,担当課,電話,URL,更新日\n"
SEAL = (
    "印鑑はどこで登録しますか,みほん市役所の窓口です。,証明書・戸籍,,000-000-0001,https://mihon.example/seal,2026/4/1\n"
)
WASTE = "粗大ごみの出し方は,申し込んでください。,ごみ,,,,\n"
DESK = "officer:1"


@pytest.fixture
def imports(
    room: None, db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Imports]:
    """Imports a table written in some encoding and reads what was printed."""
    with a_shell(db, monkeypatch, capsys) as says:

        def typed(table: str | bytes, *words: str, encoding: str = "utf-8") -> str:
            file = tmp_path / "faq.csv"
            file.write_bytes(table if isinstance(table, bytes) else table.encode(encoding))
            return says("import", "faq", str(file), "--section", "general", *words)[1]

        yield typed


def rows() -> list[EntryRow]:
    with reading() as session:
        return session.query(EntryRow).filter(EntryRow.id.startswith("faq_")).all()


def test_without_write_nothing_is_written(imports: Imports):
    told = imports(HEADER + SEAL + WASTE)
    assert "2行目 新規" in told
    assert "3行目 新規" in told
    assert "まだ何も書いていません" in told
    assert rows() == []


def test_what_is_written_is_the_desks_and_unpublished(imports: Imports):
    imports(HEADER + SEAL + WASTE, "--write")
    assert {(row.origin, row.is_published) for row in rows()} == {("desk", False)}
    assert len(rows()) == 2


def test_the_same_table_again_changes_nothing(imports: Imports):
    imports(HEADER + SEAL + WASTE, "--write")
    assert "新規 0件、変更 0件、変更なし 2件" in imports(HEADER + SEAL + WASTE)


def test_a_new_answer_is_a_change_under_the_same_id(imports: Imports):
    imports(HEADER + SEAL, "--write")
    before = [row.id for row in rows()]
    assert "2行目 変更 " in imports(HEADER + SEAL.replace("窓口です", "1階です"), "--write")
    assert [row.id for row in rows()] == before


def test_an_entry_without_a_source_cannot_be_published(imports: Imports):
    imports(HEADER + WASTE, "--write")
    with transaction() as session, pytest.raises(EditRefusedError, match="出典"):
        desk_entries.publish(session, rows()[0].id, True, DESK, NOON)


def test_what_officers_published_since_is_left_alone(imports: Imports):
    imports(HEADER + SEAL, "--write")
    with transaction() as session:
        desk_entries.publish(session, rows()[0].id, True, DESK, NOON)
    assert "変更なし 1件" in imports(HEADER + SEAL, "--write")
    assert "職員の版を残す" in imports(HEADER + SEAL.replace("窓口です", "1階です"), "--write")
    assert rows()[0].is_published


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",答え,ごみ,,,,\n", "質問の列: 空です"),
        ("問い,,ごみ,,,,\n", "回答の列: 空です"),
        (f"問い,{'あ' * 601},ごみ,,,,\n", "回答の列: 601字あります"),
        ("問い,答え,,,,,\n", "分類の列: 空です"),
        ("問い,答え,ごみ,まぼろし課,,,\n", "担当課の列: 「まぼろし課」"),
        ("問い,答え,ごみ,,,https://mihon.example/,\n", "確認日の列: URL"),
        ("問い,答え,ごみ,,,javascript:1,2026-04-01\n", "URLの列"),
        ("問い,答え,ごみ,,,,2026-13-01\n", "確認日の列: 日付"),
        ("問い,答え,ごみ,,,,2999-01-01\n", "確認日の列: 日付"),
        ("問い,答え,ごみ,,,,,あふれた\n", "見出しより列が多い"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_line_and_column(imports: Imports, row: str, reason: str):
    told = imports(HEADER + WASTE + row, "--write")
    assert f"3行目 取り込めない {reason}".replace("  ", " ") in told
    assert len(rows()) == 1


def test_the_second_of_two_equal_questions_is_rejected(imports: Imports):
    assert "3行目 取り込めない 質問の列: 2 行目と同じ" in imports(HEADER + WASTE + WASTE)


def test_a_my_number_in_the_table_is_not_kept(imports: Imports):
    number = "123456789018"
    told = imports(HEADER + f"番号は,マイナンバー{number}です。,ごみ,,,,\n", "--write")
    assert "番号を伏せました" in told
    with reading() as session:
        assert number not in str(session.get_one(EntryRow, rows()[0].id).texts[0].slots)


def test_an_excel_file_is_taken_over_and_a_map_says_what_its_columns_are(imports: Imports, tmp_path: Path):
    book, file, columns = Workbook(), io.BytesIO(), tmp_path / "columns.yaml"
    book.active.append(["お尋ね", "お答え", "分類"])
    book.active.append(["粗大ごみの出し方は", "申し込んでください。", "ごみ"])
    book.create_sheet("控え")
    book.save(file)
    columns.write_text("質問: お尋ね\n回答: メモ\n", encoding="utf-8")
    told = imports(file.getvalue(), "--map", str(columns), "--map", "回答=お答え")
    assert "Excel" in told
    assert "読まないシート: 控え" in told
    assert "2行目 新規" in told
    assert "質問=見出し" in imports(HEADER, "--map", "質問")
    columns.write_text("質問: [お尋ね]\n", encoding="utf-8")
    assert "columns.yaml 1行目" in imports(HEADER, "--map", str(columns))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_delimiter_gives_the_same_table(tmp_path: Path, delimiter: str):
    file = tmp_path / "faq.csv"
    file.write_bytes((HEADER + SEAL).replace(",", delimiter).encode())
    table = read_table(file)
    assert table.header == tuple(HEADER.strip().split(","))
    assert table.lines[0].cells == tuple(SEAL.strip().split(","))


def test_columns_are_found_by_other_names_or_as_told():
    assert find_columns(["Q", "内容", "備考"], {}).unread == ("備考",)
    assert find_columns(["A欄", "B欄"], {"質問": "B欄", "回答": "A欄"}).places == {"question": 1, "answer": 0}
    with pytest.raises(TableRefusedError, match="質問と回答"):
        find_columns(["甲", "乙"], {})


@pytest.mark.parametrize(
    "table", [b"", b"PK\x03\x04", b"\xff\xff\x81", b"a\0b", b'"open', b"a," * (MOST_COLUMNS + 1)]
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_one_sentence(imports: Imports, table: bytes):
    assert len(imports(table).splitlines()) == 1


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, raw: bytes):
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(raw)
    try:
        assert all(len(line.cells) <= MOST_COLUMNS for line in read_table(file).lines)
    except TableRefusedError as refusal:
        assert str(refusal)
