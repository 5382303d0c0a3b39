"""The published entries of one moment, and how they follow the database."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge import entries, in_force, memory
from knowledge.ambiguity import Ambiguities, Ambiguity
from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Knowledge, Offer, Question, Unknown
from knowledge.confidence import Calibration, read_calibration
from knowledge.entry_file import EntryFile, Kind
from knowledge.index import Hit, Hits, Index
from knowledge.memory import NOTHING_LEARNT, Memory
from knowledge.places import Places
from knowledge.published import Published
from knowledge.read_before import ReadBefore
from knowledge.terms import Reader
from knowledge.topics import Topic
from logs import type_and_place
from speech.languages import Language
from town.calendar import to_jst

log = structlog.get_logger()

OFFERED = 4
WORTH_OFFERING = 0.5  # of the best one's score: what is weaker is never meant
WORTH_A_BUTTON = 0.7  # of the best one's score: where 437 questions got a choice, no right entry stood below 0.8
A_RIVAL = 0.8  # of the best one's score: what is as strong may be meant as well
MORE_TO_SAY = 0.2  # so much of a question's weight left unexplained is a second thing asked
LOOK_EVERY = timedelta(seconds=1)


class Shelves:
    """The published entries of one moment, indexed. Immutable: a reload makes new ones out of those `before`.

    `also_named`: the prefecture, the town's name in Latin letters; questions that name them are about this town.
    """

    def __init__(
        self, found: list[EntryFile], topics: tuple[Topic, ...], town_name: str,
        ambiguities: tuple[Ambiguity, ...] = (), also_named: tuple[str, ...] = (), before: "Shelves | None" = None,
        learnt: Memory = NOTHING_LEARNT, read_before: Reader | None = None,
    ) -> None:  # fmt: skip
        self._learnt = learnt
        self._by_id = {entry.id: entry for entry in found}
        self._topics, self._places = topics, Places(town_name, *also_named, addresses=_addresses(found))
        self._ambiguities = Ambiguities(ambiguities)
        stands = before._index if before else None  # a new day seldom brings an entry
        self._index: Index = stands if stands and stands.holds(found) else Index(found, stands, read_before=read_before)

    def ask(self, question: Question) -> Finding:
        if known := self._by_id.get(self._learnt.find(question.text)):
            return Direct(known, 1.0)
        asked = self._places.read(question.text)
        if asked.elsewhere:
            return Elsewhere(asked.elsewhere)
        if meanings := self._meanings(question.text):
            return meanings
        return _decide(self._index.search(asked.text, limit=OFFERED + 1), read_calibration())

    @property
    def reader(self) -> Reader:
        return self._index.reader

    def entry(self, entry_id: str) -> EntryFile | None:
        return self._by_id.get(entry_id)

    def topics(self, area: str) -> list[Topic]:
        """The shelves of an area that hold anything."""
        filled = {entry.topic for entry in self._by_id.values()}
        return [topic for topic in self._topics if topic.area == area and topic.id in filled]

    def all_topics(self) -> tuple[Topic, ...]:
        return self._topics

    def on_topic(self, topic_id: str) -> list[EntryFile]:
        return [entry for entry in self._by_id.values() if entry.topic == topic_id]

    def _meanings(self, text: str) -> AskBack | None:
        """Entries that the town lacks are left out; where only one is left, nothing need be asked."""
        word, ids = self._ambiguities.find(text) or ("", ())
        meant = tuple(entry for entry_id in ids if (entry := self._by_id.get(entry_id)))
        return AskBack(word, meant) if len(meant) > 1 else None


class TownKnowledge:
    """Shelves kept up to date with the database: looks at the version row at most once a second.

    One thread looks and rebuilds while the others go on with the shelves that stand. For the first ones all wait.
    """

    def __init__(
        self, reading: Callable[[], AbstractContextManager[Session]], topics: tuple[Topic, ...], town_name: str,
        ambiguities: tuple[Ambiguity, ...] = (), also_named: tuple[str, ...] = (),
        read_before: ReadBefore | None = None,
    ) -> None:  # fmt: skip
        self._read_before = read_before or ReadBefore(None)
        self._reading, self._made_with = reading, (topics, town_name, ambiguities, also_named)
        self._published, self._lock = Published(), threading.Lock()
        self._looked_at: datetime | None = None
        self._state: tuple[int, object] | None = None
        self._shelves: Shelves | None = None  # a process that answers nobody never reads the vocabulary

    def at(self, now: datetime) -> Knowledge:
        """The shelves as they are at this moment."""
        if self._is_due(now) and self._lock.acquire(blocking=self._state is None):
            try:
                self._look(now)
            finally:
                self._lock.release()
        return self._shelves or Shelves([], *self._made_with)

    def _is_due(self, now: datetime) -> bool:
        return self._state is None or self._looked_at is None or abs(now - self._looked_at) >= LOOK_EVERY

    def _look(self, now: datetime) -> None:
        """A database that is away for a moment: what we knew before is better than nothing."""
        self._looked_at = now
        try:
            self._reload_if_changed(now)
        except (SQLAlchemyError, ValueError) as error:
            log.error("knowledge.not_reloaded", **type_and_place(error))

    def _reload_if_changed(self, now: datetime) -> None:
        today = to_jst(now).date()
        with self._reading() as session:
            state = (entries.version(session), today)  # a new day may bring an entry into force
            if state != self._state:
                self._rebuild(in_force.on_shelves(session, self._published.read(session, today)), memory.read(session))
                self._state = state
                log.info("knowledge.reloaded", version=state[0], entries=len(self._published))

    def _rebuild(self, found: list[EntryFile], learnt: Memory) -> None:
        known = None if self._shelves else self._read_before.reader()
        shelves = Shelves(found, *self._made_with, before=self._shelves, learnt=learnt, read_before=known)
        if self._shelves is None:
            self._read_before.keep(shelves.reader)
        self._shelves = shelves


def _addresses(found: list[EntryFile]) -> list[str]:
    """What the town's own places are called, and where they lie: «緑町児童館» is no other town's."""
    here = [entry for entry in found if entry.kind is Kind.PUBLIC_FACILITY]
    texts = [entry.texts[Language.JA] for entry in here]
    return [line for text in texts for line in (text.title, text.address or "")] + [a for e in here for a in e.aliases]


def _decide(found: Hits, calibration: Calibration) -> Finding:
    """Answer only what is surely meant; offer what is near; else admit it."""
    if not found.hits:
        return Unknown()
    best, *others = found.hits
    sure = calibration.is_right(found.features)
    if sure >= calibration.answer_from and not leaves_open(best, others):
        return Direct(
            best.entry, sure, others=tuple(hit.entry for hit in others if hit.signs.relative >= WORTH_OFFERING)
        )
    among = max(sure, calibration.is_among(found.features))
    if among < calibration.offer_from:
        return Unknown()
    near = [hit.entry for hit in found.hits if hit.signs.relative >= WORTH_A_BUTTON]
    return Offer(tuple(near[:OFFERED]), among)


def leaves_open(best: Hit, others: Sequence[Hit]) -> bool:
    """Whether another one may be meant just as well; then the resident chooses.

    «体育館の予約を取り消したい»: what the best entry does not name, another one does. Or a name of another one looks
    more like the question, letter by letter, and the best one's do not say just the same words.
    """
    alike = best.signs.alike
    if best.signs.both < 1 and any(hit.signs.alike > alike and hit.signs.relative >= A_RIVAL for hit in others):
        return True
    if best.signs.alike < 1 and any(hit.signs.alike == 1 and hit.signs.relative >= WORTH_OFFERING for hit in others):
        return True
    if best.left_share < MORE_TO_SAY:
        return False
    return any(hit.signs.relative >= WORTH_OFFERING and best.left_over - hit.left_over for hit in others)
