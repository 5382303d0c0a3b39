"""What machines and e-mails handed in, each once, and the draft that came of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.api_keys import ApiKey


class MachineDraft(Record):
    """`sender` and `identifier` are the machine's own; of an e-mail, the address and the Message-ID."""

    __tablename__ = "machine_drafts"
    __table_args__ = (UniqueConstraint("origin", "sender", "identifier"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    origin: Mapped[str] = mapped_column(String(8))
    sender: Mapped[str] = mapped_column(String(200))
    identifier: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[int | None] = mapped_column(ForeignKey(ApiKey.id), index=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Handed:
    """The machine's name for one message."""

    origin: str
    sender: str
    identifier: str


def find(session: Session, handed: Handed) -> MachineDraft | None:
    return session.scalar(
        select(MachineDraft).where(
            MachineDraft.origin == handed.origin, MachineDraft.sender == handed.sender,
            MachineDraft.identifier == handed.identifier,
        )
    )  # fmt: skip


def of_broadcast(session: Session, broadcast_id: int) -> MachineDraft | None:
    return session.scalar(select(MachineDraft).where(MachineDraft.broadcast_id == broadcast_id))


def count_since(session: Session, origin: str, since: datetime, key_id: int | None = None) -> int:
    counted = select(func.count(MachineDraft.id)).where(MachineDraft.origin == origin, MachineDraft.received_at > since)
    return session.scalar(counted.where(MachineDraft.key_id == key_id) if key_id else counted) or 0
