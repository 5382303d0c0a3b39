"""What a town has written already, taken over: told line by line, written all at once, and published by officers later."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from knowledge import desk_entries, entry_history
from knowledge.entry_file import EntryFile
from knowledge.entry_history import EntryEdit
from knowledge.importing_rows import Draft

ACTOR = "import"


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # published, or officers have written in it since; theirs stays
    REJECTED = "rejected"


@dataclass(frozen=True)
class Read:
    """One line as it was read: a draft, or in which column and why there is none."""

    line: int
    draft: Draft | None = None
    column: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Told:
    """What becomes of one line. `column` and `sentence` say why it is rejected or kept."""

    line: int
    outcome: Outcome
    draft: Draft | None = None
    column: str = ""
    sentence: str = ""


def plan(session: Session, lines: Iterable[Read]) -> list[Told]:
    """Every line in its order; changes nothing."""
    first_lines: dict[str, int] = {}
    return [_told(session, line, first_lines) for line in lines]


def write(session: Session, told: list[Told], now: datetime) -> int:
    """The new and the changed ones, unpublished, in the session's one transaction. Returns how many."""
    entries = list(_to_write(told))
    for entry in entries:
        desk_entries.save(session, entry, entry_history.latest_id(session, entry.id), ACTOR, now)
    return len(entries)


def _to_write(told: list[Told]) -> Iterator[EntryFile]:
    for one in told:
        if one.draft and one.outcome in (Outcome.NEW, Outcome.CHANGED):
            yield one.draft.entry


def _told(session: Session, line: Read, first_lines: dict[str, int]) -> Told:
    if line.draft is None:
        return Told(line.line, Outcome.REJECTED, column=line.column, sentence=line.sentence)
    if (first := first_lines.setdefault(line.draft.entry.id, line.line)) != line.line:
        return Told(line.line, Outcome.REJECTED, column="質問", sentence=f"{first} 行目と同じ質問か番号です。")
    return _compared(session, line.line, line.draft)


def _compared(session: Session, line: int, draft: Draft) -> Told:
    if draft.is_same:
        return Told(line, Outcome.UNCHANGED, draft)
    found = desk_entries.find(session, draft.entry.id)
    if found is None:
        return Told(line, Outcome.NEW, draft)
    edits = entry_history.of(session, draft.entry.id)
    imported = next((edit.value() for edit in edits if edit.written_by == ACTOR), None)
    if imported and _same(draft, imported):
        return Told(line, Outcome.UNCHANGED, draft)
    if found[1].is_published or not _may_write(draft, edits):
        sentence = "公開中か、職員が編集した項目なので、変えません。"
        return Told(line, Outcome.KEPT, draft, sentence=sentence)
    return Told(line, Outcome.CHANGED, draft)


def _may_write(draft: Draft, edits: Sequence[EntryEdit]) -> bool:
    """Nobody but imports wrote last, or the row was exported from the very state that stands there."""
    last = edits[0] if edits else None
    if draft.seen is not None:
        return draft.seen == (last.id if last else 0)
    return last is not None and last.written_by == ACTOR


def _same(draft: Draft, before: EntryFile) -> bool:
    """A row that names no day was read on whatever day the file was: that alone is no change."""
    entry = draft.entry
    if not draft.is_dated:
        source = entry.source.model_copy(update={"read_on": before.source.read_on})
        days = {"checked_on": before.checked_on, "review_by": before.review_by}
        entry = entry.model_copy(update={**days, "source": source})
    return entry == before
