"""The questions as a table: what an export writes for each entry, and what a row brought back says of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from knowledge import desk_entries, entry_history
from knowledge.entry_file import EntryFile
from knowledge.importing import Read
from knowledge.importing_columns import Columns
from knowledge.importing_rows import Draft, RowRefusedError, TownHall, read_row, title_of
from knowledge.worklist import UNREAD
from speech.languages import Language
from town.table import Table

# Our names of the columns, by field; import_columns.toml knows them all.
HEADER = {
    "entry": "項目ID", "version": "版", "question": "質問", "answer": "回答", "topic": "分類", "section": "担当課",
    "phone": "電話", "url": "URL", "checked_on": "確認日",
}  # fmt: skip
PHONE = "電話 "


def cells_of(entry: EntryFile, version: int, here: TownHall) -> dict[str, str]:
    """What an export writes, by field."""
    text = entry.texts[Language.JA]
    return {
        "entry": entry.id, "version": str(version), "question": _question(entry), "answer": _one_end(text.summary),
        "topic": here.topic_name(entry.topic), "section": here.section_name(entry.section), "phone": _phone(entry),
        "url": "" if entry.source.url == UNREAD else str(entry.source.url), "checked_on": entry.checked_on.isoformat(),
    }  # fmt: skip


def rows(session: Session, entries: Iterable[EntryFile], here: TownHall) -> Iterator[list[str]]:
    for entry in entries:
        cells = cells_of(entry, entry_history.latest_id(session, entry.id), here)
        yield [cells[field] for field in HEADER]


def read(session: Session, table: Table, columns: Columns, here: TownHall, today: date) -> Iterator[Read]:
    """Every line of the table, in its order."""
    for line in table.lines:
        if sum(bool(cell.strip()) for cell in line.cells[columns.width :]):
            yield Read(line.number, sentence="見出しより列が多い行です。引用符を確かめてください。")
            continue
        try:
            yield Read(line.number, _draft(session, columns.read(line), here, today))
        except RowRefusedError as refusal:
            yield Read(line.number, column=refusal.column, sentence=str(refusal))


def _draft(session: Session, cells: Mapping[str, str], here: TownHall, today: date) -> Draft:
    found = desk_entries.find(session, cells["entry"]) if cells.get("entry") else None
    if found is None:
        return read_row(cells, here, today)
    version = entry_history.latest_id(session, found[1].id)
    written = cells_of(found[1], version, here)
    changed = {field for field, cell in cells.items() if _one_end(cell) != written[field]} & set(HEADER)
    if not changed - {"version"}:
        return Draft(found[1], is_dated=True, is_masked=False, is_same=True)
    draft = read_row(cells, here, today)
    entry = _merged(found[1], draft.entry, changed)
    return Draft(entry, is_dated=True, is_masked=draft.is_masked, seen=_version(cells.get("version", "")))


def _merged(entry: EntryFile, row: EntryFile, changed: set[str]) -> EntryFile:
    """What the row says anew; everything a table has no column for stays."""
    text, new = entry.texts[Language.JA], row.texts[Language.JA]
    if "phone" in changed:
        if text.notes and not text.notes.startswith(PHONE):
            raise RowRefusedError("電話", "ほかの補足がある項目です。職員の画面で直してください。")
        text = text.model_copy(update={"notes": new.notes})
    if "answer" in changed:
        text = text.model_copy(update={"summary": new.summary})
    if "question" in changed:
        text = text.model_copy(update={"title": new.title})
        kept = [one for one in entry.phrasings.get(Language.JA, ()) if one != _question(entry)]
        entry = entry.model_copy(
            update={"phrasings": {**entry.phrasings, Language.JA: (*row.phrasings[Language.JA], *kept)}}
        )
    fields: dict[str, Any] = {name: getattr(row, name) for name in ("topic", "section") if name in changed}
    if changed & {"url", "checked_on"}:
        fields |= {"source": row.source, "checked_on": row.checked_on, "review_by": row.review_by}
    return entry.model_copy(update={**fields, "texts": {**entry.texts, Language.JA: text}})


def _question(entry: EntryFile) -> str:
    """As residents ask it, where the title is only its shortened beginning."""
    title = entry.texts[Language.JA].title
    first = next(iter(entry.phrasings.get(Language.JA, ())), title)
    return _one_end(first if title_of(first) == title else title)


def _phone(entry: EntryFile) -> str:
    notes = entry.texts[Language.JA].notes or ""
    return notes.removeprefix(PHONE) if notes.startswith(PHONE) else ""


def _version(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None


def _one_end(text: str) -> str:
    """Line ends as they come back from any spreadsheet."""
    return "\n".join(text.splitlines()).strip()
