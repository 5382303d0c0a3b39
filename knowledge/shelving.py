"""Entry files -> rows: only what changed is written, and what officers wrote is never touched."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from knowledge import entries, entry_history, versions
from knowledge.entry_file import EntryFile
from knowledge.topics import Topic
from town.yaml_file import TownFileError, read_checked

_SHAPE = TypeAdapter(tuple[EntryFile, ...])
FILE, DESK = "file", "desk"


@dataclass(frozen=True)
class Shelved:
    """What a load did. `conflicts`: entries that officers own and the files also describe."""

    written: int
    unchanged: int
    withdrawn: tuple[str, ...]
    conflicts: tuple[str, ...]
    stale: tuple[str, ...] = ()  # what older files would have undone of a reorganisation


def read_entries(folder: Path) -> list[EntryFile]:
    """Every entry of a folder. Raises TownFileError with file, line and field."""
    return [entry for path in sorted(folder.glob("*.yaml")) for entry in read_checked(path, _SHAPE)]


def overlaid(common: Sequence[EntryFile], own: Sequence[EntryFile]) -> list[EntryFile]:
    """The town's entries over the common ones: the same id means the town says it in its own way."""
    ids = {entry.id for entry in own}
    return [entry for entry in common if entry.id not in ids] + list(own)


def check_together(found: Sequence[EntryFile], topics: Sequence[Topic], sections: Iterable[str]) -> None:
    """What only the whole can show: ids used twice, topics, sections and relations that do not exist."""
    known_sections, known_topics = set(sections), {topic.id for topic in topics}
    ids = {entry.id for entry in found}
    seen: set[str] = set()
    for entry in found:
        mistakes = [
            (entry.id in seen, "同じ id の項目が2つあります"),
            (entry.topic not in known_topics, f"topic「{entry.topic}」がありません"),
            (bool(known_sections) and entry.section not in known_sections, f"section「{entry.section}」がありません"),
            (bool(missing := set(entry.related) - ids), f"related {sorted(missing)} がありません"),
            (bool(entry.after_hours and entry.after_hours not in ids), f"after_hours {entry.after_hours} がありません"),
        ]
        for is_wrong, sentence in mistakes:
            if is_wrong:
                raise TownFileError(f"項目「{entry.id}」: {sentence}。")
        seen.add(entry.id)
    for entry_id, sentence in versions.mistakes(found):
        raise TownFileError(f"項目「{entry_id}」: {sentence}。")


def shelve(session: Session, found: Sequence[EntryFile]) -> Shelved:
    known = entries.origins(session)
    fresh: list[tuple[EntryFile, str | None]] = []
    unchanged, conflicts = 0, []
    for entry in found:
        origin, old_hash = known.get(entry.id, (FILE, None))
        new_hash = hashlib.sha256(entry.model_dump_json().encode()).hexdigest()
        if origin == DESK:
            conflicts.append(entry.id)
            entry_history.note_file(session, entry, new_hash)
        elif old_hash == new_hash:
            unchanged += 1
        else:
            fresh.append((entry, new_hash))
    entries.save_all(session, fresh, origin=FILE)
    gone = {id_ for id_, (origin, old) in known.items() if origin == FILE and old} - {entry.id for entry in found}
    if gone:
        entries.withdraw_file_rows(session, gone)
    if fresh or gone:
        entries.announce_change(session)
    return Shelved(len(fresh), unchanged, tuple(sorted(gone)), tuple(conflicts))
