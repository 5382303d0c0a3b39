"""One-time codes by which an officer links a telephone: shown on the officer's own page, typed into LINE within a quarter of an hour."""

import re
import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.desk_key import token_hash

LIVES = timedelta(minutes=15)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
_SHAPE = re.compile(rf"MD-?([{_LETTERS}]{{4}})-?([{_LETTERS}]{{4}})")


class TelephoneCode(Record):
    """At most one for each officer; a newer one takes its place."""

    __tablename__ = "telephone_codes"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]


def make(session: Session, officer_id: int, now: datetime) -> str:
    """«MD-7K2M-9QXF»."""
    letters = [secrets.choice(_LETTERS) for _ in range(8)]
    code = f"MD-{''.join(letters[:4])}-{''.join(letters[4:])}"
    session.merge(TelephoneCode(officer_id=officer_id, code_hash=token_hash(code), expires_at=now + LIVES))
    session.flush()
    return code


def read(text: str) -> str | None:
    """The code in its one way of writing, from whatever a telephone makes of it; None where it is no code."""
    folded = re.sub(r"[\s‐‑‒–—―ー−]", "-", unicodedata.normalize("NFKC", text).strip().upper())
    found = _SHAPE.fullmatch(folded)
    return f"MD-{found[1]}-{found[2]}" if found else None


def take(session: Session, code: str, now: datetime) -> int | None:
    """Whose it is; it works once. None where it was never given out, is used, or its time is over."""
    mine = TelephoneCode.code_hash == token_hash(code)
    found = session.scalar(select(TelephoneCode).where(mine).with_for_update())
    if found is None:
        return None
    session.execute(delete(TelephoneCode).where(mine))
    return found.officer_id if found.expires_at > now else None
