"""The published entries of one moment, and how they follow the database."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge import entries
from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Knowledge, Offer, Question, Unknown
from knowledge.confidence import Calibration, read_calibration
from knowledge.entry_file import EntryFile, EntryId
from knowledge.index import Hit, Hits, Index
from knowledge.topics import Topic
from knowledge.words import normalise, place_names
from logs import type_and_place
from town.calendar import to_jst
from town.yaml_file import read_checked

log = structlog.get_logger()

OFFERED = 4
WORTH_OFFERING = 0.5  # of the best one's score: what is weaker is not shown beside it
MORE_TO_SAY = 0.2  # so much of a question's weight left unexplained is a second thing asked
LOOK_EVERY = timedelta(seconds=1)


class Ambiguity(BaseModel):
    """A word that alone means several things, and the entries it may mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...]
    entries: tuple[EntryId, ...]


class Shelves:
    """The published entries of one moment, indexed. Immutable: a reload makes a new one."""

    def __init__(
        self, found: list[EntryFile], topics: tuple[Topic, ...], town_name: str, ambiguities: tuple[Ambiguity, ...] = ()
    ) -> None:
        self._by_id = {entry.id: entry for entry in found}
        self._topics, self._town_name = topics, town_name
        self._ambiguous = {normalise(word): a for a in ambiguities for word in a.words}
        self._index = Index(found)

    def ask(self, question: Question) -> Finding:
        if elsewhere := [name for name in place_names(question.text) if name != self._town_name]:
            return Elsewhere(elsewhere[0])
        if meanings := self._meanings(question.text):
            return AskBack(question.text.strip(), meanings)
        return _decide(self._index.search(question.text, limit=OFFERED + 1), read_calibration())

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

    def _meanings(self, text: str) -> tuple[EntryFile, ...]:
        ambiguity = self._ambiguous.get(normalise(text).rstrip("?？。!！"))
        found = (self._by_id.get(entry_id) for entry_id in (ambiguity.entries if ambiguity else ()))
        meanings = tuple(entry for entry in found if entry)
        return meanings if len(meanings) > 1 else ()


class TownKnowledge:
    """Shelves kept up to date with the database: looks at the version row at most once a second."""

    def __init__(
        self, reading: Callable[[], AbstractContextManager[Session]], topics: tuple[Topic, ...], town_name: str,
        ambiguities: tuple[Ambiguity, ...] = (),
    ) -> None:  # fmt: skip
        self._reading, self._topics, self._town_name, self._ambiguities = reading, topics, town_name, ambiguities
        self._lock = threading.Lock()
        self._looked_at: datetime | None = None
        self._state: tuple[int, object] | None = None
        self._shelves = Shelves([], topics, town_name)

    def at(self, now: datetime) -> Knowledge:
        """The shelves as they are at this moment."""
        with self._lock:
            if self._looked_at is None or abs(now - self._looked_at) >= LOOK_EVERY:
                self._looked_at = now
                self._look(now)
            return self._shelves

    def _look(self, now: datetime) -> None:
        """A row nobody can read, or a database that is away for a moment: what we knew before is better than nothing."""
        try:
            self._reload_if_changed(now)
        except (SQLAlchemyError, ValueError) as error:
            log.error("knowledge.not_reloaded", **type_and_place(error))

    def _reload_if_changed(self, now: datetime) -> None:
        today = to_jst(now).date()
        with self._reading() as session:
            state = (entries.version(session), today)  # a new day may bring an entry into force
            if state != self._state:
                found = entries.published(session, today)
                self._shelves = Shelves(found, self._topics, self._town_name, self._ambiguities)
                self._state = state


_AMBIGUITIES = TypeAdapter(tuple[Ambiguity, ...])


def read_ambiguities(folder: Path) -> tuple[Ambiguity, ...]:
    path = folder / "ambiguous.yaml"
    return read_checked(path, _AMBIGUITIES) if path.exists() else ()


def _decide(found: Hits, calibration: Calibration) -> Finding:
    """Answer only what is surely meant; offer what is near; else admit it."""
    if not found.hits:
        return Unknown()
    best, *others = found.hits
    sure = calibration.is_right(found.features)
    if sure >= calibration.answer_from and not _says_more(best, others):
        return Direct(best.entry, sure)
    among = max(sure, calibration.is_among(found.features))
    if among < calibration.offer_from:
        return Unknown()
    near = [hit.entry for hit in found.hits if hit.signs.relative >= WORTH_OFFERING]
    return Offer(tuple(near[:OFFERED]), among)


def _says_more(best: Hit, others: list[Hit]) -> bool:
    """«体育館の予約を取り消したい»: what the best entry does not name, another one does. Then the resident chooses."""
    if best.left_share < MORE_TO_SAY:
        return False
    return any(hit.signs.relative >= WORTH_OFFERING and best.left_over - hit.left_over for hit in others)
