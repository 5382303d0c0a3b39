"""Every limit of the table is tried just inside and just outside."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.complaints import Json
from simulator.contract import complaints_about
from simulator.formats import FORMATS
from simulator.limits import LIMITS, Limit, Unit, graphemes, refusal_of, utf16_units

HERE = Path(__file__).parent
BODIES: dict[str, Any] = {}
for file in HERE.glob("*.yml"):
    BODIES |= yaml.safe_load(file.read_text(encoding="utf-8"))

FAMILY = "👨‍👩‍👧"
APPLE = "🍎"
WITH_FORMAT = {(each.schema, each.name) for each in FORMATS}
ADDRESS = "https://mihon.example/"
NOT_ADDRESSES = {"deliveryTag", "trackingId"}
_LISTS = {"OperatorRecipient": [{"type": "audience", "audienceGroupId": 1}]}

# What LINE's reference says, typed in again by hand: (schema, property) -> most.
DOCUMENTED = {
    ("TextMessage", "text"): 5000,
    ("TextMessageV2", "text"): 5000,
    ("TextMessageV2", "substitution"): 100,
    ("TextMessage", "emojis"): 20,
    ("PushMessageRequest", "messages"): 5,
    ("ReplyMessageRequest", "messages"): 5,
    ("MulticastRequest", "to"): 500,
    ("QuickReply", "items"): 13,
    ("QuickReplyItem", "imageUrl"): 2000,
    ("Sender", "name"): 20,
    ("Sender", "iconUrl"): 2000,
    ("LocationMessage", "title"): 100,
    ("LocationMessage", "address"): 100,
    ("VideoMessage", "trackingId"): 100,
    ("FlexMessage", "altText"): 1500,
    ("TemplateMessage", "altText"): 1500,
    ("ImagemapMessage", "altText"): 1500,
    ("FlexCarousel", "contents"): 12,
    ("ButtonsTemplate", "title"): 40,
    ("ButtonsTemplate", "text"): 160,
    ("ButtonsTemplate", "actions"): 4,
    ("ConfirmTemplate", "text"): 240,
    ("ConfirmTemplate", "actions"): 2,
    ("CarouselTemplate", "columns"): 10,
    ("CarouselColumn", "title"): 40,
    ("CarouselColumn", "text"): 120,
    ("CarouselColumn", "actions"): 3,
    ("ImageCarouselTemplate", "columns"): 10,
    ("ImagemapMessage", "actions"): 50,
    ("ImagemapMessage", "baseUrl"): 2000,
    ("ImagemapBaseSize", "width"): 1040,
    ("MessageImagemapAction", "text"): 400,
    ("MessageImagemapAction", "label"): 100,
    ("URIImagemapAction", "linkUri"): 1000,
    ("ImagemapExternalLink", "label"): 30,
    ("CouponMessage", "deliveryTag"): 30,
    ("PostbackAction", "data"): 300,
    ("PostbackAction", "displayText"): 300,
    ("PostbackAction", "fillInText"): 300,
    ("MessageAction", "text"): 300,
    ("URIAction", "uri"): 10_000,
    ("AltUri", "desktop"): 10_000,
    ("DatetimePickerAction", "data"): 300,
    ("ClipboardAction", "clipboardText"): 1000,
    ("RichMenuSwitchAction", "data"): 300,
    ("RichMenuRequest", "name"): 300,
    ("RichMenuRequest", "chatBarText"): 14,
    ("RichMenuRequest", "areas"): 20,
    ("RichMenuSize", "width"): 2500,
    ("RichMenuBulkLinkRequest", "userIds"): 500,
    ("RichMenuBatchRequest", "operations"): 1000,
    ("ShowLoadingAnimationRequest", "loadingSeconds"): 60,
    ("SetWebhookEndpointRequest", "endpoint"): 500,
}


def _named(limit: Limit) -> str:
    return f"{limit.schema}.{limit.name}"


@pytest.mark.parametrize("limit", LIMITS, ids=_named)
def test_just_enough_is_accepted_and_one_more_is_refused(limit: Limit) -> None:
    if limit.most != inf:
        assert not _is_refused(limit, limit.most)
        assert _is_refused(limit, limit.most + 1)


@pytest.mark.parametrize("limit", LIMITS, ids=_named)
def test_too_little_is_refused(limit: Limit) -> None:
    if limit.least > 0 or limit.unit is Unit.NUMBER:
        assert not _is_refused(limit, limit.least)
        assert _is_refused(limit, limit.least - 1)


def test_the_table_says_what_the_reference_says() -> None:
    table = {(limit.schema, limit.name): limit.most for limit in LIMITS}

    assert {key: table.get(key) for key in DOCUMENTED} == DOCUMENTED


def test_lengths_are_counted_as_line_counts_them() -> None:
    # Each text as LINE's guide on counting characters gives it: UTF-16 units, then grapheme clusters.
    counted = {text: (utf16_units(text), graphemes(text)) for text in ("葛󠄀城市", "𠮷野家", APPLE, "a\r\nb")}

    assert counted == {"葛󠄀城市": (5, 3), "𠮷野家": (4, 3), APPLE: (2, 1), "a\r\nb": (4, 3)}
    assert graphemes(FAMILY) == 1


def _is_refused(limit: Limit, amount: float) -> bool:
    body: Json = dict(BODIES[limit.schema]["right"])
    for rival in {"title", "thumbnailImageUrl"} if limit.name == "text" else set():
        body.pop(rival, None)  # beside them a text may only be 60 long
    body[limit.name] = _filled(limit, body.get(limit.name), int(amount))
    sentences = {refusal_of(limit), "May not be empty"}
    complaints = complaints_about(limit.schema, body)
    return any(each.path == (limit.name,) and each.message in sentences for each in complaints)


def _filled(limit: Limit, usual: Any, amount: int) -> Any:
    if limit.unit is Unit.NUMBER:
        return amount
    if limit.unit is Unit.ITEMS:
        return _many(usual or _LISTS.get(limit.schema, ["drill"]), amount)
    if (limit.schema, limit.name) in WITH_FORMAT:
        return "a" * amount if limit.name in NOT_ADDRESSES else (ADDRESS + "a" * amount)[:amount]
    if limit.unit is Unit.GRAPHEMES:
        return FAMILY * amount
    return APPLE * (amount // 2) + "a" * (amount % 2)


def _many(usual: Any, amount: int) -> Any:
    if isinstance(usual, dict):
        return {f"key{number}": next(iter(usual.values())) for number in range(amount)}
    return [usual[0]] * amount
