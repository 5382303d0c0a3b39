"""Who talks to us. LINE's id of a person stands in one column, and that column can be emptied."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, false, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class Resident(Record):
    __tablename__ = "residents"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    line_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(8))  # None: never chosen
    is_following: Mapped[bool]
    is_silent_at_night: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # their wish; see town/night.py
    met_at: Mapped[datetime]
    followed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


def meet(session: Session, line_id: str, now: datetime) -> Resident:
    """The resident with this LINE id, written down if they are new."""
    if found := known(session, line_id):
        return found
    written = _newly(session, [line_id], now).returning(Resident)
    # Two first messages may arrive together: whoever comes second finds the row there.
    return session.scalar(written) or session.scalars(_KNOWN, {"line_id": line_id}).one()


def known(session: Session, line_id: str) -> Resident | None:
    """The resident with this LINE id; a stranger is not written down."""
    return session.scalar(_KNOWN, {"line_id": line_id})


def follow(session: Session, line_id: str, now: datetime) -> Resident:
    resident = meet(session, line_id, now)
    resident.is_following, resident.followed_at, resident.left_at = True, now, None
    return resident


def leave(session: Session, line_id: str, now: datetime) -> int | None:
    """They blocked us. The row stays, so that coming back finds the chosen language. Returns whose it is, if known."""
    known = update(Resident).where(Resident.line_id == line_id, Resident.is_following)
    return session.scalar(known.values(is_following=False, left_at=now).returning(Resident.id))


def reconcile(session: Session, line_ids: Sequence[str], now: datetime) -> int:
    """Write down friends LINE knows and we did not. Returns how many were new.

    Nobody is marked as gone: LINE's list leaves out people who did not consent (reference, «Get follower IDs»).
    """
    before = session.scalar(select(func.count(Resident.id))) or 0
    for start in range(0, len(line_ids), 300):
        batch = line_ids[start : start + 300]
        session.execute(_newly(session, batch, now))
        absent = update(Resident).where(Resident.line_id.in_(batch), ~Resident.is_following)
        session.execute(absent.values(is_following=True, followed_at=now, left_at=None))
    return (session.scalar(select(func.count(Resident.id))) or 0) - before


def count_following(session: Session) -> int:
    return session.scalar(select(func.count(Resident.id)).where(Resident.is_following)) or 0


def _newly(session: Session, line_ids: Sequence[str], now: datetime) -> Any:
    """Writes down those who are not known yet."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"line_id": line_id, "is_following": True, "met_at": now} for line_id in line_ids]
    return insert(Resident).values(rows).on_conflict_do_nothing(index_elements=["line_id"])


_KNOWN = select(Resident).where(Resident.line_id == bindparam("line_id"))  # built once: everybody is asked for by it
