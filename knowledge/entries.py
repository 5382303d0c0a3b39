"""The tables of what the town knows, with their queries. The index in memory is made from these rows alone."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, delete, func, or_, select, update
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
IN_FACTS = ("source", "checked_on", "legal_basis", "online", "call_centre", "related", "place")


def save(session: Session, entry: EntryFile, *, origin: str, file_hash: str | None = None) -> None:
    """Write one entry with all its texts, in place of what stood there."""
    session.execute(delete(EntryPhrasingRow).where(EntryPhrasingRow.entry_id == entry.id))
    session.execute(delete(EntryTextRow).where(EntryTextRow.entry_id == entry.id))
    session.execute(delete(EntryRow).where(EntryRow.id == entry.id))
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
    session.add(row)


def published(session: Session, today: date) -> list[EntryFile]:
    """What residents may be told today, in a steady order."""
    rows = session.scalars(
        select(EntryRow)
        .where(
            EntryRow.is_published,
            or_(EntryRow.valid_from.is_(None), EntryRow.valid_from <= today),
            or_(EntryRow.valid_until.is_(None), EntryRow.valid_until >= today),
        )
        .order_by(EntryRow.id)
    )
    return [_entry(row) for row in rows]


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


def _entry(row: EntryRow) -> EntryFile:
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
