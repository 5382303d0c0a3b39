"""Whether LINE lets us speak at all: a pause with its reason, set by a refusal and ended by time."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class Reason(StrEnum):
    UNAUTHORISED = "unauthorised"  # 401/403: the channel token is wrong or was withdrawn
    QUOTA_SPENT = "quota_spent"  # 429 «monthly limit»: replies still go


class Pause(Record):
    """At most one row per reason. Rows wait out the pause; they are not refused."""

    __tablename__ = "channel_pauses"

    reason: Mapped[str] = mapped_column(String(24), primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    stops_replies: Mapped[bool]


class Silence(Record):
    """One row while LINE does not answer. Nothing is held back for it: whatever waits goes on trying."""

    __tablename__ = "channel_silence"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]


def unheard(session: Session, now: datetime) -> None:
    """LINE did not answer. The first one says since when."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Silence).values(id=1, since=now).on_conflict_do_nothing(index_elements=["id"]))


def heard(session: Session) -> None:
    session.execute(delete(Silence))


def silent_since(session: Session) -> datetime | None:
    """None while LINE answers."""
    return session.scalar(select(Silence.since))


def pause(session: Session, reason: Reason, until: datetime, now: datetime) -> None:
    """Every thread may meet the refusal at once: the last one writes, and none of them fails."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Pause).values(
        reason=reason, since=now, until=until, stops_replies=reason is Reason.UNAUTHORISED
    )  # fmt: skip
    since = case((Pause.until > now, Pause.since), else_=now)
    session.execute(row.on_conflict_do_update(index_elements=["reason"], set_={"since": since, "until": until}))


def resume(session: Session, reason: Reason) -> None:
    """LINE took what this reason forbade."""
    session.execute(delete(Pause).where(Pause.reason == reason))


def pauses(session: Session, now: datetime) -> list[Pause]:
    return list(session.scalars(select(Pause).where(Pause.until > now)))
