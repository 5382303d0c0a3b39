"""Every state an entry was ever saved in: who wrote it, when, and what a file said meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.entry_file import EntryFile
from store.database import Record

FILE = "file"


class EntryEdit(Record):
    """One saved state. `written_by` is an officer, or «file»; a file's state has no moment, only its hash."""

    __tablename__ = "entry_edits"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(String(60), index=True)
    written: Mapped[dict[str, Any]]
    written_by: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime | None]
    file_hash: Mapped[str | None] = mapped_column(String(64))

    def value(self) -> EntryFile:
        return EntryFile.model_validate(self.written)


def add(session: Session, entry: EntryFile, by: str, at: datetime | None, file_hash: str | None = None) -> EntryEdit:
    edit = EntryEdit(entry_id=entry.id, written=entry.model_dump(mode="json"), written_by=by, written_at=at)
    edit.file_hash = file_hash
    session.add(edit)
    session.flush()
    return edit


def note_file(session: Session, entry: EntryFile, file_hash: str) -> None:
    """What a file says of an entry that officers have taken over: kept once, so that they can see it."""
    last = _last(session, entry.id, FILE)
    if last is None or last.file_hash != file_hash:
        add(session, entry, FILE, None, file_hash)


def of(session: Session, entry_id: str) -> Sequence[EntryEdit]:
    """Newest first."""
    return session.scalars(select(EntryEdit).where(EntryEdit.entry_id == entry_id).order_by(EntryEdit.id.desc())).all()


def latest_id(session: Session, entry_id: str) -> int:
    """What an editing page was opened on; 0 when nobody has edited the entry at the desk yet."""
    return session.scalar(select(func.max(EntryEdit.id)).where(EntryEdit.entry_id == entry_id)) or 0


def newer_file(session: Session, entry_id: str) -> EntryEdit | None:
    """What the files say, when they said it after the officers did."""
    last = _last(session, entry_id, FILE)
    return last if last and last.id == latest_id(session, entry_id) else None


def overtaken(session: Session) -> set[str]:
    """Entries of the desk whose files have changed since."""
    newest = select(func.max(EntryEdit.id)).group_by(EntryEdit.entry_id)
    rows = select(EntryEdit.entry_id).where(EntryEdit.id.in_(newest), EntryEdit.written_by == FILE)
    return set(session.scalars(rows))


def changed_fields(before: EntryFile | None, after: EntryFile) -> tuple[str, ...]:
    """Names of what differs: «section», «ja.fee»."""
    if before is None:
        return ()
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    texts = old.pop("texts"), new.pop("texts")
    found = [name for name in new if old.get(name) != new[name]]
    for language in {**texts[0], **texts[1]}:
        was, now = texts[0].get(language) or {}, texts[1].get(language) or {}
        found += [f"{language}.{slot}" for slot in {**was, **now} if was.get(slot) != now.get(slot)]
    return tuple(found)


def _last(session: Session, entry_id: str, by: str) -> EntryEdit | None:
    mine = (EntryEdit.entry_id == entry_id) & (EntryEdit.written_by == by)
    return session.scalar(select(EntryEdit).where(mine).order_by(EntryEdit.id.desc()).limit(1))
