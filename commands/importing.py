"""`madoguchi import …`: what a town has written already."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import HttpUrl, TypeAdapter, ValidationError
from sqlalchemy.orm import Session

import opening
from commands import import_report
from commands.shelters import take_over
from commands.town_hall import town_hall
from commands.words import Given, Words, family, word
from knowledge import faq_table, importing
from knowledge.facility_table import FacilityReader, PageRead
from knowledge.importing import Told
from knowledge.importing_columns import find_columns
from settings import SettingsError
from store.database import reading, transaction
from town.calendar import to_jst
from town.open_headings import Shape
from town.open_tables import read_open_table
from town.profile import Profile
from town.table import TableRefusedError
from town.table_file import read_table
from town.yaml_file import read_checked

MAP_FILES = (".yaml", ".yml")
MAP = TypeAdapter(dict[str, str])
FACILITY_TOPIC = "facility"


def declare(words: Words) -> None:
    import_ = family(words, "import", "take over what the town has written already")
    faq_ = word(import_, "faq", "a table of questions and answers (CSV, Excel); tells what would happen", faq)
    faq_.add_argument("file", type=Path)
    faq_.add_argument(
        "--map", action="append", default=[], metavar="質問=HEADING|FILE.yaml", help="which column is which"
    )
    faq_.add_argument("--topic", default="", help="id of the topic where a row names none")
    faq_.add_argument("--section", default="", help="id of the section where a row names none")
    faq_.add_argument("--write", action="store_true", help="write it: all or nothing, unpublished")

    places = word(
        import_, "facilities", "公共施設一覧 and other open data of places; tells what would happen", facilities
    )
    places.add_argument("file", type=Path)
    places.add_argument("--topic", default=FACILITY_TOPIC, help="id of their topic")
    places.add_argument("--section", default="", help="id of the section where 団体名 is none of the town's")
    places.add_argument("--page", default="", metavar="URL", help="the page the table was taken from")
    places.add_argument("--read-on", type=date.fromisoformat, metavar="2026-04-01", help="when that page was read")
    places.add_argument("--write", action="store_true", help="write it: all or nothing, unpublished")

    refuges = word(
        import_, "shelters", "open data of evacuation sites and shelters; tells what would happen", take_over
    )
    refuges.add_argument("file", type=Path)
    refuges.add_argument("--write", action="store_true", help="write it: residents are led there from then on")


def faq(given: Given) -> None:
    opening.open_town()
    columns_told = _told(given.map)

    def planned(session: Session, now: datetime) -> list[Told]:
        table = read_table(given.file)
        columns = find_columns(table.header, columns_told)
        import_report.begin(table, columns.unread)
        here = town_hall(session, given.section, given.topic)
        return importing.plan(session, faq_table.read(session, table, columns, here, to_jst(now).date()))

    _take_over(planned, is_written=given.write)


def facilities(given: Given) -> None:
    profile = opening.open_town()
    page = _page(given)
    _take_over(lambda session, now: _facilities(session, given, profile, page, now), is_written=given.write)


def _facilities(session: Session, given: Given, profile: Profile, page: PageRead | None, now: datetime) -> list[Told]:
    table = read_table(given.file)
    opened = read_open_table(table)
    if opened.dataset.shape is not Shape.FACILITY:
        raise TableRefusedError(
            f"{opened.dataset.name}です。避難所は施設としては取り込めません。読めた行 {len(opened.rows)}、"
            f"読めない行 {len(opened.rejected)}。"
        )
    import_report.begin_open(table, opened)
    here = town_hall(session, given.section, given.topic)
    reader = FacilityReader(profile, here, page, to_jst(now).date())
    return importing.plan(session, reader.read(session, opened))


def _take_over(planned: Callable[[Session, datetime], list[Told]], *, is_written: bool) -> None:
    now = datetime.now(UTC)
    try:
        with transaction() if is_written else reading() as session:
            told = planned(session, now)
            import_report.lines(told)
            if is_written:
                importing.write(session, told, now)
    except TableRefusedError as refusal:
        raise SettingsError(str(refusal)) from None
    import_report.end(told, is_written=is_written)


def _told(maps: list[str]) -> dict[str, str]:
    """Later ones win, so that a single column can be said otherwise than in the file."""
    told: dict[str, str] = {}
    for one in maps:
        word, _, heading = one.partition("=")
        if Path(one).suffix in MAP_FILES:
            written = read_checked(Path(one), MAP)
            told |= written
        elif heading:
            told[word] = heading
        else:
            raise SettingsError(f"--map は 質問=見出し か、それを並べた YAML ファイルです: {one}")
    return told


def _page(given: Given) -> PageRead | None:
    if bool(given.page) != bool(given.read_on):
        raise SettingsError("--page と --read-on は両方書くか、両方書かないでください。")
    if not given.page:
        return None
    try:
        return PageRead(HttpUrl(given.page), given.read_on)
    except ValidationError:
        raise SettingsError("--page は https:// から始まる住所です。") from None
