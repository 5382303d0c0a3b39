"""Questions that officers attached to an entry: asked again, they are answered by it before any search."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Delete, Select, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.entries import EntryRow
from knowledge.likeness import likeness
from knowledge.slots_asked import read_asked
from store.database import Record

LONGEST = 600  # PostgreSQL keeps no more than 2,704 bytes in an index; longer questions are asked only once anyway


class ConfirmedPhrasing(Record):
    """Beside the entry's own phrasings, not among them: files that are loaded anew never touch it, and what is
    confirmed moves no other answer. No foreign key either: a load writes an entry anew by deleting it first.
    """

    __tablename__ = "confirmed_phrasings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    likeness: Mapped[str] = mapped_column(String(LONGEST), unique=True)
    text: Mapped[str] = mapped_column(String(600))
    language: Mapped[str] = mapped_column(String(8))
    entry_id: Mapped[str] = mapped_column(String(60), index=True)
    asked_id: Mapped[int | None] = mapped_column(index=True)  # the question it was, until that one is forgotten
    confirmed_by: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime]


class CannotRememberError(ValueError):
    """Too few words to know the question again by, or too many."""


class Memory:
    """The confirmed phrasings of one moment. Read-only; threads share it."""

    def __init__(self, entry_ids: dict[str, str] | None = None) -> None:
        self._entry_ids = entry_ids or {}

    def __len__(self) -> int:
        return len(self._entry_ids)

    def find(self, question: str) -> str:
        """The entry this very question was attached to, or nothing. Near is not enough, however often it was asked."""
        return self._entry_ids.get(likeness(question), "") if self._entry_ids else ""


NOTHING_LEARNT = Memory()


def read(session: Session) -> Memory:
    rows = session.execute(select(ConfirmedPhrasing.likeness, ConfirmedPhrasing.entry_id))
    return Memory({row.likeness: row.entry_id for row in rows})


def confirm(
    session: Session, text: str, language: str, entry_id: str, by: str, now: datetime, asked_id: int | None = None
) -> None:
    """Remember; the same question confirmed for another entry moves there. Raises CannotRememberError."""
    asked, key = read_asked(text), likeness(text)
    if asked.is_bare and not asked.is_own_topic:
        raise CannotRememberError("何についてかが書かれていない質問なので、言い回しとして覚えられません。")
    if not 0 < len(key) <= LONGEST:
        raise CannotRememberError("この質問は短すぎるか長すぎるため、言い回しとして覚えられません。")
    values = {
        "text": text[:600], "language": language, "entry_id": entry_id, "asked_id": asked_id,
        "confirmed_by": by, "confirmed_at": now,
    }  # fmt: skip
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(ConfirmedPhrasing).values(likeness=key, **values)
    session.execute(row.on_conflict_do_update(index_elements=["likeness"], set_=values))


def of_entry(session: Session, entry_id: str) -> list[ConfirmedPhrasing]:
    return list(session.scalars(_all().where(ConfirmedPhrasing.entry_id == entry_id)))


def forget(session: Session, phrasing_id: int) -> bool:
    """An officer takes one back. True when there was one."""
    return _deleted(session, delete(ConfirmedPhrasing).where(ConfirmedPhrasing.id == phrasing_id)) > 0


def forget_asked(session: Session, asked_ids: Sequence[int]) -> int:
    """The resident took the message back, and with it what was learnt from it."""
    return _deleted(session, delete(ConfirmedPhrasing).where(ConfirmedPhrasing.asked_id.in_(asked_ids)))


def forget_removed(session: Session) -> int:
    """What belongs to entries that are gone for good. One that is only withdrawn keeps its phrasings, asleep."""
    return _deleted(session, delete(ConfirmedPhrasing).where(ConfirmedPhrasing.entry_id.not_in(select(EntryRow.id))))


def _all() -> Select[ConfirmedPhrasing]:
    return select(ConfirmedPhrasing).order_by(ConfirmedPhrasing.id)


def _deleted(session: Session, statement: Delete) -> int:
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]
