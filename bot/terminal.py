"""Talking to the bot without LINE: the same router, the same knowledge, and nothing is kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.answering import House
from handlers import router
from knowledge.ask import AskBack, Direct, Finding, Knowledge, Offer, Question
from knowledge.entry_file import EntryFile
from knowledge.topics import Topic
from speech.incoming import Followed, Incoming, Pressed, Said, Text
from speech.languages import Language
from speech.masking import mask
from store.database import transaction
from town import residents

STRANGER = "U" + "0" * 32


@dataclass
class Overhearing:
    """The knowledge, and what it found when it was last asked."""

    knowledge: Knowledge
    findings: list[Finding] = field(default_factory=list)

    def ask(self, question: Question) -> Finding:
        self.findings.append(self.knowledge.ask(question))
        return self.findings[-1]

    def entry(self, entry_id: str) -> EntryFile | None:
        return self.knowledge.entry(entry_id)

    def topics(self, area: str) -> list[Topic]:
        return self.knowledge.topics(area)

    def all_topics(self) -> tuple[Topic, ...]:
        return self.knowledge.all_topics()

    def on_topic(self, topic_id: str) -> list[EntryFile]:
        return self.knowledge.on_topic(topic_id)


@dataclass(frozen=True)
class Heard:
    """The LINE messages that would be sent, which entries were matched, and how surely (0..1)."""

    messages: list[dict[str, Any]]
    entries: list[str]
    confidence: float

    def as_json(self) -> str:
        found = {"messages": self.messages, "entries": self.entries, "confidence": round(self.confidence, 4)}
        return json.dumps(found, ensure_ascii=False)


def ask(house: House, text: str, language: Language | None, now: datetime) -> Heard:
    """One message of a resident never met before. Numbers that must not be kept are masked first, as at the door."""
    masked = mask(text)
    with _undone() as session:
        return _answer(house, session, Text(masked.text), tuple(sorted(masked.kinds)), language, now)


class Talk:
    """A conversation at the keyboard: words, or the number of a button shown before."""

    def __init__(self, house: House, language: Language | None = None) -> None:
        self._house, self._language = house, language
        self._buttons: list[str] = []

    def begin(self, now: datetime) -> Heard:
        return self._hear(Followed(), (), now)

    def says(self, text: str, now: datetime) -> Heard:
        if text.isdecimal() and 1 <= int(text) <= len(self._buttons):
            return self._hear(Pressed(self._buttons[int(text) - 1]), (), now)
        masked = mask(text)
        return self._hear(Text(masked.text), tuple(sorted(masked.kinds)), now)

    def lines(self, heard: Heard) -> list[str]:
        """What a resident would read, with a number before each button."""
        shown: list[str] = []
        self._buttons = []
        for message in heard.messages:
            shown += [f"  {text}" for text in _texts(message)]
            for action in _actions(message):
                if action["type"] == "postback":
                    self._buttons.append(action["data"])
                    shown.append(f"  [{len(self._buttons)}] {action['label']}")
                elif action["type"] == "uri":
                    shown.append(f"  {action['label']}: {action['uri']}")
        return shown

    def _hear(self, said: Said, masked: tuple[str, ...], now: datetime) -> Heard:
        if isinstance(said, Pressed) and said.data.startswith("language:"):
            self._language = Language(said.data.removeprefix("language:"))
        with _undone() as session:
            return _answer(self._house, session, said, masked, self._language, now)


def _answer(
    house: House, session: Session, said: Said, masked: tuple[str, ...], language: Language | None, now: datetime
) -> Heard:
    resident = residents.meet(session, STRANGER, now)
    resident.language = language
    desk = house.desk(session, resident, now, said)
    ear = Overhearing(desk.knowledge)
    listening = replace(desk, knowledge=ear)
    spoken = router.answer(Incoming("terminal", STRANGER, now, said, masked=masked), listening)
    entries, confidence = _found(ear.findings[-1] if ear.findings else None)
    return Heard(house.rendered(spoken), entries, confidence)


def _found(finding: Finding | None) -> tuple[list[str], float]:
    match finding:
        case Direct(entry=entry, confidence=confidence):
            return [entry.id], confidence
        case Offer(entries=entries, confidence=confidence):
            return [entry.id for entry in entries], confidence
        case AskBack(entries=entries):
            return [entry.id for entry in entries], 0.0
    return [], 0.0


class _UndoneError(Exception):
    """Leaves a transaction without keeping anything."""


@contextmanager
def _undone() -> Iterator[Session]:
    try:
        with transaction() as session:
            yield session
            raise _UndoneError
    except _UndoneError:
        pass


def _texts(message: dict[str, Any]) -> Iterator[str]:
    """Every text of a message in reading order, however deep it stands."""
    if message.get("type") == "text" and isinstance(message.get("text"), str):
        yield message["text"]
    for key in ("contents", "header", "hero", "body", "footer"):
        inner = message.get(key)
        for part in inner if isinstance(inner, list) else [inner]:
            if isinstance(part, dict):
                yield from _texts(part)


def _actions(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if message.get("type") == "button":
        yield message["action"]
    for key in ("contents", "body", "footer"):
        inner = message.get(key)
        for part in inner if isinstance(inner, list) else [inner]:
            if isinstance(part, dict):
                yield from _actions(part)
