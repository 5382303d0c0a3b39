"""The shelves of a process: what they decide, and how they follow the database."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.answering import House
from knowledge import entries
from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Offer, Question, Unknown
from knowledge.entries import EntryTextRow
from knowledge.shelves import LOOK_EVERY, TownKnowledge
from knowledge.shelving import shelve
from speech.languages import Language
from store.database import reading, transaction
from tests.conftest import NOON, Clock
from tests.knowledge.entry_files import made

MIDNIGHT_IN = timedelta(hours=12)  # noon in Japan


@dataclass
class Library:
    knowledge: TownKnowledge
    clock: Clock

    def ids(self) -> set[str]:
        return {entry.id for entry in self.knowledge.at(self.clock()).on_topic("moving")}


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


def ask(house: House, text: str, language: Language = Language.JA) -> Finding:
    return house.knowledge.at(NOON).ask(Question(text, language, NOON))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("住民票の写し", Direct),
        ("更新", AskBack),
        ("更新?", AskBack),
        ("焼津市の住民票", Elsewhere),
        ("焼津市から引っ越してきました", (Direct, Offer)),
        ("みほん市の住民票", (Direct, Offer)),
        ("", Unknown),
        ("?", Unknown),
        ("…。、!", Unknown),
        ("シーラカンス", Unknown),
        ("asdfghjkl", Unknown),
        ("の", Unknown),
    ],
)
def test_what_is_surely_meant_is_said_and_what_is_not_is_not(house: House, words: str, kind: type):
    assert isinstance(ask(house, words), kind)


def test_a_title_leads_to_its_entry(house: House):
    """Said word for word, a title is answered, or at least stands among what is offered."""
    with reading() as session:
        published = entries.published(session, NOON.date())
    lost = []
    for entry in published:
        for language, text in entry.texts.items():
            match ask(house, text.title, language):
                case Direct(entry=found) if found.id == entry.id:
                    pass
                case Offer(entries=offered) | AskBack(entries=offered) if entry.id in {one.id for one in offered}:
                    pass
                case _:
                    lost.append((entry.id, language, text.title))
    assert len(lost) <= len(published) * 0.03, lost


@pytest.mark.parametrize(
    "words", ["あ" * 5000, "👨‍👩‍👧" * 600, "\u200b", "住民票" * 1000, "a b " * 1000, "１２３", "\ufffd"]
)
def test_nothing_one_can_write_makes_the_library_stumble(house: House, words: str):
    assert isinstance(ask(house, words), Finding)


def test_a_choice_never_offers_the_same_twice_and_never_too_much(house: House):
    for words in ("カード", "証明書を取りたい", "子ども", "保険", "予約したい", "税金"):
        match ask(house, words):
            case Offer(entries=offered) | AskBack(entries=offered):
                ids = [one.id for one in offered]
                assert len(ids) == len(set(ids)) <= 6


def test_full_width_and_half_width_and_capitals_are_one_word(house: House):
    for one, other in (("ﾊﾟｽﾎﾟｰﾄの申請", "パスポートの申請"), ("ＰＡＳＳＰＯＲＴ", "passport"), ("iphone", "iPhone")):
        assert _best(ask(house, one)) == _best(ask(house, other))


def _best(finding: Finding) -> object:
    match finding:
        case Direct(entry=entry):
            return entry.id
        case Offer(entries=offered) | AskBack(entries=offered):
            return [one.id for one in offered]
    return type(finding)
