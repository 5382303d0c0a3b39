"""What residents asked, and whether the answer helped: masked words for a while, figures for good, never who."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Executable, ForeignKey, Index, String, Text, delete, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge import memory
from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Offer
from knowledge.entry_file import EntryFile
from speech.languages import Language
from speech.masking_personal import mask_personal
from store.database import Record
from store.inbox import InboxEvent
from town.residents import Resident

_Statement = TypeVar("_Statement", bound=Executable)
LONGEST = 600  # characters that are kept; a question needs no more
LATELY = timedelta(minutes=10)  # so long «違う» is about the last answer


class Verdict(StrEnum):
    DIRECT = "direct"
    OFFER = "offer"
    ASK_BACK = "ask_back"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


_FROM_THE_POOREST = (Verdict.UNKNOWN, Verdict.ASK_BACK, Verdict.OFFER, Verdict.ELSEWHERE, Verdict.DIRECT)


class State(StrEnum):
    """Only an open question is work. What is closed has lost its words."""

    LOGGED = "logged"
    OPEN = "open"
    ATTACHED = "attached"
    WRITTEN = "written"
    SET_ASIDE = "set_aside"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"


class AskedQuestion(Record):
    """One question and what it came to. `token` travels in the buttons, so that nobody can press another's."""

    __tablename__ = "asked_questions"
    __table_args__ = (
        Index("ix_asked_questions_open", "id", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        Index("ix_asked_questions_worded", "asked_at", sqlite_where=text("text IS NOT NULL"), postgresql_where=text("text IS NOT NULL")),
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    token: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Text)  # masked; None once emptied
    language: Mapped[str] = mapped_column(String(8))
    verdict: Mapped[str] = mapped_column(String(12))
    entry_ids: Mapped[list[str]]  # best first; what was shown or offered, and for a direct answer what was near
    best_entry_id: Mapped[str | None] = mapped_column(String(60))
    confidence: Mapped[float | None]
    message_id: Mapped[str | None] = mapped_column(
        String(64), index=True
    )  # LINE's, for taking back; emptied with the text
    asked_at: Mapped[datetime]
    is_helped: Mapped[bool | None]
    is_sent: Mapped[bool] = mapped_column(default=False)  # «この質問を市に送る»
    state: Mapped[str] = mapped_column(String(12), default=State.LOGGED)
    keep_until: Mapped[datetime | None]  # of work; when it comes, the words go, done or not
    closed_at: Mapped[datetime | None]

    @property
    def button(self) -> str:
        """What a button of its answer carries."""
        return f"{self.id}.{self.token}"

    @property
    def may_be_sent(self) -> bool:
        """Whether there are words to send, and nobody has dealt with them yet."""
        return self.text is not None and self.state in (State.LOGGED, State.OPEN)


class QuestionSender(Record):
    """Who waits for an answer: only after consent, only while the question is open."""

    __tablename__ = "question_senders"

    asked_id: Mapped[int] = mapped_column(ForeignKey(AskedQuestion.id, ondelete="CASCADE"), primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey(Resident.id, ondelete="CASCADE"), index=True)
    sent_at: Mapped[datetime]


@dataclass(frozen=True)
class Noted:
    """What a finding says about itself in the log."""

    verdict: Verdict
    entries: tuple[EntryFile, ...] = ()
    confidence: float | None = None


def verdict_of(finding: Finding) -> Noted:
    match finding:
        case Direct(entry=entry, confidence=confidence, others=others):
            return Noted(Verdict.DIRECT, (entry, *others), confidence)
        case Offer(entries=entries, confidence=confidence):
            return Noted(Verdict.OFFER, entries, confidence)
        case AskBack(entries=entries):
            return Noted(Verdict.ASK_BACK, entries)
        case Elsewhere():
            return Noted(Verdict.ELSEWHERE)
    return Noted(Verdict.UNKNOWN)


def note(
    session: Session, words: str, language: Language, findings: Sequence[Finding], message_id: str | None, now: datetime
) -> AskedQuestion:
    """One row for one message. Of several answers the poorest counts: that is where there is something to do."""
    every = [verdict_of(finding) for finding in findings]
    poorest = min(every, key=lambda one: _FROM_THE_POOREST.index(one.verdict))
    ids = dict.fromkeys(entry.id for one in (poorest, *every) for entry in one.entries)
    row = AskedQuestion(
        token=uuid.uuid4().hex[:16], text=mask_personal(words[:LONGEST]), language=language, verdict=poorest.verdict,
        entry_ids=list(ids), best_entry_id=next(iter(ids), None), confidence=poorest.confidence, message_id=message_id, asked_at=now, is_sent=False,
        state=State.LOGGED,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def of_button(session: Session, button: str) -> AskedQuestion | None:
    """The question a button belongs to («12.a1b2»); None for a button that was never offered."""
    number, _, token = button.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 15:
        return None
    row = session.get(AskedQuestion, int(number), with_for_update=True)
    return row if row and row.token == token else None


def latest_of(session: Session, line_id: str, now: datetime) -> AskedQuestion | None:
    """What this person asked last, some minutes ago at most. The inbox knows it for a day; the log never does."""
    mine = (InboxEvent.lane == line_id) & (InboxEvent.received_at > now - LATELY)
    query = select(AskedQuestion).join(InboxEvent, InboxEvent.message_id == AskedQuestion.message_id)
    return session.scalar(query.where(mine).order_by(AskedQuestion.id.desc()).limit(1))


def unsay(session: Session, message_id: str, now: datetime) -> list[int]:
    """The resident took the message back: its words, and everything learnt from them, go. Returns the rows."""
    ids = list(session.scalars(select(AskedQuestion.id).where(AskedQuestion.message_id == message_id)))
    if ids:
        _empty(session, ids, State.TAKEN_BACK, now)
        memory.forget_asked(session, ids)
    return ids


def forget(session: Session, asked_before: datetime, now: datetime, most: int) -> int:
    """Take the words from up to `most` questions that are no work, and from work whose time is over. Returns how many."""
    worded = AskedQuestion.text.is_not(None)
    ordinary = (AskedQuestion.state == State.LOGGED) & (AskedQuestion.asked_at < asked_before)
    lapsed = (AskedQuestion.state == State.OPEN) & (AskedQuestion.keep_until < now)
    due = list(session.scalars(select(AskedQuestion.id).where(worded, ordinary).limit(most)))
    over = list(session.scalars(select(AskedQuestion.id).where(worded, lapsed).limit(most - len(due))))
    _empty(session, due, State.LOGGED, None)
    _empty(session, over, State.LAPSED, now)
    forget_message_ids(session, asked_before)
    return len(due) + len(over)


def forget_message_ids(session: Session, asked_before: datetime) -> None:
    """LINE lets nobody take back a message of yesterday: the number has no more use."""
    old = AskedQuestion.message_id.is_not(None) & (AskedQuestion.asked_at < asked_before)
    session.execute(_silently(update(AskedQuestion).where(old).values(message_id=None)))


def close(session: Session, rows: Sequence[AskedQuestion], state: State, now: datetime) -> None:
    """Done: the words go, and so does who asked."""
    _empty(session, [row.id for row in rows], state, now)
    for row in rows:
        session.refresh(row)


def by_verdict(session: Session) -> dict[tuple[str, str], int]:
    """Questions counted by verdict and language."""
    columns = AskedQuestion.verdict, AskedQuestion.language
    rows = session.execute(select(*columns, func.count()).group_by(*columns))
    return {(str(verdict), str(language)): int(count) for verdict, language, count in rows}


def by_helped(session: Session) -> dict[str, int]:
    told = AskedQuestion.is_helped.is_not(None)
    rows = session.execute(select(AskedQuestion.is_helped, func.count()).where(told).group_by(AskedQuestion.is_helped))
    return {"yes" if is_helped else "no": int(count) for is_helped, count in rows}


def count_open(session: Session) -> int:
    return session.scalar(select(func.count()).where(AskedQuestion.state == State.OPEN)) or 0


def _empty(session: Session, ids: Sequence[int], state: State, closed_at: datetime | None) -> None:
    if not ids:
        return
    values = {"text": None, "message_id": None, "state": state, "closed_at": closed_at}
    session.flush()
    session.execute(_silently(update(AskedQuestion).where(AskedQuestion.id.in_(ids)).values(values)))
    session.execute(_silently(delete(QuestionSender).where(QuestionSender.asked_id.in_(ids))))


def _silently(statement: _Statement) -> _Statement:
    return statement.execution_options(synchronize_session=False)
