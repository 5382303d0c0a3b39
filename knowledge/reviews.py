"""What became of an entry's review: confirmed by an officer, told to its owner, withdrawn because nobody looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge import entries
from knowledge.entries import EntryRow, EntryTextRow
from knowledge.entry_file import EntryFile
from speech.languages import Language
from store import journal
from store.database import Record


class Stage(StrEnum):
    """What the owner section was told last, in this order."""

    AHEAD = "ahead"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"


class ReviewError(ValueError):
    """Carries a Japanese sentence for the officer."""


class EntryReview(Record):
    """Beside the entry, not in it: a file that is loaded again neither undoes a confirmation nor a withdrawal."""

    __tablename__ = "entry_reviews"

    entry_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    review_by: Mapped[date | None]  # what the officer who confirmed it last promised
    confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[str | None] = mapped_column(String(64))
    withdrawn_on: Mapped[date | None]
    told_stage: Mapped[str | None] = mapped_column(String(16))
    told_review_by: Mapped[date | None]  # the date that stage belonged to; a new date is told anew


@dataclass(frozen=True)
class Standing:
    """Where one entry stands. `review_by`: the later of what its file says and what was confirmed."""

    entry_id: str
    section_id: str
    topic: str
    title: str
    source_url: str
    review_by: date
    withdrawn_on: date | None = None
    told: Stage | None = None


def standings(session: Session, today: date) -> list[Standing]:
    """Every entry that residents are told now or will be, oldest review first."""
    rows = session.execute(
        select(EntryRow.id, EntryRow.section_id, EntryRow.topic, EntryRow.review_by, EntryRow.facts, EntryTextRow.slots, EntryReview)
        .join(EntryTextRow, (EntryTextRow.entry_id == EntryRow.id) & (EntryTextRow.language == Language.JA))
        .outerjoin(EntryReview, EntryReview.entry_id == EntryRow.id)
        .where(EntryRow.is_published, or_(EntryRow.valid_until.is_(None), EntryRow.valid_until >= today))
    )  # fmt: skip
    found = [
        _standing(entry_id, section_id, topic, facts["source"]["url"], slots["title"], review_by, review)
        for entry_id, section_id, topic, review_by, facts, slots, review in rows
    ]
    return sorted(found, key=lambda one: (one.review_by, one.entry_id))


def _standing(
    entry_id: str, section_id: str, topic: str, url: str, title: str, written: date, review: EntryReview | None
) -> Standing:
    if review is None:
        return Standing(entry_id, section_id, topic, title, url, written)
    review_by = max(written, review.review_by or written)
    told = Stage(review.told_stage) if review.told_stage and review.told_review_by == review_by else None
    return Standing(entry_id, section_id, topic, title, url, review_by, _still(review, review_by), told)


def _still(review: EntryReview, review_by: date) -> date | None:
    """A withdrawal ends when somebody, in the file or at the desk, promises a later date."""
    return review.withdrawn_on if review.withdrawn_on and review_by < review.withdrawn_on else None


def as_reviewed(session: Session, found: Sequence[EntryFile]) -> list[EntryFile]:
    """The entries with what their reviews made of them."""
    reviews = {review.entry_id: review for review in session.scalars(select(EntryReview))}
    return [_reviewed(entry, reviews[entry.id]) if entry.id in reviews else entry for entry in found]


def _reviewed(entry: EntryFile, review: EntryReview) -> EntryFile:
    review_by = max(entry.review_by, review.review_by or entry.review_by)
    is_newer = review.confirmed_on is not None and review.confirmed_on > entry.checked_on
    changes = {
        "review_by": review_by,
        "checked_on": review.confirmed_on if is_newer else entry.checked_on,
        "withdrawn_on": entry.withdrawn_on or _still(review, review_by),
    }
    return entry if all(getattr(entry, k) == v for k, v in changes.items()) else entry.model_copy(update=changes)


def confirm(session: Session, entry_id: str, until: date, *, actor: str, now: datetime, today: date) -> None:
    """An officer has looked: right as of today, to be looked at again by `until`. Raises ReviewError."""
    row = session.get(EntryRow, entry_id)
    if row is None:
        raise ReviewError(f"項目「{entry_id}」がありません。")
    if not today < until <= today.replace(year=today.year + 3, day=min(today.day, 28)):
        raise ReviewError("次の確認日は、明日から3年後までの日付を書いてください。")
    if row.review_by > until:
        raise ReviewError(f"項目「{entry_id}」の確認日は、いま {row.review_by} です。それより前にはできません。")
    review = _review(session, entry_id)
    review.review_by, review.confirmed_on, review.confirmed_by, review.withdrawn_on = until, today, actor[:64], None
    journal.write(session, now, actor=actor, action="entry.confirmed", subject=f"entry:{entry_id}", until=f"{until}")
    entries.announce_change(session)


def mark_told(session: Session, standing: Standing, stage: Stage) -> None:
    review = _review(session, standing.entry_id)
    review.told_stage, review.told_review_by = stage, standing.review_by


def withdraw(session: Session, standing: Standing, today: date, now: datetime) -> None:
    _review(session, standing.entry_id).withdrawn_on = today
    subject = f"entry:{standing.entry_id}"
    journal.write(
        session, now, actor="clock", action="entry.withdrawn", subject=subject, review_by=f"{standing.review_by}"
    )


def _review(session: Session, entry_id: str) -> EntryReview:
    review = session.get(EntryReview, entry_id)
    if review is None:
        review = EntryReview(entry_id=entry_id)
        session.add(review)
    return review
