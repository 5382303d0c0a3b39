"""The journal's hash chain: each seal holds its line and the seal before it, so that nothing can be changed unnoticed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from store.journal import JournalLine

MANY = 2000  # lines sealed in one transaction
BEGINNING = "0" * 64
LATEST = timedelta(minutes=30)  # a line older than this and without seal was slipped in, or the clock stands still


class JournalSeal(Record):
    """`position` counts without gaps; the order is the order of sealing, so a late line is only sealed later."""

    __tablename__ = "journal_seals"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line_id: Mapped[int] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Verdict:
    """`broken_at` names the first line that does not fit; `unsealed` counts lines that should have had a seal by now."""

    sealed: int
    last_hash: str
    broken_at: str | None = None
    unsealed: int = 0

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None and not self.unsealed


def seal(session: Session) -> int:
    """Seal what has none yet. Returns how many lines; MANY means there may be more. One caller at a time."""
    last = session.scalar(select(JournalSeal).order_by(JournalSeal.position.desc()).limit(1))
    position, held = (last.position, last.hash) if last else (0, BEGINNING)
    unsealed = (
        select(JournalLine)
        .outerjoin(JournalSeal, JournalSeal.line_id == JournalLine.id)
        .where(JournalSeal.position.is_(None))
        .order_by(JournalLine.id)
        .limit(MANY)
    )
    count = 0
    for count, line in enumerate(session.scalars(unsealed), start=1):
        held = _hash(held, line)
        session.add(JournalSeal(position=position + count, line_id=line.id, hash=held))
    return count


def verify(session: Session, now: datetime, expected: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain. `expected` is a position and its hash, noted elsewhere on an earlier day."""
    position, held = 0, BEGINNING
    for seal_, line in _chain(session):
        position += 1
        if seal_.position != position or line is None or _hash(held, line) != seal_.hash:
            return Verdict(position - 1, held, f"journal:{seal_.line_id}")
        held = seal_.hash
        if expected and expected[0] == position and expected[1] != held:
            return Verdict(position, held, f"journal:{seal_.line_id}")
    if expected and expected[0] > position:
        return Verdict(position, held, f"seal:{expected[0]}")
    return Verdict(position, held, unsealed=_count_forgotten(session, now))


def last(session: Session) -> tuple[int, str]:
    found = session.scalar(select(JournalSeal).order_by(JournalSeal.position.desc()).limit(1))
    return (found.position, found.hash) if found else (0, BEGINNING)


def _chain(session: Session) -> Iterator[tuple[JournalSeal, JournalLine | None]]:
    """A thousand at a time: the journal grows for ever."""
    position = 0
    while rows := session.execute(_seals_after(position)).all():
        yield from ((row[0], row[1]) for row in rows)
        position = rows[-1][0].position
        session.expunge_all()


def _seals_after(position: int) -> Select[JournalSeal, JournalLine]:
    return (
        select(JournalSeal, JournalLine)
        .outerjoin(JournalLine, JournalLine.id == JournalSeal.line_id)
        .where(JournalSeal.position > position)
        .order_by(JournalSeal.position)
        .limit(1000)
    )


def _count_forgotten(session: Session, now: datetime) -> int:
    without = (
        select(func.count(JournalLine.id))
        .outerjoin(JournalSeal, JournalSeal.line_id == JournalLine.id)
        .where(JournalSeal.position.is_(None), JournalLine.at < now - LATEST)
    )
    return session.scalar(without) or 0


def _hash(before: str, line: JournalLine) -> str:
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    written = [before, line.id, at, line.actor, line.action, line.subject, line.details]
    return hashlib.sha256(json.dumps(written, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
