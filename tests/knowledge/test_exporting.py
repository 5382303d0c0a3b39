"""What the town knows, written out and brought back: every row of the sample town comes home unchanged."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from knowledge import desk_entries, entries
from knowledge.entries import EntryRow
from knowledge.linked_town import context
from speech.languages import Language
from store.database import reading, transaction
from tests.conftest import NOON
from tests.knowledge.entry_files import made
from tests.knowledge.sample_town import SampleTown
from tests.shell import a_shell
from town.table_file import read_table

Types = Callable[..., str]


@pytest.fixture
def types(
    sample_town: SampleTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Types]:
    """Types a command in the sample town and reads what it printed."""
    monkeypatch.setenv("DEMO", "1")
    with a_shell(f"sqlite:///{tmp_path}/sample_town.db", monkeypatch, capsys) as says, sample_town.opened(tmp_path):
        yield lambda *words: says(*(word.replace("FOLDER", str(tmp_path)) for word in words))[1]


def write_draft(**more: Any) -> None:
    with transaction() as session:
        desk_entries.save(session, made("desk_draft", is_published=False, **more), 0, "officer:1", NOON)


def count(session_filter: Any = True) -> int:
    with reading() as session:
        return session.query(EntryRow).filter(session_filter).count()


def test_every_row_of_the_sample_town_comes_home_unchanged(types: Types):
    write_draft(texts={"ja": {"title": "=1+1", "summary": "-本文\n+二行目", "notes": "電話 000-000-0001"}})
    total = count()
    assert f"{total}件を書きました" in types("export", "faq", "FOLDER/faq.csv", "--all")
    told = types("import", "faq", "FOLDER/faq.csv")
    assert f"新規 0件、変更 0件、変更なし {total}件、職員の版を残す 0件、取り込めない 0件" in told


def test_so_does_an_excel_file(types: Types):
    write_draft(texts={"ja": {"title": "=1+1", "summary": "-本文\n+二行目"}})
    types("export", "faq", "FOLDER/faq.any", "--all", "--format", "xlsx", "--section", "tax")
    total = count(EntryRow.section_id == "tax")
    assert f"変更なし {total}件、職員の版を残す 0件、取り込めない 0件" in types("import", "faq", "FOLDER/faq.any")


def test_no_cell_of_an_export_is_a_formula(types: Types, tmp_path: Path):
    write_draft(texts={"ja": {"title": "=HYPERLINK(1)", "summary": "@SUM(1)"}})
    types("export", "faq", "FOLDER/faq.xlsx", "--all", "--section", "tax")
    types("export", "faq", "FOLDER/faq.csv", "--all", "--section", "tax")
    assert "'=HYPERLINK(1)" in (tmp_path / "faq.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in load_workbook(tmp_path / "faq.xlsx").active for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    draft = next(line for line in read_table(tmp_path / "faq.csv").lines if line.cells[0] == "desk_draft")
    assert draft.cells[2:4] == ("=HYPERLINK(1)", "@SUM(1)")


def test_published_ones_and_one_section_alone(types: Types, tmp_path: Path):
    write_draft()
    types("export", "faq", "FOLDER/faq.csv", "--section", "tax")
    told = count((EntryRow.section_id == "tax") & EntryRow.is_published)
    assert len(read_table(tmp_path / "faq.csv").lines) == told == count(EntryRow.section_id == "tax") - 1
    types("export", "faq", "FOLDER/tax.csv", "--all", "--section", "tax")
    assert len(read_table(tmp_path / "tax.csv").lines) == count(EntryRow.section_id == "tax")
    assert "--section の「nowhere」" in types("export", "faq", "FOLDER/x.csv", "--section", "nowhere")
    assert ".csv か .xlsx" in types("export", "faq", "FOLDER/x.txt")
    assert "書けません" in types("export", "faq", "FOLDER/none/x.csv")


def test_a_draft_edited_in_a_spreadsheet_changes_and_keeps_what_no_column_tells(types: Types, tmp_path: Path):
    write_draft(aliases=["別名"], texts={"ja": {"title": "題", "summary": "本文", "fee": "無料"}})
    types("export", "faq", "FOLDER/faq.csv", "--all", "--section", "tax")
    table = (tmp_path / "faq.csv").read_text(encoding="utf-8-sig").replace(",題,本文,", ",新しい題,新しい本文,")
    (tmp_path / "faq.csv").write_text(table, encoding="utf-8")
    assert "変更 1件" in types("import", "faq", "FOLDER/faq.csv", "--write")
    with reading() as session:
        draft = entries.as_entry(session.get_one(EntryRow, "desk_draft"))
    text = draft.texts[Language.JA]
    assert (text.title, text.summary, text.fee) == ("新しい題", "新しい本文", "無料")
    assert (draft.aliases, draft.phrasings[Language.JA], draft.is_published) == (("別名",), ("新しい題",), False)
    older = table.replace("新しい本文", "もっと新しい本文")
    (tmp_path / "faq.csv").write_text(older, encoding="utf-8")
    assert "職員の版を残す 1件" in types("import", "faq", "FOLDER/faq.csv", "--write")


def test_what_residents_read_now_is_not_changed_by_a_spreadsheet(types: Types, tmp_path: Path):
    types("export", "faq", "FOLDER/faq.csv", "--section", "tax")
    table = (tmp_path / "faq.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "faq.csv").write_text(table.replace("税", "ぜい"), encoding="utf-8")
    assert "変更 0件" in types("import", "faq", "FOLDER/faq.csv", "--write")


def test_facilities_come_home_unchanged_under_the_standard_heading(types: Types, tmp_path: Path):
    types("export", "facilities", "FOLDER/facilities.csv")
    table = read_table(tmp_path / "facilities.csv")
    assert table.header[:5] == ("都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "名称")
    assert len(table.header) == 24
    total = count(EntryRow.kind == "public_facility")
    assert f"変更なし {total}件、職員の版を残す 0件、取り込めない 0件" in types(
        "import", "facilities", "FOLDER/facilities.csv"
    )


def iri(word: str, terms: dict[str, Any]) -> str:
    """As a JSON-LD processor expands it. A word nobody defined is a mistake."""
    if word.startswith(("https://", "http://")):
        return word
    if word in terms:
        known = terms[word]["@id"] if isinstance(terms[word], dict) else terms[word]
        return known if known.startswith("@") else iri(known, terms)
    prefix, _, rest = word.partition(":")
    assert rest, word
    return iri(terms[prefix], terms) + rest


def expand(node: dict[str, Any], terms: dict[str, Any], found: list[tuple[str, Any]]) -> None:
    """Every property of the node and of those inside with its full name; checks values against their containers."""
    for word, value in node.items():
        term = terms[word] if isinstance(terms.get(word), dict) else {}
        name = iri(word, terms)
        found.append((name, value))
        if name == "@type":
            assert all(iri(one, terms).startswith("http") for one in ([value] if isinstance(value, str) else value))
        elif term.get("@container") == "@language":
            assert all(re.fullmatch(r"[a-z]{2}(-[A-Za-z]+)*", tag) and said for tag, said in value.items())
        elif term.get("@type") == "@id" or name == "@id":
            assert all(iri(one, terms).startswith("http") for one in ([value] if isinstance(value, str) else value))
        else:
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    expand(one, terms, found)


def test_linked_data_expands_and_every_reference_leads_somewhere(types: Types, tmp_path: Path):
    assert "件を書きました" in types("export", "jsonld", "FOLDER/town.jsonld")
    document = json.loads((tmp_path / "town.jsonld").read_text(encoding="utf-8"))
    assert document["@context"] == context()
    found: list[tuple[str, Any]] = []
    for node in document["graph"]:
        expand(node, document["@context"], found)
    ids = [one["id"] for one in document["graph"]] + [value for name, value in found if name == "@id"]
    told = {value for name, value in found if name.endswith(("hasCompetentAuthority", "thematicArea"))}
    assert told <= set(ids)
    assert len({one["id"] for one in document["graph"]}) == len(document["graph"])
    services = [one for one in document["graph"] if "cpsv:PublicService" in one["type"]]
    places = [one for one in document["graph"] if "schema:CivicStructure" in one["type"]]
    assert (len(places), len(services) > 100) == (count(EntryRow.kind == "public_facility"), True)
    hall = next(one for one in places if one["identifier"] == "chuo_kominkan")
    assert hall["id"] == "https://mihon.example/id/entry/chuo_kominkan"
    assert hall["openingHours"][0] | {"dayOfWeek": 7} == {
        "type": "schema:OpeningHoursSpecification", "dayOfWeek": 7, "opens": "09:00", "closes": "21:30",
    }  # fmt: skip
    assert {"ja", "ja-x-easy", "en"} <= set(hall["title"])


def test_linked_data_tells_only_what_residents_are_told(types: Types, tmp_path: Path):
    write_draft(kind="procedure", texts={"ja": {"title": "下書きの題", "summary": "本文"}})
    types("export", "jsonld", "FOLDER/town.jsonld", "--base", "https://data.mihon.example/")
    text = (tmp_path / "town.jsonld").read_text(encoding="utf-8")
    assert "下書きの題" not in text
    assert '"https://data.mihon.example/id/town"' in text
    assert "--base に https" in types("export", "jsonld", "FOLDER/x", "--base", "http://mihon.example")
