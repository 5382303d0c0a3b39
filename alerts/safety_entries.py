"""What residents told in a safety check: one row each, personal, and gone after the event."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, Select, String, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts.safety_checks import SafetyCheck
from store.database import Record
from town.residents import Resident

LONGEST_WORDS = 500
PAGE = 200  # what one page of the list holds
UNKNOWN = ""  # the district of whoever never said where they live


class Condition(StrEnum):
    """避難した, これから, 困っている. In the order of who needs a person most, last first."""

    SAFE = "safe"
    LEAVING = "leaving"
    TROUBLE = "trouble"


class SafetyEntry(Record):
    """`changed_at`: since when there is something new on it; `read_at`: when an officer marked that as read."""

    __tablename__ = "safety_entries"
    __table_args__ = (Index(None, "check_id", "resident_id", unique=True), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("safety_checks.id"))
    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"))
    district_id: Mapped[str] = mapped_column(String(40))
    condition: Mapped[str] = mapped_column(String(8))
    told_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    address: Mapped[str | None] = mapped_column(String(200))
    place_message_id: Mapped[str | None] = mapped_column(String(64), index=True)
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))


class SafetyWords(Record):
    """One message of theirs after 「困っている」; LINE's number of it, so that it can be taken back."""

    __tablename__ = "safety_words"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("safety_entries.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[str | None] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    said_at: Mapped[datetime]


def tell(
    session: Session, check: SafetyCheck, resident: Resident, district_id: str, condition: Condition, now: datetime
) -> SafetyEntry:
    """Each resident has one row. The same button twice changes nothing; another one makes it new, and unread."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(SafetyEntry).values(
        check_id=check.id, resident_id=resident.id, district_id=district_id, condition=condition.value,
        told_at=now, changed_at=now,
    )  # fmt: skip
    session.execute(first.on_conflict_do_nothing(index_elements=["check_id", "resident_id"]))
    entry = session.scalars(_mine(check.id, resident.id).with_for_update()).one()
    if entry.condition != condition:
        entry.condition = condition.value
        renew(entry, now)
    return entry


def of_resident(session: Session, check_id: int, resident_id: int) -> SafetyEntry | None:
    return session.scalar(_mine(check_id, resident_id).with_for_update())


def renew(entry: SafetyEntry, now: datetime) -> None:
    """There is something on it that nobody has read."""
    entry.changed_at, entry.read_at, entry.read_by = now, None, None


def add_words(session: Session, entry: SafetyEntry, text: str, message_id: str | None, now: datetime) -> None:
    session.add(SafetyWords(entry_id=entry.id, message_id=message_id, text=text[:LONGEST_WORDS], said_at=now))
    renew(entry, now)


def words_of(session: Session, entries: Iterable[SafetyEntry]) -> dict[int, list[str]]:
    """By entry, oldest first."""
    wanted = select(SafetyWords).where(SafetyWords.entry_id.in_([one.id for one in entries])).order_by(SafetyWords.id)
    found: dict[int, list[str]] = {}
    for one in session.scalars(wanted):
        found.setdefault(one.entry_id, []).append(one.text)
    return found


def find(session: Session, entry_id: int) -> SafetyEntry | None:
    return session.get(SafetyEntry, entry_id, with_for_update=True)


def listed(session: Session, check_id: int, skipped: int = 0, limit: int = PAGE) -> list[SafetyEntry]:
    """Unread first, those in trouble before others, and of them who waits longest; then what was read, newest first."""
    is_read = case((SafetyEntry.read_at.is_(None), 0), else_=1)
    is_trouble = case((SafetyEntry.condition == Condition.TROUBLE, 0), else_=1)
    waits_since = case((SafetyEntry.read_at.is_(None), SafetyEntry.changed_at))
    order = (is_read, is_trouble, waits_since, SafetyEntry.changed_at.desc(), SafetyEntry.id)
    mine = select(SafetyEntry).where(SafetyEntry.check_id == check_id)
    return list(session.scalars(mine.order_by(*order).offset(skipped).limit(limit)))


def counts(session: Session, check_id: int) -> dict[str, dict[Condition, int]]:
    """By district."""
    grouped = select(SafetyEntry.district_id, SafetyEntry.condition, func.count()).where(
        SafetyEntry.check_id == check_id
    )
    found: dict[str, dict[Condition, int]] = {}
    for district_id, condition, count in session.execute(
        grouped.group_by(SafetyEntry.district_id, SafetyEntry.condition)
    ):
        found.setdefault(district_id, {})[Condition(condition)] = int(count)
    return found


def unread_before(session: Session, check_id: int, moment: datetime) -> set[Condition]:
    """In which conditions somebody has waited unread since then."""
    waiting = select(SafetyEntry.condition).where(
        SafetyEntry.check_id == check_id, SafetyEntry.read_at.is_(None), SafetyEntry.changed_at <= moment
    )
    return {Condition(one) for one in session.scalars(waiting.distinct())}


def mark_read(session: Session, entry: SafetyEntry, seen_at: datetime, officer_id: int, now: datetime) -> bool:
    """False where something came meanwhile that this officer has not seen."""
    if entry.changed_at > seen_at:
        return False
    entry.read_at, entry.read_by = entry.read_at or now, entry.read_by or officer_id
    return True


def count(session: Session, check_id: int) -> int:
    return session.scalar(select(func.count(SafetyEntry.id)).where(SafetyEntry.check_id == check_id)) or 0


def count_unread(session: Session, check_id: int, before: datetime | None = None) -> int:
    """On all pages together; `before`: those that have waited since then."""
    unread = select(func.count(SafetyEntry.id)).where(SafetyEntry.check_id == check_id, SafetyEntry.read_at.is_(None))
    return session.scalar(unread.where(SafetyEntry.changed_at <= before) if before else unread) or 0


def mark_all_read(
    session: Session, check_id: int, shown: Collection[int], seen_at: datetime, officer_id: int, now: datetime
) -> int:  # fmt: skip
    """All that were `shown` on the page and are not in trouble: those are read one by one. Returns how many."""
    done = update(SafetyEntry).where(
        SafetyEntry.check_id == check_id, SafetyEntry.read_at.is_(None), SafetyEntry.changed_at <= seen_at,
        SafetyEntry.condition != Condition.TROUBLE, SafetyEntry.id.in_(shown),
    )  # fmt: skip
    return _count(session, done.values(read_at=now, read_by=officer_id))


def unsay(session: Session, message_id: str) -> None:
    """The resident took the words or the place back; what they pressed stays theirs to change."""
    session.execute(delete(SafetyWords).where(SafetyWords.message_id == message_id))
    for entry in session.scalars(select(SafetyEntry).where(SafetyEntry.place_message_id == message_id)):
        entry.latitude = entry.longitude = entry.address = entry.place_message_id = None


def empty(session: Session, check: SafetyCheck, now: datetime) -> dict[str, int]:
    """Delete them all; what is left is how many there were."""
    told = {condition.value: 0 for condition in Condition}
    for by_condition in counts(session, check.id).values():
        for condition, count in by_condition.items():
            told[condition.value] += count
    entries = select(SafetyEntry.id).where(SafetyEntry.check_id == check.id)
    session.execute(delete(SafetyWords).where(SafetyWords.entry_id.in_(entries)))
    session.execute(delete(SafetyEntry).where(SafetyEntry.check_id == check.id))
    check.told_counts, check.emptied_at = dict(told), now
    return told


def _mine(check_id: int, resident_id: int) -> Select[SafetyEntry]:
    return select(SafetyEntry).where(SafetyEntry.check_id == check_id, SafetyEntry.resident_id == resident_id)


def _count(session: Session, statement: object) -> int:
    return int(session.execute(statement.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
