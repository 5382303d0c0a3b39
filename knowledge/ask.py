"""What everybody upstairs may ask: what does the town know about this? The answers have five shapes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from knowledge.entry_file import EntryFile
from knowledge.slots_asked import NOTHING_ASKED, Asked
from knowledge.topics import Topic
from speech.languages import Language


@dataclass(frozen=True)
class Question:
    """What was asked. `about`: the entry the conversation is on, if any."""

    text: str
    language: Language
    now: datetime
    about: str | None = None


@dataclass(frozen=True)
class Direct:
    """One entry, surely enough to say it. `confidence` in 0..1. `asked`: what of it, where not the whole.

    `others` were near: what to show when this one is wrong.
    """

    entry: EntryFile
    confidence: float
    asked: Asked = NOTHING_ASKED
    others: tuple[EntryFile, ...] = ()


@dataclass(frozen=True)
class Offer:
    """Several entries, none of them surely meant."""

    entries: tuple[EntryFile, ...]
    confidence: float
    asked: Asked = NOTHING_ASKED


@dataclass(frozen=True)
class AskBack:
    """One word that means several things; without entries, words that need a subject («いくら?») and found none."""

    word: str
    entries: tuple[EntryFile, ...]


@dataclass(frozen=True)
class Elsewhere:
    """Another municipality is meant."""

    place: str


@dataclass(frozen=True)
class Unknown:
    """The town has no answer; say so, and who to ask."""


Finding = Direct | Offer | AskBack | Elsewhere | Unknown


class Knowledge(Protocol):
    """What the conversations may ask. An index of another kind could stand behind it unnoticed."""

    def ask(self, question: Question) -> Finding: ...
    def entry(self, entry_id: str) -> EntryFile | None: ...
    def topics(self, area: str) -> list[Topic]: ...
    def all_topics(self) -> tuple[Topic, ...]: ...
    def on_topic(self, topic_id: str) -> list[EntryFile]: ...
