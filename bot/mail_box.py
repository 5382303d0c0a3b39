"""The town's mailbox for notices: one IMAP conversation, in which a mail counts as read only when we say so."""

import contextlib
import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, Self
from urllib.parse import parse_qs, unquote, urlsplit

from alerts.mail_paper import LARGEST
from bot.mail_server import LOOPBACK, Tls

PORTS = {Tls.TLS: 993, Tls.STARTTLS: 143, Tls.NONE: 143}
STEP_SECONDS = 20.0  # for one answer of the server
WHOLE_SECONDS = 50.0  # for one look; the next one is a minute later
_FOLDER = re.compile(r"[A-Za-z0-9._/ -]{1,100}")


class MailBoxError(Exception):
    """The box could not be read. Carries what kind of error it was, and nothing the server said."""


class OpenBox(Protocol):
    def unread(self) -> list[str]: ...
    def letter(self, uid: str) -> bytes: ...
    def mark_read(self, uid: str) -> None: ...


class _Line:
    """Within one conversation. Every answer but OK is an error."""

    def __init__(self, line: imaplib.IMAP4) -> None:
        self._line = line

    def unread(self) -> list[str]:
        """Oldest first."""
        [found] = self._ok(self._line.uid("SEARCH", "UNSEEN"))[:1]
        return [one.decode("ascii") for one in (found or b"").split()]

    def letter(self, uid: str) -> bytes:
        """Not more of it than tells that it is too large. Looked at, and still unread."""
        answer = self._ok(self._line.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)"))
        return next((bytes(one[1]) for one in answer if isinstance(one, tuple)), b"")

    def mark_read(self, uid: str) -> None:
        self._ok(self._line.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))

    @staticmethod
    def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
        if answer[0] != "OK":
            raise MailBoxError("refused")
        return answer[1]


@dataclass(frozen=True)
class MailBox:
    """Where notices arrive. `repr` shows no password."""

    host: str
    port: int
    tls: Tls
    user: str
    _password: str
    folder: str = "INBOX"
    ca_file: str | None = None
    step_seconds: float = STEP_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    def __repr__(self) -> str:
        return f"MailBox({self.host}:{self.port}, tls={self.tls})"

    @classmethod
    def parse(cls, url: str) -> Self:
        """«imaps://user:password@host/INBOX». Raises ValueError with a sentence that holds no secret."""
        try:
            parts, port = urlsplit(url), urlsplit(url).port
            asked = parse_qs(parts.query)
            tls = Tls(asked.get("tls", ["starttls" if parts.scheme == "imap" else "tls"])[0])
        except ValueError:
            raise ValueError(
                "IMAP_URL の形が正しくありません。ポートは数字、tls は starttls・tls・none です。"
            ) from None
        folder = unquote(parts.path.strip("/")) or "INBOX"
        if parts.scheme not in ("imap", "imaps") or not (parts.hostname and parts.username and parts.password):
            raise ValueError("IMAP_URL は imaps://名前:パスワード@サーバー/INBOX の形で書いてください。")
        if not _FOLDER.fullmatch(folder):
            raise ValueError("IMAP_URL のフォルダー名は、英数字で書いてください。")
        if tls is Tls.NONE and parts.hostname not in LOOPBACK:
            raise ValueError("IMAP_URL: 暗号化しない接続 (tls=none) ではパスワードを送れません。")
        user, password = unquote(parts.username), unquote(parts.password)
        return cls(parts.hostname, port or PORTS[tls], tls, user, password, folder, asked.get("ca", [None])[0])

    @contextlib.contextmanager
    def opened(self) -> Iterator[OpenBox]:
        """Raises MailBoxError for whatever a server or a network may do, here or on the way."""
        try:
            with self._connected() as line:
                yield _Line(line)
        except (
            imaplib.IMAP4.error,
            OSError,
            ValueError,
            UnicodeError,
        ) as error:  # ValueError: cut under imaplib's hands
            raise MailBoxError(type(error).__name__) from None

    @contextlib.contextmanager
    def _connected(self) -> Iterator[imaplib.IMAP4]:
        """Cut after `whole_seconds`: a server that sends a byte now and then must not hold a thread."""
        line = self._dialled()
        guard = threading.Timer(self.whole_seconds, _cut, [line])
        guard.daemon = True
        guard.start()
        try:
            if self.tls is Tls.STARTTLS:
                line.starttls(self._trust())  # raises when the server does not offer it: never in the clear
            line.login(self.user, self._password)
            _Line._ok(line.select(f'"{self.folder}"'))
            yield line
        finally:
            guard.cancel()
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                line.logout()
            with contextlib.suppress(OSError):
                line.shutdown()  # a farewell that failed leaves the line open

    def _dialled(self) -> imaplib.IMAP4:
        if self.tls is Tls.TLS:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=self._trust(), timeout=self.step_seconds)
        return imaplib.IMAP4(self.host, self.port, timeout=self.step_seconds)

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file)


def _cut(line: imaplib.IMAP4) -> None:
    with contextlib.suppress(OSError):
        line.sock.shutdown(socket.SHUT_RDWR)
