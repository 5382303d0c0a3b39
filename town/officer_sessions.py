"""Who is signed in, since when, and when their second factor was last seen. One row a session, true across processes."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.desk_key import new_token, token_hash
from town.officer_factors import FactorKind

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
HALFWAY = timedelta(minutes=10)  # from the password to the second factor
FRESH = timedelta(minutes=5)  # a second factor this young is enough for a dangerous act
MOST_FAILURES = 5  # wrong second factors, after which one begins again at the password
KEEP = timedelta(days=30)
_SEEN_EVERY = timedelta(seconds=60)


class Stage(StrEnum):
    FACTOR = "factor"  # the password was right; the second factor is still to come
    ENROL = "enrol"  # a role asks for a second factor and there is none yet
    OPEN = "open"


class OfficerSession(Record):
    __tablename__ = "officer_sessions"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    stage: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(45))
    began_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    factor_at: Mapped[datetime | None]
    factor_kind: Mapped[str | None] = mapped_column(String(8))
    failures_count: Mapped[int] = mapped_column(default=0)
    challenge: Mapped[str | None] = mapped_column(String(120))  # WebAuthn: works once
    pending_secret: Mapped[str | None] = mapped_column(String(300))  # TOTP being set up, sealed
    ended_at: Mapped[datetime | None]

    def is_fresh(self, now: datetime) -> bool:
        """A recovery code opens the door, but proves no token: it never counts as fresh."""
        is_token = self.factor_kind in (FactorKind.TOTP, FactorKind.PASSKEY)
        return self.factor_at is not None and is_token and now - self.factor_at <= FRESH


def begin(
    session: Session, officer_id: int, stage: Stage, now: datetime, address: str, factor: FactorKind | None = None
) -> str:
    """The new session's token; only its hash is kept."""
    token = new_token()
    row = OfficerSession(token_hash=token_hash(token), officer_id=officer_id, stage=stage, address=address[:45])
    row.began_at = row.seen_at = now
    if factor:
        row.factor_at, row.factor_kind = now, factor
    session.add(row)
    session.flush()
    return token


def live(session: Session, token: str, now: datetime) -> OfficerSession | None:
    row = session.scalar(select(OfficerSession).where(OfficerSession.token_hash == token_hash(token)))
    if row is None or row.ended_at is not None or row.failures_count >= MOST_FAILURES:
        return None
    longest = LONGEST if row.stage == Stage.OPEN else HALFWAY
    is_over = now - row.began_at > longest or now - row.seen_at > IDLE
    return None if is_over else row


def is_touch_due(row: OfficerSession, now: datetime) -> bool:
    """One write a minute is enough to know that somebody is there."""
    return now - row.seen_at >= _SEEN_EVERY


def touch(session: Session, row_id: int, now: datetime) -> None:
    session.execute(update(OfficerSession).where(OfficerSession.id == row_id).values(seen_at=now))


def renew_factor(row: OfficerSession, factor: FactorKind, now: datetime) -> None:
    row.factor_at, row.factor_kind, row.failures_count = now, factor, 0


def end(session: Session, row_id: int, now: datetime) -> None:
    session.execute(
        update(OfficerSession)
        .where(OfficerSession.id == row_id, OfficerSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(session: Session, officer_id: int, now: datetime, *, but: int | None = None) -> None:
    """After a new password, a lost token or a farewell."""
    others = OfficerSession.id != but if but is not None else OfficerSession.id.is_not(None)
    mine = OfficerSession.officer_id == officer_id
    session.execute(update(OfficerSession).where(mine, others, OfficerSession.ended_at.is_(None)).values(ended_at=now))


def count_open(session: Session, officer_id: int, now: datetime) -> int:
    rows = session.scalars(
        select(OfficerSession).where(
            OfficerSession.officer_id == officer_id,
            OfficerSession.stage == Stage.OPEN,
            OfficerSession.ended_at.is_(None),
            OfficerSession.began_at > now - LONGEST,
            OfficerSession.seen_at > now - IDLE,
        )
    )
    return len(list(rows))


def forget(session: Session, now: datetime) -> int:
    old = session.execute(
        delete(OfficerSession).where(or_(OfficerSession.began_at < now - KEEP, OfficerSession.ended_at < now - KEEP))
    )
    return int(old.rowcount)  # type: ignore[attr-defined]
