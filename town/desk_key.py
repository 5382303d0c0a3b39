"""The desk's one secret key, and the three things made with it."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken


class DeskKey:
    """Derives a key of its own for each purpose, so that none of them can be taken for another."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._fernet = Fernet(base64.urlsafe_b64encode(self._derived("seal")))

    @property
    def for_cookies(self) -> bytes:
        return self._derived("cookies")

    def fingerprint(self, text: str) -> str:
        """What stands in a table in place of something short that nobody may guess back."""
        return hmac.new(self._derived("fingerprint"), text.encode(), hashlib.sha256).hexdigest()

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str | None:
        """None when it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self._secret, f"madoguchi desk {purpose}".encode(), hashlib.sha256).digest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """A token is long and random: a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()
