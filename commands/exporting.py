"""`madoguchi export …`: what the town knows, for spreadsheets, open-data catalogues and machines."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

import opening
from commands.town_hall import town_hall
from commands.words import Given, Words, family, word
from knowledge import entries, facility_table, faq_table, in_force
from knowledge.entry_file import EntryFile
from knowledge.linked_town import LinkedTown
from settings import SettingsError, get_settings
from store.database import reading
from town import sections
from town.calendar import to_jst
from town.table_writing import TableFormat, write_table
from town.written_file import write_text


def declare(words: Words) -> None:
    export = family(words, "export", "write what the town knows for spreadsheets and open data")
    faq_ = word(export, "faq", "questions and answers as a table that can be brought back", faq)
    places = word(export, "facilities", "public facilities under the heading of 公共施設一覧", facilities)
    for table in (faq_, places):
        table.add_argument("file", type=Path, help="ends in .csv or .xlsx")
        table.add_argument("--format", type=TableFormat, choices=list(TableFormat), metavar="csv|xlsx")
        table.add_argument("--all", action="store_true", help="unpublished ones too")
    linked = word(export, "jsonld", "linked data: CPSV-AP and schema.org", jsonld)
    linked.add_argument("file", type=Path)
    linked.add_argument("--base", default="", metavar="URL", help="what ids begin with; else the town's web address")
    for one in (faq_, places, linked):
        one.add_argument("--section", default="", help="id of the only section to write out")


def faq(given: Given) -> None:
    opening.open_town()
    with reading() as session:
        here = town_hall(session, given.section)
        rows = list(faq_table.rows(session, _entries(session, given, _today()), here))
    form = _format(given)
    _written(given.file, lambda: write_table(given.file, list(faq_table.HEADER.values()), rows, form), len(rows))


def facilities(given: Given) -> None:
    profile = opening.open_town()
    with reading() as session:
        here = town_hall(session, given.section)
        rows = list(facility_table.rows(_entries(session, given, _today()), profile, here))
    form = _format(given)
    _written(given.file, lambda: write_table(given.file, facility_table.HEADER, rows, form), len(rows))


def jsonld(given: Given) -> None:
    profile = opening.open_town()
    base = given.base or profile.web
    if not base or not base.startswith("https://"):
        raise SettingsError("--base に https:// から始まる住所を書いてください。すべての id がそれで始まります。")
    with reading() as session:
        town_hall(session, given.section)  # refuses a section that is not there
        told = in_force.on_shelves(session, entries.published(session, _today()))
        rooms = [sections.as_file(row) for row in sections.all(session)]
    chosen = [entry for entry in told if given.section in ("", entry.section)]
    topics = {topic.id: topic.names for topic in opening.topics(get_settings())}
    text = json.dumps(LinkedTown(base, profile, rooms).document(chosen, topics), ensure_ascii=False, indent=1)
    _written(given.file, lambda: write_text(given.file, f"{text}\n"), len(chosen))


def _entries(session: Session, given: Given, today: date) -> list[EntryFile]:
    found = entries.all(session) if given.all else entries.published(session, today)
    return [entry for entry in found if given.section in ("", entry.section)]


def _format(given: Given) -> TableFormat:
    if given.format:
        form: TableFormat = given.format
        return form
    try:
        return TableFormat(given.file.suffix.lower().removeprefix("."))
    except ValueError:
        raise SettingsError("ファイルの名前を .csv か .xlsx で終えるか、--format を書いてください。") from None


def _written(file: Path, write: Callable[[], None], count: int) -> None:
    try:
        write()
    except OSError:
        raise SettingsError(f"{file} に書けません。フォルダーを確かめてください。") from None
    print(f"{file} に {count}件を書きました。")


def _today() -> date:
    return to_jst(datetime.now(UTC)).date()
