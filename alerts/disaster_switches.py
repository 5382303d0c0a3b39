"""災害モード: whether the town is in it, and every switching, proposed by one person and confirmed by another."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record

LAPSES_AFTER = timedelta(minutes=60)
THE_ONE = 1


class Way(StrEnum):
    ON = "on"
    OFF = "off"


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class DisasterMode(Record):
    """One row: how the town stands. Whoever changes anything holds it, so that two hands never switch at once."""

    __tablename__ = "disaster_mode"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_on: Mapped[bool]
    since: Mapped[datetime | None]
    quiet_since: Mapped[datetime | None]  # since when nothing is in force any more; None while something is
    reminded_at: Mapped[datetime | None]
    despite: Mapped[list[str]]  # what was in force when two people ended it: that alone does not begin it again


class DisasterSwitch(Record):
    """`by_order`: the standing order that switched without waiting for people; its two are then named here."""

    __tablename__ = "disaster_switches"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    way: Mapped[str] = mapped_column(String(4))
    state: Mapped[str] = mapped_column(String(12), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    decided_at: Mapped[datetime | None]
    by_order: Mapped[int | None] = mapped_column(ForeignKey("standing_orders.id"))


def mode(session: Session) -> DisasterMode | None:
    """None where it was never on."""
    return session.get(DisasterMode, THE_ONE, populate_existing=True)


def is_on(session: Session) -> bool:
    """Asked of the database each time: every process knows it as soon as it is so."""
    return bool(session.scalar(_IS_ON))


def held(session: Session) -> DisasterMode:
    """The row, held until the end of this transaction."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(DisasterMode).values(id=THE_ONE, is_on=False, despite=[])
    session.execute(first.on_conflict_do_nothing(index_elements=["id"]))
    return session.get_one(DisasterMode, THE_ONE, with_for_update=True, populate_existing=True)


def waiting(session: Session, now: datetime) -> DisasterSwitch | None:
    """The proposal that waits for its second person, while it is fresh."""
    query = select(DisasterSwitch).where(
        DisasterSwitch.state == State.WAITING, DisasterSwitch.proposed_at > now - LAPSES_AFTER
    )
    return session.scalar(query.order_by(DisasterSwitch.id.desc()).limit(1))


def lapsed(session: Session, now: datetime) -> list[DisasterSwitch]:
    """Proposals nobody confirmed within the hour."""
    query = select(DisasterSwitch).where(
        DisasterSwitch.state == State.WAITING, DisasterSwitch.proposed_at <= now - LAPSES_AFTER
    )
    return list(session.scalars(query))


def history(session: Session, limit: int = 30) -> list[DisasterSwitch]:
    return list(session.scalars(select(DisasterSwitch).order_by(DisasterSwitch.id.desc()).limit(limit)))


def turn(session: Session, row: DisasterMode, way: Way, in_force: Collection[str], now: datetime) -> None:
    """The change itself, on the row that is held."""
    row.is_on, row.since, row.quiet_since, row.reminded_at = way is Way.ON, now, None, None
    row.despite = sorted(in_force) if way is Way.OFF else []


_IS_ON = select(DisasterMode.is_on).where(DisasterMode.id == THE_ONE)  # built once: every answer asks it
