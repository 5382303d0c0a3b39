"""Questions that wait for the town: which section they belong to, equal ones as one line, and what officers do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import HttpUrl
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import asked, entries, memory
from knowledge.asked import AskedQuestion, QuestionSender, State
from knowledge.entries import EntryRow
from knowledge.entry_file import EntryFile, EntryText, Kind, Source
from knowledge.likeness import likeness
from knowledge.shelving import DESK
from speech.languages import Language
from store import journal
from town.calendar import to_jst

GENERAL = "general"  # the section of what belongs to no entry
MOST = 2000  # open questions looked at for one page
DRAFT_LASTS = timedelta(days=365)


class WorklistError(ValueError):
    """Carries one sentence for the officer."""


@dataclass(frozen=True)
class Case:
    """Questions that ask the same, oldest first. Dealt with together, named by the oldest."""

    rows: tuple[AskedQuestion, ...]
    section_id: str

    @property
    def id(self) -> int:
        return self.rows[0].id

    @property
    def text(self) -> str:
        return self.rows[0].text or ""

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def is_sent(self) -> bool:
        return any(row.is_sent for row in self.rows)

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """What was shown or near, best first."""
        return tuple(dict.fromkeys(entry_id for row in self.rows for entry_id in row.entry_ids))


def take_up(row: AskedQuestion, keep_until: datetime) -> None:
    """For the town to look at. What says nothing, or has lost its words already, is no work."""
    if row.state == State.LOGGED and row.text is not None and likeness(row.text):
        row.state, row.keep_until = State.OPEN, keep_until


def let_go(row: AskedQuestion) -> None:
    """It helped after all: an ordinary question again, whose words go with those of the day. What was sent stays."""
    if row.state == State.OPEN and not row.is_sent:
        row.state, row.keep_until = State.LOGGED, None


def send(session: Session, row: AskedQuestion, resident_id: int | None, keep_until: datetime, now: datetime) -> None:
    """The resident consented. `resident_id` is None where the town does not answer: then nobody is written down."""
    row.state, row.keep_until, row.is_sent = State.OPEN, keep_until, True
    if resident_id is not None and session.get(QuestionSender, row.id) is None:
        session.add(QuestionSender(asked_id=row.id, resident_id=resident_id, sent_at=now))


def call_back(session: Session, row: AskedQuestion) -> None:
    """The resident says no, also afterwards: then it was never sent."""
    if sender := session.get(QuestionSender, row.id):
        session.delete(sender)
    row.is_sent = False
    let_go(row)


def open_cases(session: Session, section_id: str | None = None) -> list[Case]:
    """What waits, for one section or for all: first what somebody sent, then what was asked most often."""
    alike: dict[tuple[str, str], list[AskedQuestion]] = {}
    query = select(AskedQuestion, EntryRow.section_id).where(AskedQuestion.state == State.OPEN)
    query = query.outerjoin(EntryRow, EntryRow.id == AskedQuestion.best_entry_id).order_by(AskedQuestion.id)
    for row, owner in session.execute(query.limit(MOST)):
        alike.setdefault((owner or GENERAL, likeness(row.text or "")), []).append(row)
    cases = [Case(tuple(rows), owner) for (owner, _), rows in alike.items() if section_id in (None, owner)]
    return sorted(cases, key=lambda case: (not case.is_sent, -case.count, case.id))


def find(session: Session, asked_id: int) -> Case:
    """The case an open question belongs to, held so that no colleague deals with it meanwhile. Raises WorklistError."""
    found = next((case for case in open_cases(session) if asked_id in {row.id for row in case.rows}), None)
    rows = _held(session, [row.id for row in found.rows]) if found else ()
    if not found or not rows:
        raise WorklistError(f"質問 {asked_id} は、対応が終わったか、残す期間が過ぎたか、取り消されました。")
    return Case(rows, found.section_id)


def proposals(session: Session, section_id: str | None = None) -> list[AskedQuestion]:
    """Answers a resident called right and no officer has confirmed, while their words are still there (a day)."""
    liked = AskedQuestion.is_helped.is_(True) & AskedQuestion.text.is_not(None) & (AskedQuestion.state == State.LOGGED)
    query = select(AskedQuestion).join(EntryRow, EntryRow.id == AskedQuestion.best_entry_id).where(liked)
    if section_id:
        query = query.where(EntryRow.section_id == section_id)
    known = memory.read(session)
    return [
        row for row in session.scalars(query.order_by(AskedQuestion.id).limit(MOST)) if not known.find(row.text or "")
    ]


def approve(session: Session, asked_id: int, by: str, now: datetime) -> None:
    """Remember what a resident called right. Raises WorklistError."""
    row = session.get(AskedQuestion, asked_id)
    if row is None or row.text is None or row.best_entry_id is None or not row.is_helped:
        raise WorklistError(f"質問 {asked_id} の言葉は、もう残っていません。")
    _remember(session, row, row.best_entry_id, by, now)
    _close(session, [row], State.ATTACHED, by, now, entry=row.best_entry_id)


def attach(session: Session, case: Case, entry_id: str, by: str, now: datetime) -> None:
    """From now on this question is answered by that entry. Whoever waits is told in replies.py. Raises WorklistError."""
    if session.get(EntryRow, entry_id) is None:
        raise WorklistError(f"項目「{entry_id}」がありません。")
    _remember(session, case.rows[0], entry_id, by, now)
    _close(session, case.rows, State.ATTACHED, by, now, entry=entry_id)


def write_new(session: Session, case: Case, entry_id: str, topic: str, by: str, now: datetime) -> EntryFile:
    """Begin an entry for the question: the desk's own, unpublished, its source still to be read. Raises WorklistError.

    Whoever waits for an answer goes on waiting until the entry is published and attached.
    """
    if session.get(EntryRow, entry_id):
        raise WorklistError(f"項目「{entry_id}」は、もうあります。")
    today = to_jst(now).date()
    draft = EntryFile(
        id=entry_id, kind=Kind.GENERAL, topic=topic, section=case.section_id, source=Source(url=UNREAD, title="出典を確認してください", read_on=today),
        checked_on=today, review_by=today + DRAFT_LASTS, is_published=False,
        texts={Language.JA: EntryText(title=case.text[:60], summary="(この質問への答えを書いてください)")},
    )  # fmt: skip
    entries.save(session, draft, origin=DESK)
    _remember(session, case.rows[0], entry_id, by, now)
    waiting = waiting_for(session, case)
    done = [row for row in case.rows if row.id not in waiting]
    _close(session, done, State.WRITTEN, by, now, entry=entry_id)
    return draft


def waiting_for(session: Session, case: Case) -> dict[int, int]:
    """Who waits for an answer: question → resident."""
    ids = [row.id for row in case.rows]
    rows = session.execute(
        select(QuestionSender.asked_id, QuestionSender.resident_id).where(QuestionSender.asked_id.in_(ids))
    )
    return {row.asked_id: row.resident_id for row in rows}


def set_aside(session: Session, case: Case, reason: str, by: str, now: datetime) -> None:
    """Nothing is to be done about it. Raises WorklistError without a known reason."""
    if reason not in REASONS:
        raise WorklistError(
            f"理由は {'・'.join(f'{name}({told})' for name, told in REASONS.items())} から選んでください。"
        )
    if reason != "abuse" and waiting_for(session, case):
        raise WorklistError("返事を待っている人がいます。先にお返事をしてください。")
    _close(session, case.rows, State.SET_ASIDE, by, now, reason=reason)


def close_answered(session: Session, case: Case, by: str, now: datetime, told_count: int) -> None:
    _close(session, case.rows, State.ANSWERED, by, now, told=told_count)


UNREAD = HttpUrl("https://source-not-yet-read.invalid/")
REASONS = {
    "not_ours": "町の仕事ではない",
    "unclear": "意味が分からない",
    "known": "もう案内がある",
    "abuse": "いたずら・ひぼう",
    "personal": "個人の事情で、一般の案内にならない",
}


def _held(session: Session, ids: Sequence[int]) -> tuple[AskedQuestion, ...]:
    still_open = AskedQuestion.id.in_(ids) & (AskedQuestion.state == State.OPEN)
    query = select(AskedQuestion).where(still_open).order_by(AskedQuestion.id).with_for_update()
    return tuple(session.scalars(query.execution_options(populate_existing=True)))


def _remember(session: Session, row: AskedQuestion, entry_id: str, by: str, now: datetime) -> None:
    try:
        memory.confirm(session, row.text or "", row.language, entry_id, by, now, asked_id=row.id)
    except memory.CannotRememberError as error:
        raise WorklistError(str(error)) from None
    entries.announce_change(session)


def _close(
    session: Session, rows: Sequence[AskedQuestion], state: State, by: str, now: datetime, **details: int | str
) -> None:
    for row in rows:
        subject = f"asked_question:{row.id}"
        journal.write(session, now, actor=by, action=f"question.{state}", subject=subject, **details)
    asked.close(session, rows, state, now)
