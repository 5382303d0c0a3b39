"""Talking to the bot without LINE: the same router, the same knowledge, and nothing is kept."""

import json
import re
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
from speech.incoming import Followed, Incoming, Place, Pressed, Said, Text
from speech.languages import Language
from speech.masking import mask
from store import inbox
from store.database import transaction
from store.inbox import Arrival
from town import residents
from town.residents import Resident

STRANGER = "U" + "0" * 32
_PLACE = re.compile(r"\s*(\d{1,2}\.\d+)\s*[,、]\s*(\d{1,3}\.\d+)\s*")


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
    incoming = Incoming("terminal", STRANGER, now, Text(masked.text), masked=tuple(sorted(masked.kinds)))
    with _undone() as session:
        resident = residents.meet(session, STRANGER, now)
        resident.language = language
        return _answer(house, session, incoming, resident)


@dataclass(frozen=True)
class Typed:
    """What was typed, and when. None: the friendship with which a conversation begins."""

    words: str | None
    at: datetime


class Talk:
    """A conversation at the keyboard: words, the number of a button shown before, or a place («34.757, 138.272»).

    One resident from the first word to the last. Each message plays the whole conversation over, in one transaction
    that is undone: between two messages nothing of it lies in the town's database and nobody waits for its locks, and
    no officer ever hears of a report that was only tried.
    """

    def __init__(self, house: House, language: Language | None = None) -> None:
        self._house, self._language = house, language
        self._typed: tuple[Typed, ...] = ()

    def begin(self, now: datetime) -> Heard:
        return self._hear(Typed(None, now))

    def says(self, text: str, now: datetime) -> Heard:
        return self._hear(Typed(text, now))

    def lines(self, heard: Heard) -> list[str]:
        """What a resident would read, with a number before each button."""
        shown: list[str] = []
        numbered: list[str] = []
        for message in heard.messages:
            shown += [f"  {text}" for text in _texts(message)]
            for action in _actions(message):
                if action["type"] == "postback" and action["data"] not in numbered:
                    numbered.append(action["data"])
                    shown.append(f"  [{len(numbered)}] {action['label']}")
                elif action["type"] == "uri":
                    shown.append(f"  {action['label']}: {action['uri']}")
        return shown

    def _hear(self, new: Typed) -> Heard:
        heard, played = Heard([], [], 0.0), (*self._typed, new)
        with _undone() as session:
            residents.meet(session, STRANGER, played[0].at).language = self._language
            for number, one in enumerate(played):
                heard = self._play(session, one, heard, f"terminal-{number}")
        self._typed = played
        return heard

    def _play(self, session: Session, typed: Typed, before: Heard, message_id: str) -> Heard:
        """As through the door: the event is there when it is answered, and each answer finds what the last one wrote."""
        said, masked = _read(typed, before)
        event = Arrival(message_id, STRANGER, "message", {}, message_id, masked, may_answer=False)
        inbox.put(session, [event], typed.at)
        incoming = Incoming(message_id, STRANGER, typed.at, said, message_id=message_id, masked=masked)
        heard = _answer(self._house, session, incoming, residents.meet(session, STRANGER, typed.at))
        session.flush()
        session.expire_all()
        session.info.clear()
        return heard


def _read(typed: Typed, before: Heard) -> tuple[Said, tuple[str, ...]]:
    """What was meant, and which numbers were masked in it. A number that is no button's is words."""
    if typed.words is None:
        return Followed(), ()
    buttons = _buttons(before)
    if typed.words.isdecimal() and 1 <= int(typed.words) <= len(buttons):
        return Pressed(buttons[int(typed.words) - 1]), ()
    if place := _PLACE.fullmatch(typed.words):
        return Place(float(place[1]), float(place[2])), ()
    masked = mask(typed.words)
    return Text(masked.text), tuple(sorted(masked.kinds))


def _buttons(heard: Heard) -> list[str]:
    """What is behind each, in the order of their numbers."""
    actions = (action for message in heard.messages for action in _actions(message))
    return list(dict.fromkeys(action["data"] for action in actions if action["type"] == "postback"))


def _answer(house: House, session: Session, incoming: Incoming, resident: Resident) -> Heard:
    desk = house.desk(session, resident, incoming.at, incoming.said)
    ear = Overhearing(desk.knowledge)
    spoken = router.answer(incoming, replace(desk, knowledge=ear))
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
    """Of every button, and of the quick replies that no button says already."""
    behind = [one.get("data") or one.get("uri") for one in _buttons_in(message)]
    quick = [item["action"] for item in message.get("quickReply", {}).get("items", ())]
    yield from _buttons_in(message)
    yield from (one for one in quick if (one.get("data") or one.get("uri")) not in behind)


def _buttons_in(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if message.get("type") == "button":
        yield message["action"]
    for key in ("contents", "body", "footer"):
        inner = message.get(key)
        for part in inner if isinstance(inner, list) else [inner]:
            if isinstance(part, dict):
                yield from _buttons_in(part)
