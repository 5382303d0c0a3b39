"""Two versions of one entry: what a law change makes of it is written ahead and takes its place on the day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from knowledge.entry_file import EntryFile


def newest(in_force: Sequence[EntryFile]) -> list[EntryFile]:
    """Of each entry the version that came into force last, under the entry's own id: buttons and links stay right."""
    chosen: dict[str, EntryFile] = {}
    for entry in in_force:
        own_id = entry.succeeds or entry.id
        if own_id not in chosen or _since(entry) > _since(chosen[own_id]):
            chosen[own_id] = entry
    return [_under(own_id, entry) for own_id, entry in sorted(chosen.items())]


def mistakes(found: Sequence[EntryFile]) -> Iterator[tuple[str, str]]:
    """Entry ids with what is wrong about the order of their versions."""
    by_id = {entry.id: entry for entry in found}
    begun: set[tuple[str, date | None]] = set()
    for entry in found:
        if not entry.succeeds:
            continue
        before = by_id.get(entry.succeeds)
        if before is None or before.succeeds:
            yield entry.id, f"succeeds「{entry.succeeds}」がないか、それ自身が後の版です"
        elif (entry.succeeds, entry.valid_from) in begun or before.valid_from == entry.valid_from:
            yield entry.id, f"「{entry.succeeds}」には {entry.valid_from} からの版がもうあります"
        begun.add((entry.succeeds, entry.valid_from))
    yield from _named_by_version(found, {entry.id for entry in found if entry.succeeds})


def _named_by_version(found: Iterable[EntryFile], successors: set[str]) -> Iterator[tuple[str, str]]:
    for entry in found:
        if wrong := successors & set(entry.related):
            yield entry.id, f"related {sorted(wrong)} は後の版です。もとの id を書いてください"


def _since(entry: EntryFile) -> date:
    return entry.valid_from or date.min


def _under(own_id: str, entry: EntryFile) -> EntryFile:
    return entry if entry.id == own_id else entry.model_copy(update={"id": own_id, "succeeds": None})
