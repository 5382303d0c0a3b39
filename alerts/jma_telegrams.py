"""Every telegram that was fetched, once: what it was, and its bytes where somebody may want to see it again."""

import hashlib
import zlib
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, String, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts.jma_state import AreaState
from alerts.jma_telegram import Telegram
from store.database import Record

REFUSED = "refused"
KEPT, KEPT_OF_OTHERS = timedelta(days=366), timedelta(days=31)
TRIES = 3  # a body that was cut short may be whole the next time


class KeptTelegram(Record):
    """`address` is the entry's id in the feed. `is_ours`: it speaks of the town."""

    __tablename__ = "jma_telegrams"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    address: Mapped[str] = mapped_column(String(300), unique=True)
    body_hash: Mapped[str] = mapped_column(String(64), index=True)
    fetched_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=1)
    reading: Mapped[str] = mapped_column(String(8))
    refusal: Mapped[str | None] = mapped_column(String(200))
    type: Mapped[str | None] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(120), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    headline: Mapped[str] = mapped_column(String(2000), default="")
    office: Mapped[str] = mapped_column(String(120), default="")
    status: Mapped[str | None] = mapped_column(String(4))
    info_type: Mapped[str | None] = mapped_column(String(4))
    event_id: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    is_ours: Mapped[bool] = mapped_column(default=False)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def xml(self) -> bytes | None:
        return zlib.decompress(self.body) if self.body else None


def is_seen(session: Session, address: str) -> bool:
    """Whether it need not be fetched any more."""
    found = session.scalar(select(KeptTelegram).where(KeptTelegram.address == address))
    return found is not None and (found.reading != REFUSED or found.tries >= TRIES)


def is_known(session: Session, body: bytes) -> bool:
    """The same telegram may stand in two feeds, or be sent again under another address."""
    same = select(KeptTelegram.id).where(KeptTelegram.body_hash == _hash(body), KeptTelegram.reading != REFUSED)
    return session.scalar(same.limit(1)) is not None


def keep(session: Session, address: str, body: bytes, telegram: Telegram, now: datetime, *, is_ours: bool) -> KeptTelegram:  # fmt: skip
    head = telegram.head
    row = _row(session, address, body, now)
    row.reading, row.type, row.refusal = telegram.reading.value, telegram.type, None
    row.title, row.subject, row.headline = head.title[:120], head.subject[:200], head.headline[:2000]
    row.office, row.event_id = head.publishing_office[:120], head.event_id[:200]
    row.status, row.info_type = head.status.value, head.info_type.value
    row.sent_at, row.reported_at, row.is_ours = head.sent_at, head.reported_at, is_ours
    row.body = zlib.compress(body) if is_ours or telegram.kind is None else None
    session.flush()
    return row


def refuse(session: Session, address: str, body: bytes, sentence: str, now: datetime) -> KeptTelegram:
    row = _row(session, address, body, now)
    row.reading, row.refusal = REFUSED, sentence
    session.flush()
    return row


def latest(session: Session, limit: int = 50) -> list[KeptTelegram]:
    """What speaks of the town, what nobody understood and what was refused; the newest first."""
    shown = KeptTelegram.is_ours | KeptTelegram.reading.in_(("unknown", REFUSED))
    return list(session.scalars(select(KeptTelegram).where(shown).order_by(KeptTelegram.id.desc()).limit(limit)))


def find(session: Session, telegram_id: int) -> KeptTelegram | None:
    return session.get(KeptTelegram, telegram_id)


def forget(session: Session, now: datetime, most: int) -> int:
    """What does not speak of the town goes after a month, what does after a year; what is in force by it stays."""
    kept = KeptTelegram.id.in_(select(AreaState.telegram_id))
    is_past = or_(
        KeptTelegram.fetched_at < now - KEPT, ~KeptTelegram.is_ours & (KeptTelegram.fetched_at < now - KEPT_OF_OTHERS)
    )
    ids = list(session.scalars(select(KeptTelegram.id).where(is_past, ~kept).limit(most)))
    session.execute(delete(KeptTelegram).where(KeptTelegram.id.in_(ids)))
    return len(ids)


def _row(session: Session, address: str, body: bytes, now: datetime) -> KeptTelegram:
    found = session.scalar(select(KeptTelegram).where(KeptTelegram.address == address))
    if found is None:
        found = KeptTelegram(address=address, tries=0)
        session.add(found)
    found.tries += 1
    found.body_hash, found.fetched_at = _hash(body), now
    return found


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
