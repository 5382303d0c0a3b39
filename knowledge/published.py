"""What residents may be told today, as it stands in the rows; what did not change there is not understood again."""

from datetime import date

import structlog
from sqlalchemy.orm import Session

from knowledge import entries
from knowledge.entry_file import EntryFile
from logs import type_and_place

log = structlog.get_logger()


class Published:
    """For one thread at a time. An entry that changed into something nobody can read stays as it was."""

    def __init__(self) -> None:
        self._marks: dict[str, int] = {}
        self._known: dict[str, EntryFile] = {}

    def __len__(self) -> int:
        return len(self._known)

    def read(self, session: Session, today: date) -> list[EntryFile]:
        """In a steady order."""
        marks = entries.marks(session, today)
        known = {entry_id: entry for entry_id, entry in self._known.items() if entry_id in marks}
        changed = [entry_id for entry_id, mark in marks.items() if self._marks.get(entry_id) != mark]
        for row in entries.some(session, changed):
            try:
                known[row.id] = entries.as_entry(row)
            except ValueError as error:
                log.error("knowledge.unreadable", entry=row.id, **type_and_place(error))
        self._marks, self._known = marks, known
        return [known[entry_id] for entry_id in marks if entry_id in known]
