"""From the bytes of a telegram to a typed value, without trusting them: no entities, no network, no endless sizes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from alerts import jma_ground, jma_weather
from alerts.jma_kinds import TelegramKind, catalogue
from alerts.jma_telegram import AreaKind, Head, InfoType, Reading, Status, Telegram
from alerts.jma_tree import moment, text

LARGEST = 8 * 1024 * 1024  # the largest telegram we read has 1 MB, the largest of all 5.5 MB
REPORT = "{http://xml.kishou.go.jp/jmaxml1/}Report"


class TelegramError(Exception):
    """The bytes are not a telegram we can believe. Carries one sentence, never a piece of the bytes."""


READERS: Mapping[str, Callable[[Element, TelegramKind], tuple[list[AreaKind], list[AreaKind]]]] = {
    "warnings": jma_weather.warnings,
    "headline": jma_weather.headline,
    "bulletin": jma_weather.bulletin,
    "river": jma_weather.river,
    "quake": jma_ground.quake_areas,
    "tsunami": jma_ground.tsunami,
    "volcano": jma_ground.volcano,
    "trough": jma_ground.trough,
}


def read(body: bytes, *, reads_old: bool = False) -> Telegram:
    """Raises TelegramError with one sentence. A title we do not know is no error."""
    report = tree(body, REPORT)
    head = _head(report)
    kind = catalogue().telegram(head.title)
    if kind is None:
        return Telegram(head, None, None, Reading.UNKNOWN)
    if kind.is_old and not reads_old:
        return Telegram(head, kind, kind.type, Reading.IGNORED)
    try:
        areas, wider = READERS[kind.reads](report, kind)
        quake = jma_ground.quake(report)
    except ValueError:
        raise TelegramError("電文の本文に、読めない値があります。") from None
    return Telegram(
        head, kind, jma_ground.trough_type(report, kind), Reading.READ, tuple(areas), tuple(wider), quake,
        text(report, "Body/Text"),
    )  # fmt: skip


def tree(body: bytes, root_name: str) -> Element:
    """The document with its names freed of their namespaces. Raises TelegramError."""
    if len(body) > LARGEST:
        raise TelegramError("電文が大きすぎます。")
    try:
        words = body.decode("utf-8-sig")  # the agency writes UTF-8 and nothing else
        root: Element = fromstring(words, forbid_dtd=True)
    except UnicodeDecodeError:
        raise TelegramError("電文の文字コードがUTF-8ではありません。") from None
    except DefusedXmlException:
        raise TelegramError("電文に、許していない宣言(DTD・実体)があります。") from None
    except (ParseError, ValueError):
        raise TelegramError("電文がXMLとして読めません。") from None
    if root.tag != root_name:
        raise TelegramError("気象庁の電文ではありません。")
    for one in root.iter():
        one.tag = one.tag.rsplit("}", 1)[-1]
    return root


def _head(report: Element) -> Head:
    try:
        return Head(
            title=_needed(report, "Control/Title"), sent_at=_moment(report, "Control/DateTime"),
            status=Status(_needed(report, "Control/Status")),
            editorial_office=text(report, "Control/EditorialOffice") or "",
            publishing_office=text(report, "Control/PublishingOffice") or "",
            subject=text(report, "Head/Title") or "", reported_at=_moment(report, "Head/ReportDateTime"),
            target_at=moment(report, "Head/TargetDateTime"), valid_until=moment(report, "Head/ValidDateTime"),
            event_id=text(report, "Head/EventID") or "", info_type=InfoType(_needed(report, "Head/InfoType")),
            serial=text(report, "Head/Serial") or "", headline=text(report, "Head/Headline/Text") or "",
        )  # fmt: skip
    except ValueError:
        raise TelegramError("電文の標題・日時・種別のどれかが、読めません。") from None


def _needed(report: Element, path: str) -> str:
    found = text(report, path)
    if not found:
        raise ValueError(path)
    return found


def _moment(report: Element, path: str) -> datetime:
    found = moment(report, path)
    if found is None:
        raise ValueError(path)
    return found
