"""A law change written ahead: on the day the answer changes, in every process, without a restart."""

import multiprocessing
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import entries, versions
from knowledge.entry_file import EntryFile
from knowledge.shelves import TownKnowledge
from knowledge.shelving import check_together
from knowledge.topics import Topic
from store import bell, database
from store.database import reading, transaction
from tests.knowledge.entry_files import made
from town.yaml_file import TownFileError

MIDNIGHT = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)  # 1 April 0:00 in Japan
MOVING = Topic.model_validate({"id": "moving", "area": "procedures", "names": {"ja": "引っ越し"}})
_nursery = multiprocessing.get_context("forkserver")
PATIENCE = 60.0


def version(entry_id: str, since: str, title: str = "新しい題", **more) -> EntryFile:
    return made(entry_id, title, succeeds="made_up", valid_from=since, **more)


def look(database_url: str, door: Connection) -> None:
    """Another process: asked for a moment, it says what stands on its shelves then."""
    bell.install(None)
    database.connect(database_url)
    town = TownKnowledge(reading, (MOVING,), "みほん市")
    while moment := door.recv():
        found = town.at(moment).entry("made_up")
        door.send(found and found.texts["ja"].title)


def test_on_the_day_the_answer_changes_in_every_process(db: str):
    with transaction() as session:
        for entry in (made(title="古い題"), version("made_up_2027", "2027-04-01")):
            entries.save(session, entry, origin="file")
    doors = []
    for _ in range(2):
        ours, theirs = _nursery.Pipe()
        process = _nursery.Process(target=look, args=(db, theirs), daemon=True)
        process.start()
        doors.append((process, ours))
    for moment, title in ((MIDNIGHT - timedelta(seconds=1), "古い題"), (MIDNIGHT, "新しい題")):
        for _, door in doors:
            door.send(moment)
            assert door.poll(PATIENCE)
            assert door.recv() == title
    for process, door in doors:
        door.send(None)
        process.join(PATIENCE)
        assert process.exitcode == 0


DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))


@given(since=st.lists(DAYS, unique=True, max_size=5), today=DAYS)
def test_each_day_has_one_version_and_it_is_the_last_that_began(since: list[date], today: date):
    every = [made(title="はじめ"), *(version(f"later_{n}", f"{day}", f"{day}") for n, day in enumerate(since))]
    in_force = [one for one in every if one.valid_from is None or one.valid_from <= today]
    [told] = versions.newest(in_force)
    begun = [day for day in since if day <= today]
    assert told.texts["ja"].title == (f"{max(begun)}" if begun else "はじめ")
    assert (told.id, told.succeeds) == ("made_up", None)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([version("late_one", "2027-04-01")], "succeeds"),
        ([made(), version("late_one", "2027-04-01"), version("late_two", "2027-04-01")], "版がもうあります"),
        ([made(), version("late_one", "2027-04-01"), made("other_one", related=["late_one"])], "もとの id"),
    ],
)
def test_a_version_that_follows_nothing_is_told_with_its_entry(found: list[EntryFile], told: str):
    with pytest.raises(TownFileError, match=told):
        check_together(found, [MOVING], ["tax"])


@pytest.mark.parametrize("more", [{"succeeds": "other_one"}, {"succeeds": "made_up", "valid_from": "2027-04-01"}])
def test_a_version_says_from_when_and_of_what(more: dict[str, str]):
    with pytest.raises(ValueError, match="succeeds"):
        made(**more)
