"""A place shown later on a web map: a link nobody can guess, for one step, that works once and grows old."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports.cells import Point
from store.database import Record

LIVES = timedelta(days=7)
LONGEST_WORDS = 300


class Pin(Record):
    """For a draft (`dialogue_id`) or a filed case (`report_id`). The key itself stands in the link and nowhere else."""

    __tablename__ = "report_pins"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id"), index=True)
    dialogue_id: Mapped[int | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    words: Mapped[str | None] = mapped_column(Text)
    dropped_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]

    @property
    def point(self) -> Point | None:
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)


def path(key: str) -> str:
    """Below the address of the open web."""
    return f"/pin/{key}"


def offer(
    session: Session, resident_id: int, now: datetime, *, dialogue_id: int | None = None, report_id: int | None = None
) -> str:
    """The key of a new link."""
    key = secrets.token_urlsafe(24)
    session.add(
        Pin(
            key_hash=_hash(key), resident_id=resident_id, dialogue_id=dialogue_id, report_id=report_id,
            expires_at=now + LIVES,
        )
    )  # fmt: skip
    session.flush()
    return key


def usable(session: Session, key: str, now: datetime) -> Pin | None:
    """None for what was made up, used, or has grown old. Held: of two clicks one comes first."""
    query = select(Pin).where(Pin.key_hash == _hash(key)).with_for_update()
    pin = session.scalar(query, execution_options={"populate_existing": True})
    return pin if pin and pin.dropped_at is None and pin.expires_at > now else None


def drop(session: Session, pin: Pin, point: Point | None, words: str | None, now: datetime) -> None:
    """Shown. Every other link of this step has done its work too."""
    pin.latitude, pin.longitude = point or (None, None)
    pin.words, pin.dropped_at = words, now
    same = (Pin.dialogue_id == pin.dialogue_id) if pin.dialogue_id else (Pin.report_id == pin.report_id)
    others = update(Pin).where(Pin.resident_id == pin.resident_id, same, Pin.id != pin.id, Pin.dropped_at.is_(None))
    session.execute(others.values(expires_at=now))


def take(session: Session, pin_id: int, resident_id: int, now: datetime) -> Pin | None:
    """What this resident showed and nobody has read yet."""
    pin = session.get(Pin, pin_id, with_for_update=True, populate_existing=True)
    if pin is None or pin.resident_id != resident_id or pin.dropped_at is None or pin.taken_at is not None:
        return None
    pin.taken_at = now
    return pin


def forget(session: Session, now: datetime) -> None:
    """Where they pointed stands in the draft or the case by now."""
    session.execute(delete(Pin).where(Pin.expires_at < now - timedelta(days=1)))


def _hash(key: str) -> str:
    """Long and random: a plain hash cannot be turned back."""
    return hashlib.sha256(key.encode()).hexdigest()
