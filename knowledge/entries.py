"""The tables of what the town knows, with their queries. The index in memory is made from these rows alone."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Select,
    String,
    Text,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from knowledge.entry_file import EntryFile
from speech.languages import Language
from store.database import Record


class EntryRow(Record):
    """`origin` says whose it is: «file» rows follow their files, «desk» rows belong to the officers."""

    __tablename__ = "entries"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    topic: Mapped[str] = mapped_column(String(60))
    section_id: Mapped[str] = mapped_column(String(60), index=True)
    facts: Mapped[dict[str, Any]]  # typed slots that are the same in every language
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    review_by: Mapped[date]
    is_published: Mapped[bool]
    is_sample: Mapped[bool]
    origin: Mapped[str] = mapped_column(String(8))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    texts: Mapped[list["EntryTextRow"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    phrasings: Mapped[list["EntryPhrasingRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="EntryPhrasingRow.id"
    )


class EntryTextRow(Record):
    __tablename__ = "entry_texts"

    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    slots: Mapped[dict[str, Any]]  # title, summary and what else EntryText knows
    checked_by: Mapped[str | None] = mapped_column(String(80))


class EntryPhrasingRow(Record):
    __tablename__ = "entry_phrasings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(8))  # «alias» for another name of the thing
    text: Mapped[str] = mapped_column(String(600))


class KnowledgeVersion(Record):
    """One row that every process looks at: a higher number means «read the entries again»."""

    __tablename__ = "knowledge_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


ALIAS = "alias"
MOST_AT_ONCE = 300  # values in one statement; SQLite takes no more than a thousand or so
IN_FACTS = (
    "source", "checked_on", "legal_basis", "online", "call_centre", "related", "place", "opening", "conditions",
    "succeeds", "withdrawn_on", "own_source", "after_hours",
)  # fmt: skip


def save(session: Session, entry: EntryFile, *, origin: str, file_hash: str | None = None) -> None:
    """Write one entry with all its texts, in place of what stood there."""
    save_all(session, [(entry, file_hash)], origin=origin)


def save_all(session: Session, found: Sequence[tuple[EntryFile, str | None]], *, origin: str) -> None:
    """Entries with the hashes of their files, in place of what stood there. A first start writes hundreds at once."""
    ids = [entry.id for entry, _ in found]
    for start in range(0, len(ids), MOST_AT_ONCE):
        some = ids[start : start + MOST_AT_ONCE]
        session.execute(delete(EntryPhrasingRow).where(EntryPhrasingRow.entry_id.in_(some)))
        session.execute(delete(EntryTextRow).where(EntryTextRow.entry_id.in_(some)))
        session.execute(delete(EntryRow).where(EntryRow.id.in_(some)))
    session.add_all(_row(entry, origin, file_hash) for entry, file_hash in found)


def _row(entry: EntryFile, origin: str, file_hash: str | None) -> EntryRow:
    plain = entry.model_dump(mode="json")
    row = EntryRow(
        id=entry.id, kind=entry.kind, topic=entry.topic, section_id=entry.section,
        facts={name: plain[name] for name in IN_FACTS}, valid_from=entry.valid_from, valid_until=entry.valid_until,
        review_by=entry.review_by, is_published=entry.is_published, is_sample=entry.is_sample,
        origin=origin, file_hash=file_hash,
    )  # fmt: skip
    row.texts = [
        EntryTextRow(language=language, checked_by=text.pop("checked_by"), slots=text)
        for language, text in plain["texts"].items()
    ]
    row.phrasings = [
        EntryPhrasingRow(language=language, text=text)
        for language, texts in {**plain["phrasings"], ALIAS: plain["aliases"]}.items()
        for text in texts
    ]
    return row


def published(session: Session, today: date) -> list[EntryFile]:
    """What residents may be told today, in a steady order."""
    rows = session.scalars(select(EntryRow).where(*_may_be_told(today)).order_by(EntryRow.id))
    return [as_entry(row) for row in rows]


def all(session: Session) -> list[EntryFile]:  # noqa: A001 - read as `entries.all(session)`
    """Whatever officers and files have written, told or not, in a steady order."""
    return [as_entry(row) for row in session.scalars(select(EntryRow).order_by(EntryRow.id))]


def _may_be_told(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        EntryRow.is_published.is_(True),
        or_(EntryRow.valid_from.is_(None), EntryRow.valid_from <= today),
        or_(EntryRow.valid_until.is_(None), EntryRow.valid_until >= today),
    )


def marks(session: Session, today: date) -> dict[str, int]:
    """Of every entry that may be told today, in a steady order, a number that changes with anything written in it.

    Only for comparing within one process: Python's hashes differ from one to the next.
    """
    told = {row.id: hash(tuple(row)) for row in session.execute(_as_written(EntryRow).where(*_may_be_told(today)))}
    for part in (EntryTextRow, EntryPhrasingRow):
        for row in session.execute(_as_written(part)):
            if row.entry_id in told:
                told[row.entry_id] ^= hash(tuple(row))  # whatever the order of the rows
    return dict(sorted(told.items()))


def _as_written(table: type[Record]) -> Select[Any]:
    """Nested values as the database keeps them: letters, which are compared sooner than they are understood."""
    columns = table.__table__.columns
    return select(*(cast(one, Text).label(one.name) if isinstance(one.type, JSON) else one for one in columns))


def some(session: Session, ids: Sequence[str]) -> Iterator[EntryRow]:
    """Those of the rows that are still there."""
    for start in range(0, len(ids), MOST_AT_ONCE):
        yield from session.scalars(select(EntryRow).where(EntryRow.id.in_(ids[start : start + MOST_AT_ONCE])))


def origins(session: Session) -> dict[str, tuple[str, str | None]]:
    """Of every entry: whose it is and, for files, the hash it was loaded with."""
    rows = session.execute(select(EntryRow.id, EntryRow.origin, EntryRow.file_hash))
    return {row.id: (row.origin, row.file_hash) for row in rows}


def withdraw_file_rows(session: Session, ids: set[str]) -> None:
    """Entries whose text left the files are no longer told."""
    session.execute(update(EntryRow).where(EntryRow.id.in_(ids)).values(is_published=False, file_hash=None))


def samples(session: Session) -> list[str]:
    return list(
        session.scalars(select(EntryRow.id).where(EntryRow.is_sample, EntryRow.is_published).order_by(EntryRow.id))
    )


def version(session: Session) -> int:
    return session.scalar(select(KnowledgeVersion.version)) or 0


def announce_change(session: Session) -> None:
    """Tell every process to read the entries again; each looks at most once a second."""
    known = session.get(KnowledgeVersion, 1, with_for_update=True)
    if known:
        known.version += 1
    else:
        session.add(KnowledgeVersion(id=1, version=1))


def count_published(session: Session) -> int:
    return session.scalar(select(func.count(EntryRow.id)).where(EntryRow.is_published)) or 0


def as_entry(row: EntryRow) -> EntryFile:
    """Raises ValueError for a row whose values no entry may have."""
    phrasings: dict[str, list[str]] = {}
    for phrasing in row.phrasings:
        phrasings.setdefault(phrasing.language, []).append(phrasing.text)
    aliases = phrasings.pop(ALIAS, [])
    return EntryFile.model_validate({
        **row.facts, "id": row.id, "kind": row.kind, "topic": row.topic, "section": row.section_id,
        "valid_from": row.valid_from, "valid_until": row.valid_until, "review_by": row.review_by,
        "is_published": row.is_published, "is_sample": row.is_sample, "aliases": aliases,
        "phrasings": {Language(language): texts for language, texts in phrasings.items()},
        "texts": {text.language: {**text.slots, "checked_by": text.checked_by} for text in row.texts},
    })  # fmt: skip
