"""Letters (e-mail) to officers: stored before anything is sent. They carry links and counts, never a resident's words.

waiting -claim-> sending -> sent | refused | uncertain | waiting again, after a longer and longer pause
"""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record, in_index_order, wake
from store.inbox import OvertakenError

LEASE = timedelta(minutes=3)  # longer than a post office may keep us on the line
LASTS = timedelta(days=3)  # after that nobody needs the letter any more
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_SUBJECT, LONGEST_BODY = 200, 20_000
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class LetterStatus(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"  # the post office took it
    REFUSED = "refused"  # the post office will never take it, or its time was over before it could
    UNCERTAIN = "uncertain"  # it may have been taken, and its time was over before we could know


class LetterError(ValueError):
    """Something that cannot be a letter. Carries a Japanese sentence."""


@dataclass(frozen=True)
class Words:
    """What is written. `occasion` («review», «reorganisation») names the kind of letter for the figures."""

    occasion: str
    subject: str
    body: str


class Letter(Record):
    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_open", "next_try_at", sqlite_where=text("status IN ('waiting', 'sending')"), postgresql_where=text("status IN ('waiting', 'sending')")),
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    once_key: Mapped[str] = mapped_column(String(120), unique=True)  # the same occasion is never written twice
    occasion: Mapped[str] = mapped_column(String(32))
    to: Mapped[str | None] = mapped_column(String(254))  # None once emptied, like subject and body
    subject: Mapped[str | None] = mapped_column(String(LONGEST_SUBJECT))
    body: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(36))  # the same on every attempt: mailboxes drop the second copy
    status: Mapped[str] = mapped_column(String(16), default=LetterStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    may_have_arrived: Mapped[bool] = mapped_column(default=False)
    reply_code: Mapped[int | None]  # the post office's last answer (RFC 5321 §4.2); its text may quote the address
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)


def write(
    session: Session, to: str, words: Words, now: datetime, *, once_key: str | None = None, lasts: timedelta = LASTS
) -> bool:
    """Promise a letter. False when this occasion has been written before. Raises LetterError, before anything is kept."""
    refuse_impossible(to, words)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Letter).values(
        once_key=once_key or str(uuid.uuid4()), occasion=words.occasion, to=to, subject=words.subject, body=words.body,
        message_id=str(uuid.uuid4()), status=LetterStatus.WAITING, attempts=0, may_have_arrived=False,
        created_at=now, next_try_at=now, expires_at=now + lasts,
    )  # fmt: skip
    row = row.on_conflict_do_nothing(index_elements=["once_key"])
    is_new = session.scalar(row.returning(Letter.id)) is not None
    if is_new:
        wake(session, "letters")
    return is_new


def is_address(to: str) -> bool:
    """Whether a letter can be written to it at all."""
    return _ADDRESS.fullmatch(to) is not None and ".." not in to


def refuse_impossible(to: str, words: Words) -> None:
    """A line break in an address or a subject would be a second header; so nothing like it is ever stored."""
    if not is_address(to):
        raise LetterError("メールアドレスが正しくありません。")
    if not words.subject.strip() or len(words.subject) > LONGEST_SUBJECT or _CONTROL.search(words.subject):
        raise LetterError("メールの件名は1行で書いてください。")
    if len(words.body) > LONGEST_BODY or _CONTROL.search(words.body.replace("\n", "").replace("\t", "")):
        raise LetterError("メールの本文が長すぎるか、使えない文字があります。")


def claim(session: Session, now: datetime) -> Letter | None:
    """Take the letter that has waited longest. One whose worker fell silent may have been taken by the post office."""
    in_index_order(session)
    due = (
        select(Letter.id)
        .where(Letter.status.in_([LetterStatus.WAITING, LetterStatus.SENDING]), Letter.next_try_at <= now)
        .order_by(Letter.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taking = (
        update(Letter)
        .where(Letter.id == due)
        .values(
            status=LetterStatus.SENDING, attempts=Letter.attempts + 1, next_try_at=now + LEASE,
            may_have_arrived=or_(Letter.may_have_arrived, Letter.status == LetterStatus.SENDING),
        )
        .returning(Letter)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    taken: Letter | None = session.scalars(taking).one_or_none()
    return taken


def settle(session: Session, letter: Letter, **values: Any) -> None:
    """Write down how an attempt ended. Raises OvertakenError when the claim is no longer ours."""
    ours = (
        Letter.id == letter.id, Letter.attempts == letter.attempts, Letter.status == LetterStatus.SENDING
    )  # fmt: skip
    statement = update(Letter).where(*ours).values(**values).execution_options(synchronize_session=False)
    if session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise OvertakenError


def pause_after(attempts: int) -> timedelta:
    """One minute, two, four … an hour at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


def empty(session: Session, finished_before: datetime, most: int) -> int:
    """Blank address and words of up to `most` finished letters; the row stays for the figures. Returns how many."""
    due = select(Letter.id).where(Letter.body.is_not(None), Letter.finished_at < finished_before).limit(most)
    blank = update(Letter).where(Letter.id.in_(due)).values(to=None, subject=None, body=None)
    return int(session.execute(blank.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def by_status(session: Session) -> dict[str, int]:
    rows = session.execute(select(Letter.status, func.count()).group_by(Letter.status))
    return {str(status): int(count) for status, count in rows}


def oldest_open(session: Session) -> datetime | None:
    open_ones = Letter.status.in_([LetterStatus.WAITING, LetterStatus.SENDING])
    return session.scalar(select(func.min(Letter.created_at)).where(open_ones))


def count_open(session: Session) -> int:
    counts = by_status(session)
    return counts.get(LetterStatus.WAITING, 0) + counts.get(LetterStatus.SENDING, 0)
