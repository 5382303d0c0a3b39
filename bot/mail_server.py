"""The town's post office: one SMTP conversation, encrypted unless it stays on this machine, with an end to its patience."""

import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
STEP_SECONDS = 20.0  # for one answer of the server
WHOLE_SECONDS = 90.0  # for one letter; shorter than the row's lease


class Tls(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"  # encrypted from the first byte
    NONE = "none"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    NOT_SENT = "not_sent"  # the server certainly has not taken it; later it may
    UNKNOWN = "unknown"  # the words were on their way when the line broke
    REFUSED = "refused"  # the server says never (5xx) to this address or this letter


@dataclass(frozen=True)
class Posted:
    outcome: Outcome
    code: int | None = None


@dataclass(frozen=True)
class Envelope:
    """One letter, ready to be written out; with the same values it is the same to the byte on every attempt."""

    to: str
    subject: str
    body: str
    message_id: str
    written_at: datetime

    def message(self, mail_from: str) -> EmailMessage:
        """Raises ValueError for a header that would be two."""
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(addr_spec=mail_from)
        message["To"] = Address(addr_spec=self.to)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.written_at)
        message["Message-ID"] = f"<{self.message_id}@{mail_from.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday reply comes back
        message.set_content(self.body, cte="base64")
        return message


class PostOffice(Protocol):
    def post(self, letter: Envelope) -> Posted: ...


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. `repr` shows no password."""

    host: str
    port: int
    tls: Tls
    mail_from: str
    user: str | None = None
    _password: str | None = None
    ca_file: str | None = None
    step_seconds: float = STEP_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, tls={self.tls})"

    @classmethod
    def parse(cls, url: str, mail_from: str) -> "MailServer":
        """«smtp://user:password@host:587?tls=starttls». Raises ValueError with a sentence that holds no secret."""
        try:
            parts, port = urlsplit(url), urlsplit(url).port
            tls = Tls(parse_qs(parts.query).get("tls", ["tls" if parts.scheme == "smtps" else "starttls"])[0])
        except ValueError:
            raise ValueError(
                "SMTP_URL の形が正しくありません。ポートは数字、tls は starttls・tls・none です。"
            ) from None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("SMTP_URL は smtp://名前:パスワード@サーバー:587?tls=starttls の形で書いてください。")
        if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", mail_from):
            raise ValueError("MAIL_FROM はメールアドレスだけを書いてください。")
        if tls is Tls.NONE and parts.username and parts.hostname not in LOOPBACK:
            raise ValueError("SMTP_URL: 暗号化しない接続 (tls=none) ではパスワードを送れません。")
        ca_file = parse_qs(parts.query).get("ca", [None])[0]
        user, password = (unquote(one) if one else None for one in (parts.username, parts.password))
        return cls(parts.hostname, port or PORTS[tls], tls, mail_from, user, password, ca_file)

    def post(self, letter: Envelope) -> Posted:
        """Hand in one letter. Never raises for what a server or a network may do."""
        message, is_handed_over = letter.message(self.mail_from), threading.Event()
        try:
            with self._line() as line:
                self._greet(line)
                return self._hand_in(line, letter.to, message.as_bytes(), is_handed_over)
        except smtplib.SMTPResponseException as refused:
            return Posted(Outcome.NOT_SENT, refused.smtp_code)
        except (smtplib.SMTPException, OSError, ValueError):  # ValueError: the line was cut under smtplib's hands
            return Posted(Outcome.UNKNOWN if is_handed_over.is_set() else Outcome.NOT_SENT)

    @contextlib.contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        """An open line, cut after `whole_seconds`: a server that sends a byte now and then must not hold a thread."""
        line = self._telephone()
        guard = threading.Timer(self.whole_seconds, _cut, [line])
        guard.daemon = True
        guard.start()
        try:
            code, _ = line.connect(self.host, self.port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, "")
            yield line
        finally:
            guard.cancel()
            line.close()

    def _telephone(self) -> smtplib.SMTP:
        line = smtplib.SMTP(timeout=self.step_seconds)
        if self.tls is Tls.TLS:
            line = smtplib.SMTP_SSL(timeout=self.step_seconds, context=self.trust())
        line._host = self.host  # type: ignore[attr-defined] # whom the certificate must name; else known only on dialling
        return line

    def _greet(self, line: smtplib.SMTP) -> None:
        line.ehlo_or_helo_if_needed()
        if self.tls is Tls.STARTTLS:
            line.starttls(context=self.trust())  # raises when the server does not offer it: never in the clear
            line.ehlo()
        if self.user:
            line.login(self.user, self._password or "")

    def _hand_in(self, line: smtplib.SMTP, to: str, written: bytes, is_handed_over: threading.Event) -> Posted:
        code, _ = line.mail(self.mail_from)
        if code != 250:
            return Posted(
                Outcome.NOT_SENT, code
            )  # our own name is not liked: a setting to mend, not this letter's fault
        code, _ = line.rcpt(to)
        if code not in (250, 251):
            return Posted(Outcome.REFUSED if code >= 500 else Outcome.NOT_SENT, code)
        is_handed_over.set()
        try:
            code, _ = line.data(written)
        except smtplib.SMTPDataError as refused:
            code = refused.smtp_code
        if code == 250:
            return Posted(Outcome.ACCEPTED, code)
        return Posted(Outcome.REFUSED if code >= 500 else Outcome.NOT_SENT, code)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file)


def _cut(line: smtplib.SMTP) -> None:
    if line.sock is not None:
        with contextlib.suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)
