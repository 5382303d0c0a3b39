"""An entry as rows and back: nothing is lost, and only what is in force today is told."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from knowledge import entries
from knowledge.entries import EntryPhrasingRow, EntryTextRow
from knowledge.entry_file import EntryFile
from store import database
from store.database import reading, transaction
from tests.knowledge.entry_files import any_entries, made, shipped
from tests.thoroughness import tries

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def save(*found: EntryFile) -> None:
    with transaction() as session:
        for entry in found:
            entries.save(session, entry, origin="file")


def told(today: date = TODAY) -> list[EntryFile]:
    with reading() as session:
        return entries.published(session, today)


@pytest.mark.usefixtures("db")
def test_every_entry_of_the_sample_town_comes_back_as_it_was():
    written = {one.id: one for one in shipped()}
    save(*written.values())
    for one in told():
        assert same(one, written[one.id])


def same(one: EntryFile, other: EntryFile) -> bool:
    """Languages without a phrasing may be written or left out; they say the same."""
    left, right = one.model_dump(), other.model_dump()
    for dumped in (left, right):
        dumped["phrasings"] = {language: said for language, said in dumped["phrasings"].items() if said}
    return left == right


@pytest.fixture
def open_sqlite(sqlite_template: Path, tmp_path: Path, broker: object) -> Iterator[None]:
    shutil.copy(sqlite_template, tmp_path / "town.db")
    database.connect(f"sqlite:///{tmp_path}/town.db")
    yield
    database.disconnect()


@settings(deadline=None, max_examples=tries(80), suppress_health_check=list(HealthCheck))
@given(entry=any_entries())
def test_whatever_an_entry_holds_it_comes_back(open_sqlite: None, entry: EntryFile):
    save(entry)
    day = entry.valid_from or entry.valid_until or TODAY
    is_ever_told = not (entry.valid_from and entry.valid_until) or entry.valid_from <= entry.valid_until
    [found] = told(day) if is_ever_told else [entry]
    assert same(found, entry)


@pytest.mark.usefixtures("db")
def test_saving_again_leaves_nothing_of_what_stood_there():
    save(made(aliases=["べつめい"], phrasings={"ja": ["いいかた"]}))
    save(made())
    with reading() as session:
        counts = [session.scalar(select(func.count()).select_from(one)) for one in (EntryTextRow, EntryPhrasingRow)]
    assert counts == [1, 0]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("begins", "ends", "is_told"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, True),
    ],
)
def test_only_what_is_in_force_today_is_told(begins: date | None, ends: date | None, is_told: bool):
    save(made(valid_from=begins, valid_until=ends))
    assert bool(told()) is is_told


@pytest.mark.usefixtures("db")
def test_what_is_not_published_is_not_told():
    save(made(is_published=False))
    assert told() == []
