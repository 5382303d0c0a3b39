"""What officers answer to those who sent a question and wait: a push, framed in the resident's language."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge import worklist
from knowledge.asked import AskedQuestion
from knowledge.entries import EntryRow, as_entry
from knowledge.worklist import Case, WorklistError
from speech.cards import Button, Call, Card, Press, Row
from speech.languages import FALLBACKS, Language
from speech.phrases import phrase
from speech.render import render
from store import outbox
from town import sections
from town.profile import Profile
from town.residents import Resident

LONGEST = 1000  # characters of an answer: more is an entry of its own


@dataclass(frozen=True)
class Letterhead:
    """Who answers: the town, and what stands before every message of a demonstration."""

    town: Profile
    prefix: str = ""


@dataclass(frozen=True)
class Told:
    """How many were written to, and how many had blocked us or are gone."""

    count: int
    gone_count: int


def answer(session: Session, case: Case, words: str, head: Letterhead, by: str, now: datetime) -> Told:
    """The officer's own words to everybody who waits. Raises WorklistError when nobody does."""
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise WorklistError(f"お返事は1〜{LONGEST}文字で書いてください。")
    if not worklist.waiting_for(session, case):
        raise WorklistError("返事を待っている人がいません。案内に結びつけるか、対応しない理由を選んでください。")
    told = _tell(session, case, words, None, head, now)
    worklist.close_answered(session, case, by, now, told.count)
    return told


def attach(session: Session, case: Case, entry_id: str, head: Letterhead, by: str, now: datetime) -> Told:
    """Attach to an entry, and show that entry to everybody who waits. Raises WorklistError."""
    told, row = Told(0, 0), session.get(EntryRow, entry_id)
    if row and worklist.waiting_for(session, case):
        if not row.is_published:
            raise WorklistError(f"項目「{entry_id}」はまだ公開されていないため、待っている人に見せられません。")
        told = _tell(session, case, None, row, head, now)
    worklist.attach(session, case, entry_id, by, now)
    return told


def _tell(
    session: Session, case: Case, words: str | None, entry: EntryRow | None, head: Letterhead, now: datetime
) -> Told:
    """Each once, however often they asked."""
    waiting = worklist.waiting_for(session, case)
    rows = {waiting[row.id]: row for row in reversed(case.rows) if row.id in waiting}
    told = 0
    for resident_id, row in rows.items():
        resident = session.get(Resident, resident_id)
        if resident and resident.line_id and resident.is_following:
            language = Language(resident.language or row.language)
            card = _card(session, case, row, words, entry, head, language)
            outbox.push(session, resident.line_id, render([card], prefix=head.prefix), now, language=language)
            told += 1
    return Told(told, len(rows) - told)


def _card(
    session: Session, case: Case, row: AskedQuestion, words: str | None, entry: EntryRow | None, head: Letterhead,
    language: Language,
) -> Card:  # fmt: skip
    section = sections.find(session, case.section_id)
    name = section.name_in(FALLBACKS[language]) if section else head.town.names.first_of(FALLBACKS[language])
    call = Call(phrase("card.call", language, name=name), section.phone if section else head.town.phone)
    lead, buttons = words or "", tuple[Button, ...]()
    if entry:
        texts = as_entry(entry).texts
        text = next(texts[one] for one in FALLBACKS[language] if one in texts)
        lead, buttons = text.summary, (Press(text.title, f"entry:{entry.id}"),)
    return Card(
        phrase("officer.title", language, section=name), lead,
        rows=(Row(phrase("officer.question", language), row.text or ""),), buttons=(*buttons, call),
        note="" if entry else phrase("officer.note", language, section=name),
    )  # fmt: skip
