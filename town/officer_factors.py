"""Second factors: one-time codes (TOTP), passkeys and hardware keys (WebAuthn), and sealed recovery codes."""

import secrets
from datetime import datetime
from enum import StrEnum

import pyotp
from sqlalchemy import ForeignKey, LargeBinary, String, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.desk_key import DeskKey
from town.officers import NotAllowedError, Officer

STEP_SECONDS = 30
MOST_FACTORS = 6
RECOVERY_CODES = 10
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads like something else


class FactorKind(StrEnum):
    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


class Factor(Record):
    __tablename__ = "officer_factors"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    sealed_secret: Mapped[str | None] = mapped_column(String(300))  # TOTP
    last_step: Mapped[int | None]  # TOTP: a code works once
    credential_id: Mapped[str | None] = mapped_column(String(1400), unique=True)  # passkey, base64url
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    sign_count: Mapped[int | None]


class RecoveryCode(Record):
    __tablename__ = "officer_recovery_codes"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


def of(session: Session, officer_id: int) -> list[Factor]:
    return list(session.scalars(select(Factor).where(Factor.officer_id == officer_id).order_by(Factor.id)))


def passkeys(session: Session, officer_id: int) -> list[Factor]:
    return [one for one in of(session, officer_id) if one.kind == FactorKind.PASSKEY]


def new_secret() -> str:
    return pyotp.random_base32()


def setup_address(secret: str, account: str, issuer: str) -> str:
    """What the square code says to a telephone or a programmable token."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def add_totp(
    session: Session, key: DeskKey, officer: Officer, name: str, secret: str, code: str, now: datetime
) -> Factor:
    """The first code proves that the token was set up; it cannot be used again to sign in."""
    step = _step_of(secret, code, now)
    if step is None:
        raise NotAllowedError("番号が違います。時計が合っているか確かめて、今の番号を入れてください。")
    return _add(
        session, officer, Factor(kind=FactorKind.TOTP, name=name, sealed_secret=key.seal(secret), last_step=step), now
    )


def add_passkey(
    session: Session, officer: Officer, name: str, credential_id: str, public_key: bytes, sign_count: int, now: datetime
) -> Factor:
    if session.scalar(select(Factor.id).where(Factor.credential_id == credential_id)):
        raise NotAllowedError("この鍵は、もう登録されています。")
    factor = Factor(kind=FactorKind.PASSKEY, name=name, credential_id=credential_id, public_key=public_key)
    factor.sign_count = sign_count
    return _add(session, officer, factor, now)


def remove(session: Session, officer_id: int, factor_id: int) -> bool:
    found = session.execute(delete(Factor).where(Factor.id == factor_id, Factor.officer_id == officer_id))
    return bool(found.rowcount)  # type: ignore[attr-defined]


def remove_all(session: Session, officer_id: int) -> None:
    session.execute(delete(Factor).where(Factor.officer_id == officer_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))


def use_code(session: Session, key: DeskKey, officer_id: int, code: str, now: datetime) -> Factor | None:
    """The token that shows this code now. Each code works once, also when it is typed twice at the same moment."""
    digits = "".join(letter for letter in code if letter.isdigit())
    for factor in of(session, officer_id):
        secret = key.unseal(factor.sealed_secret) if factor.sealed_secret else None
        step = _step_of(secret, digits, now) if secret else None
        if step is not None and _take_step(session, factor.id, step, now):
            return factor
    return None


def use_passkey(session: Session, factor: Factor, sign_count: int, now: datetime) -> None:
    factor.sign_count, factor.used_at = sign_count, now


def new_recovery_codes(session: Session, key: DeskKey, officer_id: int) -> list[str]:
    """Shown once, to be sealed in an envelope. Earlier ones stop working."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))
    codes = ["-".join(_letters(5) for _ in range(2)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(officer_id=officer_id, fingerprint=_print_of(key, officer_id, code)) for code in codes)
    return codes


def use_recovery_code(session: Session, key: DeskKey, officer_id: int, code: str, now: datetime) -> bool:
    taken = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.officer_id == officer_id,
            RecoveryCode.fingerprint == _print_of(key, officer_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def count_recovery_codes(session: Session, officer_id: int) -> int:
    unused = (RecoveryCode.officer_id == officer_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count(RecoveryCode.id)).where(*unused)) or 0


def _add(session: Session, officer: Officer, factor: Factor, now: datetime) -> Factor:
    if len(of(session, officer.id)) >= MOST_FACTORS:
        raise NotAllowedError(f"登録できる認証は{MOST_FACTORS}つまでです。使わないものを消してください。")
    factor.officer_id, factor.added_at, factor.name = officer.id, now, factor.name.strip()[:40] or "名前なし"
    session.add(factor)
    session.flush()
    return factor


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """Which half minute the code belongs to; one before and one after are let through, for slow hands and clocks."""
    here = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    return next(
        (step for step in (here, here - 1, here + 1) if secrets.compare_digest(totp.at(step * STEP_SECONDS), code)),
        None,
    )


def _take_step(session: Session, factor_id: int, step: int, now: datetime) -> bool:
    is_new = or_(Factor.last_step.is_(None), Factor.last_step < step)
    taken = session.execute(update(Factor).where(Factor.id == factor_id, is_new).values(last_step=step, used_at=now))
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def _print_of(key: DeskKey, officer_id: int, code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in _LETTERS)
    return key.fingerprint(f"recovery {officer_id} {plain}")
