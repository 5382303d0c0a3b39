"""CAP 1.2 (OASIS Common Alerting Protocol): from bytes nobody trusts to a typed message, or one sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

LARGEST = 256 * 1024  # bytes; pictures do not belong into a text for telephones
NAMESPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")  # CAP 1.2, 3.3.2: never without a zone, never «Z»
_NAME = re.compile(r"[^\s,<&]{1,200}")  # CAP 1.2, 3.2.1: of sender and identifier

Word = TypeVar("Word", bound=StrEnum)


class CapError(Exception):
    """The bytes are no CAP message we can take. Carries one sentence, never a piece of the bytes."""


class Status(StrEnum):
    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class MsgType(StrEnum):
    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class Scope(StrEnum):
    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


class Urgency(StrEnum):
    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Severity(StrEnum):
    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


@dataclass(frozen=True)
class Area:
    name: str
    codes: tuple[tuple[str, str], ...]  # (valueName, value)


@dataclass(frozen=True)
class Telling:
    """The message in one language. `language` as written: «ja-JP»; CAP says en-US where nothing is."""

    language: str
    event: str
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    expires: datetime | None
    headline: str
    description: str
    instruction: str
    web: str
    contact: str
    areas: tuple[Area, ...]

    @property
    def is_grave(self) -> bool:
        """Whether somebody must look at once, also at night. It says nothing about a level: no machine raises one."""
        is_soon = self.urgency in (Urgency.IMMEDIATE, Urgency.EXPECTED)
        return is_soon and self.severity in (Severity.EXTREME, Severity.SEVERE)


@dataclass(frozen=True)
class CapMessage:
    identifier: str
    sender: str
    sent: datetime
    status: Status
    msg_type: MsgType
    scope: Scope
    references: tuple[tuple[str, str], ...]  # (sender, identifier) of earlier messages
    infos: tuple[Telling, ...]


def read(body: bytes) -> CapMessage:
    """Raises CapError with one sentence. A signature of XML is not looked at: the door knows who knocks."""
    alert = _tree(body)
    return CapMessage(
        identifier=_name(alert, "identifier"), sender=_name(alert, "sender"), sent=_needed_moment(alert, "sent"),
        status=_word(alert, "status", Status), msg_type=_word(alert, "msgType", MsgType),
        scope=_word(alert, "scope", Scope), references=tuple(_references(alert)),
        infos=tuple(_telling(one) for one in alert.findall(f"{NAMESPACE}info")),
    )  # fmt: skip


def _tree(body: bytes) -> Element:
    if len(body) > LARGEST:
        raise CapError("電文が大きすぎます。")
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise CapError("電文に、許していない宣言(DTD・実体)があります。") from None
    except (ParseError, ValueError, LookupError):
        raise CapError("電文がXMLとして読めません。") from None
    if root.tag != f"{NAMESPACE}alert":
        raise CapError("CAP 1.2 の alert ではありません。")
    return root


def _telling(info: Element) -> Telling:
    if info.find(f"{NAMESPACE}category") is None:
        raise CapError("info に category がありません。")
    return Telling(
        language=_text(info, "language") or "en-US", event=_needed(info, "event"),
        urgency=_word(info, "urgency", Urgency), severity=_word(info, "severity", Severity),
        certainty=_word(info, "certainty", Certainty), expires=_moment(info, "expires"),
        headline=_text(info, "headline"), description=_text(info, "description"),
        instruction=_text(info, "instruction"), web=_text(info, "web"), contact=_text(info, "contact"),
        areas=tuple(_area(one) for one in info.findall(f"{NAMESPACE}area")),
    )  # fmt: skip


def _area(area: Element) -> Area:
    codes = area.findall(f"{NAMESPACE}geocode")
    return Area(_needed(area, "areaDesc"), tuple((_text(one, "valueName"), _text(one, "value")) for one in codes))


def _references(alert: Element) -> Iterator[tuple[str, str]]:
    """«sender,identifier,sent», separated by spaces."""
    for written in _text(alert, "references").split():
        parts = written.split(",")
        if len(parts) != 3:
            raise CapError("references の書き方が違います(sender,identifier,sent)。")
        yield parts[0], parts[1]


def _text(at: Element, name: str) -> str:
    return (at.findtext(f"{NAMESPACE}{name}") or "").strip()


def _needed(at: Element, name: str) -> str:
    if found := _text(at, name):
        return found
    raise CapError(f"{name} がありません。")


def _name(at: Element, name: str) -> str:
    found = _needed(at, name)
    if not _NAME.fullmatch(found):
        raise CapError(f"{name} に、使えない文字があるか、長すぎます。")
    return found


def _word(at: Element, name: str, words: type[Word]) -> Word:
    found = _needed(at, name)
    if found not in list(words):
        raise CapError(f"{name} は {'・'.join(words)} のどれかです。")
    return words(found)


def _moment(at: Element, name: str) -> datetime | None:
    written = _text(at, name)
    if not written:
        return None
    try:
        if _MOMENT.fullmatch(written):
            return datetime.fromisoformat(written)
    except ValueError:
        pass
    raise CapError(f"{name} は 2026-11-20T12:00:00+09:00 のように書いてください。")


def _needed_moment(at: Element, name: str) -> datetime:
    if found := _moment(at, name):
        return found
    raise CapError(f"{name} がありません。")
