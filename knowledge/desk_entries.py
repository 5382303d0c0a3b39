"""What officers do with entries: find, write, publish, withdraw, and give back to the file."""

import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import entries, entry_history
from knowledge.entries import ALIAS, EntryRow
from knowledge.entry_file import EntryFile
from knowledge.shelving import DESK, FILE
from speech.languages import Language
from store import journal


class EditRefusedError(ValueError):
    """Carries one sentence for the officer."""


class State(StrEnum):
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DUE = "due"  # to be looked at again
    OVERTAKEN = "overtaken"  # the file has changed since officers wrote


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    id: str
    title: str
    summary: str
    section_id: str
    topic: str
    is_published: bool
    is_of_desk: bool
    is_due: bool
    is_overtaken: bool

    def is_in(self, state: State) -> bool:
        return {
            State.PUBLISHED: self.is_published,
            State.WITHDRAWN: not self.is_published,
            State.DUE: self.is_due,
            State.OVERTAKEN: self.is_overtaken,
        }[state]


def listed(
    session: Session, today: date, sections: Iterable[str] | None, words: str = "", state: State | None = None
) -> list[Listed]:
    """Those of the sections (None: of all) in which every word stands somewhere, by title."""
    query = select(EntryRow)
    if sections is not None:
        query = query.where(EntryRow.section_id.in_(sorted(sections)))
    overtaken, wanted = entry_history.overtaken(session), [_plain(word) for word in words.split()]
    found = []
    for row in session.scalars(query):
        line = _line(row, today, overtaken)
        if (state is None or line.is_in(state)) and _has(row, line, wanted):
            found.append(line)
    return sorted(found, key=lambda line: (line.title, line.id))


def find(session: Session, entry_id: str) -> tuple[EntryRow, EntryFile] | None:
    row = session.get(EntryRow, entry_id)
    return (row, entries.as_entry(row)) if row else None


def new_id() -> str:
    return f"desk_{uuid.uuid4().hex[:12]}"


def save(session: Session, entry: EntryFile, seen: int, actor: str, now: datetime) -> None:
    """In place of what stood there. `seen`: the state the page was opened on. Raises EditRefusedError."""
    row = session.get(EntryRow, entry.id, with_for_update=True)
    if entry_history.latest_id(session, entry.id) != seen:
        raise EditRefusedError("ほかの職員が先に保存しました。下の内容を控えてから、開き直してください。")
    if row and row.origin == FILE:
        entry_history.add(session, entries.as_entry(row), entry_history.FILE, None, row.file_hash)
    if entry.is_published:
        _refuse_unread(entry)
    entries.save(session, entry, origin=DESK)
    entry_history.add(session, entry, actor, now)
    journal.write(session, now, actor=actor, action="entry.saved", subject=f"entry:{entry.id}"[:64])
    entries.announce_change(session)


def publish(session: Session, entry_id: str, is_published: bool, actor: str, now: datetime) -> None:
    """Shown to residents within two seconds, or no longer. Raises EditRefusedError."""
    found = find(session, entry_id)
    if found is None:
        raise EditRefusedError("この回答はありません。")
    seen = entry_history.latest_id(session, entry_id)
    save(session, found[1].model_copy(update={"is_published": is_published}), seen, actor, now)
    action = "entry.published" if is_published else "entry.withdrawn"
    journal.write(session, now, actor=actor, action=action, subject=f"entry:{entry_id}"[:64])


def go_back(session: Session, entry_id: str, edit_id: int, actor: str, now: datetime) -> None:
    """To an earlier state. To a file's: then the entry follows its file again. Raises EditRefusedError."""
    edit = session.get(entry_history.EntryEdit, edit_id)
    if edit is None or edit.entry_id != entry_id:
        raise EditRefusedError("この版はありません。")
    if edit.written_by != entry_history.FILE:
        save(session, edit.value(), entry_history.latest_id(session, entry_id), actor, now)
        return
    entries.save(session, edit.value(), origin=FILE, file_hash=edit.file_hash)
    entry_history.add(session, edit.value(), actor, now, edit.file_hash)
    journal.write(session, now, actor=actor, action="entry.given_back", subject=f"entry:{entry_id}"[:64])
    entries.announce_change(session)


def _refuse_unread(entry: EntryFile) -> None:
    if (entry.source.url.host or "").endswith(".invalid"):
        raise EditRefusedError("出典のページを書いてから公開してください。出典のない回答は公開できません。")


def _line(row: EntryRow, today: date, overtaken: set[str]) -> Listed:
    text = next((one.slots for one in row.texts if one.language == Language.JA), {})
    return Listed(
        id=row.id, title=str(text.get("title", row.id)), summary=str(text.get("summary", "")), section_id=row.section_id,
        topic=row.topic, is_published=row.is_published, is_of_desk=row.origin == DESK, is_due=row.review_by < today,
        is_overtaken=row.id in overtaken,
    )  # fmt: skip


def _has(row: EntryRow, line: Listed, words: list[str]) -> bool:
    if not words:
        return True
    names = [one.text for one in row.phrasings if one.language in (ALIAS, Language.JA)]
    text = _plain(" ".join([line.id, line.title, line.summary, *names]))
    return all(word in text for word in words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
