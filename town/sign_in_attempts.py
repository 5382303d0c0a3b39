"""Who knocked and failed. Locks are counted from these rows, so that they hold in every process."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record

WINDOW = timedelta(minutes=15)
MOST_HERE = 5  # one account from one address
MOST_FOR_ACCOUNT = 25  # one account from anywhere
MOST_FROM_ADDRESS = 40  # one address: a whole town hall may sit behind it
KEEP = timedelta(days=30)


class SignInAttempt(Record):
    """`account` is a fingerprint: an address nobody has is counted just like an officer's."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(45), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    is_success: Mapped[bool]


def knock(session: Session, account: str, address: str, now: datetime) -> int:
    """Written down as a failure before anything is looked at, so that a hundred tries at once are a hundred failures."""
    row = SignInAttempt(account=account, address=address[:45], at=now, is_success=False)
    session.add(row)
    session.flush()
    return row.id


def came_through(session: Session, attempt_id: int) -> None:
    session.get_one(SignInAttempt, attempt_id).is_success = True


def is_locked(session: Session, account: str, address: str, now: datetime) -> bool:
    """To be asked after `knock`: this try is counted too.

    A stranger who guesses from elsewhere cannot shut an officer out of the place they sign in from.
    """
    here, place = SignInAttempt.account == account, SignInAttempt.address == address[:45]
    came_at = session.scalar(
        select(func.max(SignInAttempt.at)).where(here, place, SignInAttempt.is_success, SignInAttempt.at > now - KEEP)
    )
    if _failures(session, max(came_at or now - WINDOW, now - WINDOW), here, place) > MOST_HERE:
        return True
    if _failures(session, now - WINDOW, place) > MOST_FROM_ADDRESS:
        return True
    return came_at is None and _failures(session, now - WINDOW, here) > MOST_FOR_ACCOUNT


def forget(session: Session, now: datetime) -> int:
    return int(session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEEP)).rowcount)  # type: ignore[attr-defined]


def _failures(session: Session, since: datetime, *where: ColumnElement[bool]) -> int:
    recent = (~SignInAttempt.is_success, SignInAttempt.at > since)
    return session.scalar(select(func.count(SignInAttempt.id)).where(*recent, *where)) or 0
