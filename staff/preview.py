"""What a resident's telephone will show: the same card, the same renderer, nothing sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers import entry_card
from handlers.turn import Desk as Counter
from knowledge import entries
from knowledge.ask import Finding, Question, Unknown
from knowledge.entries import EntryRow
from knowledge.entry_file import EntryFile
from knowledge.topics import Topic
from speech.languages import Language
from speech.render import render
from town.numbers import EmergencyNumbers
from town.profile import Profile


@dataclass(frozen=True)
class RowsOnly:
    """Knows entries by their id, which is all a card asks for; finds nothing."""

    session: Session

    def ask(self, question: Question) -> Finding:
        return Unknown()

    def entry(self, entry_id: str) -> EntryFile | None:
        row = self.session.get(EntryRow, entry_id)
        return entries.as_entry(row) if row else None

    def topics(self, area: str) -> list[Topic]:
        return []

    def all_topics(self) -> tuple[Topic, ...]:
        return ()

    def on_topic(self, topic_id: str) -> list[EntryFile]:
        return []


def messages(
    session: Session, entry: EntryFile, language: Language, town: Profile, numbers: EmergencyNumbers, now: datetime
) -> list[dict[str, Any]]:
    counter = Counter(session, RowsOnly(session), town, numbers, now, None, guessed=language)
    return render([entry_card.entry_card(entry, counter)])


def plain_words(message: Mapping[str, Any]) -> str:
    """What stands in a message, for a page that draws nothing: its text, or what LINE shows where it cannot draw."""
    return str(message.get("text") or message.get("altText") or "")
