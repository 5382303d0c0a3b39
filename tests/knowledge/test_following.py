"""How the shelves of a process follow the database: at once for who asks next, and in nobody's way."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from knowledge import entries
from knowledge.ask import Direct, Question
from knowledge.entries import EntryTextRow
from knowledge.entry_file import EntryFile
from knowledge.shelves import LOOK_EVERY, Shelves, TownKnowledge
from knowledge.shelving import shelve
from speech.languages import Language
from store.database import reading, transaction
from tests.conftest import NOON, Clock
from tests.knowledge.entry_files import made
from tests.patience import PATIENCE

MIDNIGHT_IN = timedelta(hours=12)  # noon in Japan


@dataclass
class Library:
    knowledge: TownKnowledge
    clock: Clock

    def ids(self) -> set[str]:
        return {entry.id for entry in self.knowledge.at(self.clock()).on_topic("moving")}

    def entry(self, entry_id: str) -> EntryFile | None:
        return self.knowledge.at(self.clock()).entry(entry_id)

    def title(self, entry_id: str) -> str | None:
        entry = self.entry(entry_id)
        return entry and entry.texts[Language.JA].title


def library(clock: Clock, source=reading) -> Library:
    return Library(TownKnowledge(source, (), "みほん市"), clock)


def load(*ids: str, **more: object) -> None:
    with transaction() as session:
        shelve(session, [made(one, f"題 {one}", **more) for one in ids])


@pytest.mark.usefixtures("db")
class TestFollowing:
    def test_what_is_loaded_is_there_at_once(self, clock: Clock):
        load("first_one")
        assert library(clock).ids() == {"first_one"}

    def test_a_change_reaches_every_process_within_a_second(self, clock: Clock):
        load("first_one")
        here, there = library(clock), library(clock)
        assert here.ids() == there.ids() == {"first_one"}
        load("first_one", "second_one")
        clock.skip(seconds=LOOK_EVERY.total_seconds())
        assert here.ids() == there.ids() == {"first_one", "second_one"}

    def test_the_database_is_not_asked_more_than_once_a_second(self, clock: Clock):
        looks = []

        @contextmanager
        def counted():
            looks.append(clock())
            with reading() as session:
                yield session

        shelves = library(clock, counted)
        for _ in range(30):
            shelves.ids()
            clock.skip(seconds=0.1)
        assert len(looks) <= 4

    def test_nothing_is_read_again_while_nothing_changed(self, clock: Clock):
        load("first_one")
        shelves = library(clock)
        before = shelves.knowledge.at(clock())
        clock.skip(seconds=5)
        assert shelves.knowledge.at(clock()) is before

    def test_a_new_day_brings_and_takes_entries_by_itself(self, clock: Clock):
        today = NOON.date()
        load("ends_today", valid_until=today)
        with transaction() as session:
            entries.save(session, made("begins_tomorrow", valid_from=today + timedelta(days=1)), origin="desk")
        shelves = library(clock)
        assert shelves.ids() == {"ends_today"}
        clock.skip(seconds=MIDNIGHT_IN.total_seconds() - 1)
        assert shelves.ids() == {"ends_today"}
        clock.skip(seconds=1)
        assert shelves.ids() == {"begins_tomorrow"}

    def test_a_clock_set_back_does_not_stop_the_looking(self, clock: Clock):
        shelves = library(clock)
        assert shelves.ids() == set()
        load("first_one")
        clock.skip(hours=-2)
        assert shelves.ids() == {"first_one"}

    def test_a_row_nobody_can_read_does_not_take_the_others_away(self, clock: Clock):
        load("first_one")
        shelves = library(clock)
        assert shelves.ids() == {"first_one"}
        with transaction() as session:
            session.get_one(EntryTextRow, ("first_one", "ja")).slots = {"title": ""}
            entries.announce_change(session)
        clock.skip(seconds=2)
        assert shelves.ids() == {"first_one"}

    def test_what_nobody_can_read_stays_as_it_was_and_holds_up_no_other_edit(self, clock: Clock):
        load("first_one", "second_one")
        shelves = library(clock)
        assert shelves.title("first_one") == "題 first_one"
        with transaction() as session:
            session.get_one(EntryTextRow, ("first_one", "ja")).slots = {"title": ""}
            entries.save(session, made("second_one", "あたらしい題"), origin="desk")
            entries.announce_change(session)
        clock.skip(seconds=2)
        assert shelves.title("first_one") == "題 first_one"
        assert shelves.title("second_one") == "あたらしい題"

    def test_what_did_not_change_is_not_read_again(self, clock: Clock):
        load("first_one", "second_one")
        shelves = library(clock)
        before = {one: shelves.entry(one) for one in ("first_one", "second_one")}
        with transaction() as session:
            entries.save(session, made("second_one", "あたらしい題"), origin="desk")
            entries.announce_change(session)
        clock.skip(seconds=2)
        assert shelves.entry("first_one") is before["first_one"]
        assert shelves.entry("second_one") is not before["second_one"]

    def test_while_one_reads_again_the_others_go_on_with_what_stands(self, clock: Clock):
        is_slow, at_work, may_go_on = threading.Event(), threading.Event(), threading.Event()

        @contextmanager
        def slowly():
            if is_slow.is_set():
                at_work.set()
                assert may_go_on.wait(PATIENCE)
            with reading() as session:
                yield session

        load("first_one")
        shelves = library(clock, slowly)
        assert shelves.ids() == {"first_one"}
        load("second_one", "first_one")
        is_slow.set()
        clock.skip(seconds=2)
        with ThreadPoolExecutor(1) as pool:
            later = pool.submit(shelves.ids)
            assert at_work.wait(PATIENCE)
            assert shelves.ids() == {"first_one"}
            may_go_on.set()
            assert later.result() == {"first_one", "second_one"}

    def test_many_who_come_before_the_first_reading_all_wait_for_it(self, clock: Clock):
        load("first_one")
        shelves = library(clock)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda _: shelves.ids(), range(8))) == [{"first_one"}] * 8

    def test_a_database_that_is_away_leaves_what_was_known(self, clock: Clock):
        is_away = [False]

        @contextmanager
        def sometimes():
            if is_away[0]:
                raise OperationalError("SELECT", {}, Exception())
            with reading() as session:
                yield session

        load("first_one")
        shelves = library(clock, sometimes)
        assert shelves.ids() == {"first_one"}
        is_away[0] = True
        clock.skip(seconds=2)
        assert shelves.ids() == {"first_one"}


def test_shelves_that_hold_what_stood_before_are_not_indexed_anew():
    def holding(title: str, before: Shelves | None = None) -> Shelves:
        return Shelves([made("first_one", title)], (), "みほん市", before=before)

    stood = holding("体育館の予約")
    assert holding("体育館の予約", stood).reader is stood.reader
    changed = holding("図書館の予約", stood)
    assert changed.reader is not stood.reader
    assert isinstance(changed.ask(Question("図書館の予約", Language.JA, NOON)), Direct)
