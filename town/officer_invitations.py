"""Invitations: a link with which an officer sets a password of their own, once and for three days."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.desk_key import new_token, token_hash
from town.officers import Officer

LIVES = timedelta(hours=72)


class Invitation(Record):
    __tablename__ = "officer_invitations"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]  # also when a newer one took its place


def invite(session: Session, officer: Officer, now: datetime) -> str:
    """The token of the link. Earlier links of this officer stop working."""
    close(session, officer.id, now)
    token = new_token()
    session.add(Invitation(officer_id=officer.id, token_hash=token_hash(token), made_at=now, expires_at=now + LIVES))
    session.flush()
    return token


def find(session: Session, token: str, now: datetime) -> Invitation | None:
    """The invitation while it may still be used."""
    return session.scalar(
        select(Invitation).where(
            Invitation.token_hash == token_hash(token), Invitation.used_at.is_(None), Invitation.expires_at > now
        )
    )


def take(session: Session, invitation: Invitation, now: datetime) -> bool:
    """False when somebody was quicker with the same link."""
    taken = session.execute(
        update(Invitation).where(Invitation.id == invitation.id, Invitation.used_at.is_(None)).values(used_at=now)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def open_until(session: Session, now: datetime) -> dict[int, datetime]:
    """Officers whose link still works, and until when."""
    rows = session.execute(
        select(Invitation.officer_id, Invitation.expires_at).where(
            Invitation.used_at.is_(None), Invitation.expires_at > now
        )
    )
    return {row.officer_id: row.expires_at for row in rows}


def close(session: Session, officer_id: int, now: datetime) -> None:
    session.execute(
        update(Invitation).where(Invitation.officer_id == officer_id, Invitation.used_at.is_(None)).values(used_at=now)
    )
