"""Keys of other systems that may hand us something: who they are, and a hash of what they show at the door."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store import journal
from store.database import Record
from town.desk_key import new_token, token_hash
from town.officers import NotAllowedError

BEGINNING = "mdg_"  # so that a key that strayed into a log or a mail is known for what it is
MOST = 20


class Use(StrEnum):
    """What a key opens. One that files road reports must not hand in a warning, and the other way round."""

    ALERTS = "alerts"
    REPORTS = "reports"


class ApiKey(Record):
    """One named system. The key itself is shown once and stands nowhere."""

    __tablename__ = "api_keys"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    use: Mapped[str] = mapped_column(String(8), default=Use.ALERTS, server_default=Use.ALERTS.value)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @property
    def actor(self) -> str:
        return f"system:{self.id}"


@dataclass(frozen=True)
class Made:
    key: ApiKey
    secret: str


def make(session: Session, name: str, actor: str, now: datetime, use: Use = Use.ALERTS) -> Made:
    """Raises NotAllowedError with one sentence when the name is taken or there are too many."""
    name = name.strip()
    if not 1 <= len(name) <= 60:
        raise NotAllowedError("システムの名前は1〜60文字で書いてください。")
    if session.scalar(select(ApiKey.id).where(ApiKey.name == name)):
        raise NotAllowedError(f"「{name}」の鍵はもうあります。別の名前にしてください。")
    if len([one for one in all(session) if one.revoked_at is None]) >= MOST:
        raise NotAllowedError(f"鍵は{MOST}個までです。使っていない鍵を止めてください。")
    secret = BEGINNING + new_token()
    key = ApiKey(name=name, key_hash=token_hash(secret), use=use, made_at=now)
    session.add(key)
    session.flush()
    journal.write(session, now, actor=actor, action="api_key.made", subject=f"api_key:{key.id}")
    return Made(key, secret)


def revoke(session: Session, name: str, actor: str, now: datetime) -> ApiKey:
    key = session.scalar(select(ApiKey).where(ApiKey.name == name.strip(), ApiKey.revoked_at.is_(None)))
    if key is None:
        raise NotAllowedError(f"「{name.strip()}」という、いま使える鍵はありません。")
    key.revoked_at = now
    journal.write(session, now, actor=actor, action="api_key.revoked", subject=f"api_key:{key.id}")
    return key


def shown(session: Session, secret: str, use: Use = Use.ALERTS) -> ApiKey | None:
    """Whose key this is, while it works. A key is long and random: its hash is looked up like any other word."""
    works = (ApiKey.key_hash == token_hash(secret), ApiKey.use == use, ApiKey.revoked_at.is_(None))
    return session.scalar(select(ApiKey).where(*works))


def all(session: Session) -> list[ApiKey]:  # noqa: A001 - read as `api_keys.all(session)`
    return list(session.scalars(select(ApiKey).order_by(ApiKey.id)))
