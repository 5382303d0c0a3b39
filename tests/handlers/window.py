"""A window of the town hall, without LINE: somebody says something, and what they read is held against LINE's rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.answering import House
from handlers import router
from handlers.turn import Desk
from simulator.contract import complaints_about_messages
from speech.cards import Spoken
from speech.guess import guess_language
from speech.incoming import Incoming, Pressed, Said, Text
from speech.languages import Language
from tests.conftest import NOON
from tests.people import actions, texts
from town.residents import Resident

MOST_MESSAGES = 5
HANAKO = "U" + "a" * 32
every_language = pytest.mark.parametrize("language", list(Language))


@dataclass(frozen=True)
class Heard:
    """What came back: as cards, and as LINE gets it."""

    spoken: list[Spoken]
    messages: list[dict[str, Any]]

    @property
    def text(self) -> str:
        return texts(self.messages)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return list(actions(self.messages))

    @property
    def data(self) -> list[str]:
        """Of every button and quick reply: what comes back to us when it is pressed."""
        return [action["data"] for action in self.buttons if action["type"] == "postback"]

    @property
    def phones(self) -> list[str]:
        """In the order in which they stand on the telephone."""
        return [action["uri"] for action in self.buttons if action.get("uri", "").startswith("tel:")]


@dataclass(frozen=True)
class Window:
    """Whoever stands here is a new resident each time, unless `language` says what they chose before."""

    house: House
    session: Session
    now: datetime = NOON
    language: Language | None = None

    def says(self, words: str, *masked: str) -> Heard:
        return self.meets(Text(words), *masked)

    def presses(self, data: str) -> Heard:
        return self.meets(Pressed(data))

    def meets(self, said: Said, *masked: str, is_group: bool = False) -> Heard:
        resident = None if is_group else self.resident()
        desk = self.desk(resident, guess_language(said.text) if isinstance(said, Text) else None)
        spoken = router.answer(Incoming("E1", HANAKO, self.now, said, is_group=is_group, masked=masked), desk)
        return self.rendered(spoken)

    def rendered(self, spoken: list[Spoken]) -> Heard:
        messages = self.house.rendered(spoken)
        assert not messages or complaints_about_messages(messages) == []
        assert len(spoken) <= MOST_MESSAGES
        return Heard(spoken, messages)

    def desk(self, resident: Resident | None = None, guessed: Language | None = None) -> Desk:
        knowledge = self.house.knowledge.at(self.now)
        return Desk(
            self.session,
            knowledge,
            self.house.town,
            self.house.numbers,
            self.now,
            resident,
            guessed,
            self.house.life_events,
            self.house.reports,
        )

    def resident(self) -> Resident:
        """Written into this session only, so that what they choose has somebody to belong to."""
        known = self.session.get(Resident, 1)
        resident = known or Resident(id=1, line_id=HANAKO, is_following=True, met_at=self.now)
        resident.language = self.language
        self.session.add(resident)
        self.session.flush()
        return resident

    def of(self, language: Language | None) -> "Window":
        return replace(self, language=language)

    def at(self, now: datetime) -> "Window":
        return replace(self, now=now)


def walk(
    window: Window, *beginnings: str, is_left_out: Callable[[str], object] = lambda _: False
) -> Iterator[tuple[str, Heard]]:
    """Every answer that can be reached by pressing what stands on the telephone."""
    todo, seen = list(beginnings), set(beginnings)
    while todo:
        data = todo.pop()
        heard = window.presses(data)
        yield data, heard
        new = [one for one in heard.data if one not in seen and not is_left_out(one)]
        seen.update(new)
        todo += new
