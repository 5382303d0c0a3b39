"""LINE's documented limits as one table: how long, how many, between which numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import regex

from simulator.complaints import Complaint, Json, Path


class Unit(StrEnum):
    """What is counted: LINE counts some texts as a person sees them, the others as UTF-16 does."""

    UTF16 = "UTF-16 code units"
    GRAPHEMES = "grapheme clusters"
    ITEMS = "items"
    NUMBER = "the number itself"


@dataclass(frozen=True)
class Limit:
    """One property of one schema may be from `least` to `most`."""

    schema: str
    name: str
    unit: Unit
    least: float
    most: float


UTF16, GRAPHEMES, ITEMS, NUMBER = Unit.UTF16, Unit.GRAPHEMES, Unit.ITEMS, Unit.NUMBER

LIMITS: tuple[Limit, ...] = (
    *(
        Limit(request, "messages", ITEMS, 1, 5)
        for request in (
            "ReplyMessageRequest", "PushMessageRequest", "MulticastRequest", "NarrowcastRequest", "BroadcastRequest",
            "ValidateMessageRequest",
        )
    ),
    Limit("MulticastRequest", "to", ITEMS, 1, 500),
    Limit("MulticastRequest", "customAggregationUnits", ITEMS, 0, 1),
    Limit("PushMessageRequest", "customAggregationUnits", ITEMS, 0, 1),
    Limit("TextMessage", "text", UTF16, 1, 5000),
    Limit("TextMessage", "emojis", ITEMS, 0, 20),
    Limit("TextMessageV2", "text", UTF16, 1, 5000),
    Limit("TextMessageV2", "substitution", ITEMS, 0, 100),
    Limit("QuickReply", "items", ITEMS, 1, 13),
    Limit("QuickReplyItem", "imageUrl", UTF16, 1, 2000),
    Limit("Sender", "name", UTF16, 1, 20),
    Limit("Sender", "iconUrl", UTF16, 1, 2000),
    Limit("ImageMessage", "originalContentUrl", UTF16, 1, 2000),
    Limit("ImageMessage", "previewImageUrl", UTF16, 1, 2000),
    Limit("VideoMessage", "originalContentUrl", UTF16, 1, 2000),
    Limit("VideoMessage", "previewImageUrl", UTF16, 1, 2000),
    Limit("VideoMessage", "trackingId", UTF16, 1, 100),
    Limit("AudioMessage", "originalContentUrl", UTF16, 1, 2000),
    Limit("AudioMessage", "duration", NUMBER, 1, float("inf")),
    Limit("LocationMessage", "title", UTF16, 1, 100),
    Limit("LocationMessage", "address", UTF16, 1, 100),
    Limit("LocationMessage", "latitude", NUMBER, -90, 90),
    Limit("LocationMessage", "longitude", NUMBER, -180, 180),
    Limit("CouponMessage", "deliveryTag", UTF16, 1, 30),
    Limit("FlexMessage", "altText", UTF16, 1, 1500),
    Limit("FlexCarousel", "contents", ITEMS, 1, 12),
    Limit("FlexText", "flex", NUMBER, 0, float("inf")),
    Limit("FlexText", "maxLines", NUMBER, 0, float("inf")),
    Limit("FlexImage", "url", UTF16, 1, 2000),
    Limit("FlexIcon", "url", UTF16, 1, 2000),
    Limit("FlexVideo", "url", UTF16, 1, 2000),
    Limit("FlexVideo", "previewUrl", UTF16, 1, 2000),
    Limit("TemplateMessage", "altText", UTF16, 1, 1500),
    Limit("ButtonsTemplate", "thumbnailImageUrl", UTF16, 1, 2000),
    Limit("ButtonsTemplate", "title", GRAPHEMES, 1, 40),
    Limit("ButtonsTemplate", "text", GRAPHEMES, 1, 160),
    Limit("ButtonsTemplate", "actions", ITEMS, 1, 4),
    Limit("ConfirmTemplate", "text", GRAPHEMES, 1, 240),
    Limit("ConfirmTemplate", "actions", ITEMS, 2, 2),
    Limit("CarouselTemplate", "columns", ITEMS, 1, 10),
    Limit("CarouselColumn", "thumbnailImageUrl", UTF16, 1, 2000),
    Limit("CarouselColumn", "title", GRAPHEMES, 1, 40),
    Limit("CarouselColumn", "text", GRAPHEMES, 1, 120),
    Limit("CarouselColumn", "actions", ITEMS, 1, 3),
    Limit("ImageCarouselTemplate", "columns", ITEMS, 1, 10),
    Limit("ImageCarouselColumn", "imageUrl", UTF16, 1, 2000),
    Limit("ImagemapMessage", "baseUrl", UTF16, 1, 2000),
    Limit("ImagemapMessage", "altText", UTF16, 1, 1500),
    Limit("ImagemapMessage", "actions", ITEMS, 0, 50),
    Limit("ImagemapBaseSize", "width", NUMBER, 1040, 1040),
    Limit("ImagemapBaseSize", "height", NUMBER, 1, float("inf")),
    Limit("ImagemapVideo", "originalContentUrl", UTF16, 1, 2000),
    Limit("ImagemapVideo", "previewImageUrl", UTF16, 1, 2000),
    Limit("ImagemapExternalLink", "linkUri", UTF16, 1, 1000),
    Limit("ImagemapExternalLink", "label", UTF16, 1, 30),
    Limit("MessageImagemapAction", "text", UTF16, 1, 400),
    Limit("MessageImagemapAction", "label", UTF16, 0, 100),
    Limit("URIImagemapAction", "linkUri", UTF16, 1, 1000),
    Limit("URIImagemapAction", "label", UTF16, 0, 100),
    Limit("ClipboardImagemapAction", "clipboardText", UTF16, 1, 1000),
    Limit("ClipboardImagemapAction", "label", UTF16, 0, 100),
    Limit("ClipboardAction", "clipboardText", UTF16, 1, 1000),
    Limit("DatetimePickerAction", "data", UTF16, 1, 300),
    Limit("MessageAction", "text", GRAPHEMES, 1, 300),
    Limit("PostbackAction", "data", UTF16, 1, 300),
    Limit("PostbackAction", "displayText", GRAPHEMES, 1, 300),
    Limit("PostbackAction", "text", GRAPHEMES, 1, 300),
    Limit("PostbackAction", "fillInText", GRAPHEMES, 1, 300),
    Limit("RichMenuSwitchAction", "data", UTF16, 1, 300),
    # Raised from 1,000 on 27 October 2026, together with the desktop address.
    Limit("URIAction", "uri", UTF16, 1, 10_000),
    Limit("AltUri", "desktop", UTF16, 1, 10_000),
    Limit("OperatorRecipient", "and", ITEMS, 1, 10),
    Limit("OperatorRecipient", "or", ITEMS, 1, 10),
    Limit("Limit", "max", NUMBER, 1, float("inf")),
    Limit("RichMenuRequest", "name", GRAPHEMES, 1, 300),
    Limit("RichMenuRequest", "chatBarText", GRAPHEMES, 1, 14),
    Limit("RichMenuRequest", "areas", ITEMS, 0, 20),
    Limit("RichMenuSize", "width", NUMBER, 800, 2500),
    Limit("RichMenuSize", "height", NUMBER, 250, float("inf")),
    Limit("RichMenuBounds", "x", NUMBER, 0, 2**31 - 1),
    Limit("RichMenuBounds", "y", NUMBER, 0, 2**31 - 1),
    Limit("RichMenuBounds", "width", NUMBER, 1, 2**31 - 1),
    Limit("RichMenuBounds", "height", NUMBER, 1, 2**31 - 1),
    Limit("RichMenuBulkLinkRequest", "userIds", ITEMS, 1, 500),
    Limit("RichMenuBulkUnlinkRequest", "userIds", ITEMS, 1, 500),
    Limit("RichMenuBatchRequest", "operations", ITEMS, 1, 1000),
    Limit("ShowLoadingAnimationRequest", "loadingSeconds", NUMBER, 5, 60),
    Limit("SetWebhookEndpointRequest", "endpoint", UTF16, 1, 500),
    Limit("TestWebhookEndpointRequest", "endpoint", UTF16, 1, 500),
)  # fmt: skip


def utf16_units(text: str) -> int:
    """Length as LINE counts by default: a character beyond the basic plane is two."""
    return len(text) + sum(char > "\uffff" for char in text) if not text.isascii() else len(text)


def graphemes(text: str) -> int:
    """Length as a person sees it: a family emoji or a kanji with its variation selector is one."""
    return len(text) if text.isascii() and "\r" not in text else len(regex.findall(r"\X", text))


def measure(value: Any, unit: Unit) -> float:
    """How much of a unit a value has."""
    match unit:
        case Unit.UTF16:
            return utf16_units(value)
        case Unit.GRAPHEMES:
            return graphemes(value)
        case Unit.ITEMS:
            return len(value)
        case Unit.NUMBER:
            return float(value)


def refusal_of(limit: Limit) -> str:
    """LINE's sentence for a limit that was passed."""
    if limit.unit is Unit.ITEMS:
        return f"Size must be between {limit.least} and {limit.most}"
    if limit.unit is Unit.NUMBER and limit.most == float("inf"):
        return f"Must be {limit.least} or more"
    if limit.unit is Unit.NUMBER:
        return f"Must be between {limit.least} and {limit.most}"
    # LINE says 0 even where an empty text is refused; an empty one is told apart below.
    return f"Length must be between 0 and {limit.most}"


@cache
def limits_of(schema: str) -> tuple[Limit, ...]:
    """The rows of the table that belong to one schema."""
    return tuple(limit for limit in LIMITS if limit.schema == schema)


def check_limits(schema: str, body: Json, path: Path) -> Iterator[Complaint]:
    """Every limit of one schema against one object."""
    for limit in limits_of(schema):
        value = body.get(limit.name)
        if value is None:
            continue
        amount = measure(value, limit.unit)
        if amount == 0 and limit.least > 0 and limit.unit in (Unit.UTF16, Unit.GRAPHEMES):
            yield Complaint((*path, limit.name), "May not be empty")
        elif not limit.least <= amount <= limit.most:
            yield Complaint((*path, limit.name), refusal_of(limit))
