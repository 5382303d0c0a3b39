"""Passwords: how strong they must be, how they are kept, and how long a wrong one takes."""

from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from town.officers import NotAllowedError, Officer

SHORTEST, LONGEST = 12, 128
STRONG_ENOUGH = 3  # of zxcvbn's 0–4: «safely unguessable»; lists of common passwords are in its dictionaries
# OWASP's smaller recipe for Argon2id: the web process has many threads and must stay small.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


def set_password(officer: Officer, password: str, town_names: Iterable[str] = ()) -> None:
    """Raises NotAllowedError with the rule that is broken."""
    refuse_weak(password, (officer.email, officer.email.split("@")[0], officer.name, *town_names))
    officer.password_hash = _hasher.hash(password)


def refuse_weak(password: str, known_words: Iterable[str] = ()) -> None:
    if len(password) < SHORTEST:
        raise NotAllowedError(f"パスワードは{SHORTEST}文字以上にしてください。")
    if len(password) > LONGEST:
        raise NotAllowedError(f"パスワードは{LONGEST}文字までにしてください。")
    words = [word.casefold() for word in known_words if len(word) > 1]
    if any(word in password.casefold() for word in words if len(word) > 3):
        raise NotAllowedError("名前やメールアドレス、市の名前が入ったパスワードは使えません。")
    if zxcvbn(password[:72], user_inputs=words)["score"] < STRONG_ENOUGH:
        raise NotAllowedError("よく使われる言葉や並びに近いパスワードです。関係のない言葉をいくつかつないでください。")


def is_right(officer: Officer | None, password: str) -> bool:
    """Takes the same time whether or not there is such an officer."""
    stored = officer.password_hash if officer else None
    try:
        _hasher.verify(stored or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
