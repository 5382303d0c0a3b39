"""Houses in which one layer breaks while it has a resident's words in its hands, and says so with those words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.answering import House
from handlers.turn import Desk
from knowledge.ask import Direct, Elsewhere, Finding, Question
from speech.cards import Spoken
from speech.limits import TEXT
from town.residents import Resident


class TornError(Exception):
    """Something broke; the message quotes what it broke over."""


class TornEntry:
    """An entry of which nothing can be read."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __getattr__(self, name: str) -> Any:
        raise TornError(f"{name} of {self._words}")


@dataclass(frozen=True)
class Library:
    """A knowledge that does the same with every question."""

    do: Callable[[Question], Finding]

    def at(self, now: datetime) -> "Library":
        return self

    def ask(self, question: Question) -> Finding:
        return self.do(question)


def knowledge_raises(house: House) -> House:
    def lose(question: Question) -> Finding:
        raise TornError(f"no shelf for {question.text}")

    return replace(house, knowledge=Library(lose))


def handler_raises(house: House) -> House:
    return replace(house, knowledge=Library(lambda question: Direct(TornEntry(question.text), 1.0)))


def words_come_back(house: House) -> House:
    """The answer itself holds what was asked."""
    return replace(house, knowledge=Library(lambda question: Elsewhere(question.text)))


class _TornRenderer(House):
    def rendered(self, spoken: list[Spoken]) -> list[dict[str, Any]]:
        raise TornError(f"cannot draw {spoken}")


class _UnknownToTheSdk(House):
    def rendered(self, spoken: list[Spoken]) -> list[dict[str, Any]]:
        return [{"type": "telegram", "text": str(spoken)}]


class _TooLongForLine(House):
    def rendered(self, spoken: list[Spoken]) -> list[dict[str, Any]]:
        return [{"type": "text", "text": str(spoken) * TEXT}]


def _drawn_by(kind: type[House]) -> Callable[[House], House]:
    def change(house: House) -> House:
        speaking = words_come_back(house)
        return kind(speaking.knowledge, speaking.town, speaking.numbers)

    return change


renderer_raises = _drawn_by(_TornRenderer)
sdk_does_not_know = _drawn_by(_UnknownToTheSdk)
line_finds_too_long = _drawn_by(_TooLongForLine)


class _TornArchive(House):
    """The words reach the database as parameters of a statement that it refuses."""

    def desk(self, session: Session, *more: Any) -> Desk:
        return replace(super().desk(session, *more), knowledge=Library(lambda q: self.look_up(session, q)))

    def look_up(self, session: Session, question: Question) -> Finding:
        raise NotImplementedError


class _TwoOfAKind(_TornArchive):
    def look_up(self, session: Session, question: Question) -> Finding:
        """PostgreSQL answers «Key (line_id)=(…) already exists»."""
        twins = [Resident(line_id=question.text, is_following=True, met_at=question.now) for _ in range(2)]
        session.add_all(twins)
        session.flush()
        raise AssertionError("two rows with one key")


class _NotANumber(_TornArchive):
    def look_up(self, session: Session, question: Question) -> Finding:
        """PostgreSQL quotes the value it cannot read; SQLite only says that it is no JSON."""
        is_postgresql = session.get_bind().dialect.name == "postgresql"
        reading = "CAST(:words AS integer)" if is_postgresql else "json(:words)"
        session.execute(sa.text(f"SELECT {reading}"), {"words": question.text}).one()
        raise AssertionError("words read as a number")


def database_has_two_of_a_kind(house: House) -> House:
    return _TwoOfAKind(house.knowledge, house.town, house.numbers)


def database_cannot_read(house: House) -> House:
    return _NotANumber(house.knowledge, house.town, house.numbers)
