"""An e-mail that wants to become a draft: whose it is by our own mail server's word, and what it says."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses

from town.notice_rules import MailDoor

LARGEST = 1024 * 1024  # bytes, attachments and all
_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_VERDICT = re.compile(r"^\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.IGNORECASE)
# Of which address or domain each method speaks.
_SPEAKS_OF = {
    "dmarc": re.compile(r"header\.from\s*=\s*\"?(?:[^\s@;\"]*@)?([^\s;\"]+)", re.IGNORECASE),
    "dkim": re.compile(r"header\.(?:d|i)\s*=\s*\"?(?:[^\s@;\"]*@)?([^\s;\"]+)", re.IGNORECASE),
    "spf": re.compile(r"smtp\.mailfrom\s*=\s*\"?(?:[^\s@;\"]*@)?([^\s;\"]+)", re.IGNORECASE),
}
_SIGNATURE = re.compile(r"\n-- ?\n.*", re.DOTALL)


class MailError(Exception):
    """Not taken. Carries one sentence, never a piece of the mail."""


@dataclass(frozen=True)
class Mail:
    sender: str
    identifier: str
    subject: str
    text: str

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()


def read(body: bytes, door: MailDoor) -> Mail:
    """Raises MailError. Attachments are not looked at."""
    if len(body) > LARGEST:
        raise MailError("メールが大きすぎます(1メガバイトまで)。")
    try:
        message = message_from_bytes(body, policy=policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
        sender = _sender(message)
        if sender not in door.senders:
            raise MailError("登録していない差出人です。")
        if not _is_vouched_for(message, sender.rpartition("@")[2], door.server):
            raise MailError("町のメールサーバーが、差出人を確かめていません(Authentication-Results)。")
        subject, text = " ".join(str(message["Subject"] or "").split()), _text(message)
        named = str(message["Message-ID"] or "").strip()
    except (MessageError, LookupError, ValueError, AttributeError):  # what the library says of broken mails
        raise MailError("メールとして読めません。") from None
    if not subject or not text:
        raise MailError("件名か本文がありません。")
    return Mail(sender, named[:200] or hashlib.sha256(body).hexdigest(), subject, text)


def _sender(message: EmailMessage) -> str:
    """The one address of the one From line; anything cleverer is nobody."""
    lines = message.get_all("From") or []
    found = getaddresses([str(line) for line in lines])
    return found[0][1].casefold() if len(lines) == len(found) == 1 else ""


def _is_vouched_for(message: EmailMessage, domain: str, server: str) -> bool:
    """Our server writes its verdict above everything that came in; whatever stands below may be the sender's own."""
    newest = next(iter(message.get_all("Authentication-Results") or []), None)
    if newest is None:
        return False
    authority, *verdicts = _bare(str(newest)).split(";")
    if authority.split()[:1] != [server]:
        return False
    told = [_verdict(one) for one in verdicts]
    has_failed = any(method in ("dmarc", "dkim") and result == "fail" for method, result, _ in told)
    return not has_failed and any(result == "pass" and _is_kin(about, domain) for _, result, about in told)


def _bare(written: str) -> str:
    """Without comments, however deep, and with nothing in quotes that could pass for a verdict: both may hold what the
    sender wished.
    """
    bare = _QUOTED.sub(lambda quoted: re.sub(r"[^\w@.+-]", "", quoted[0]), written)
    while (fewer := _COMMENT.sub(" ", bare)) != bare:
        bare = fewer
    return bare


def _verdict(written: str) -> tuple[str, str, str]:
    """Method, result and the domain it speaks of."""
    found = _VERDICT.match(written)
    if found is None:
        return "", "", ""
    method = found[1].casefold()
    about = _SPEAKS_OF[method].search(written)
    return method, found[2].casefold(), about[1].casefold().rstrip(".") if about else ""


def _is_kin(about: str, domain: str) -> bool:
    """The same domain, or one below the other."""
    return bool(about) and (about == domain or about.endswith(f".{domain}") or domain.endswith(f".{about}"))


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        raise MailError("文字だけの本文(text/plain)がありません。")
    text = str(part.get_content()).replace("\r\n", "\n").replace("\t", " ")
    return _SIGNATURE.sub("", f"{text}").strip()
