"""LINE's documented formats as one table: addresses, colours, sizes, ratios, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from simulator.complaints import Complaint, Json, Path

HTTPS = re.compile(r"https://[!-~]+")
# LINE wants TLS; on this machine the bot stands next door and has none.
WEBHOOK = re.compile(r"https://[!-~]+|http://(?:127\.0\.0\.1|localhost)(?::\d+)?(?:/[!-~]*)?")
# Non-ASCII characters must be percent-encoded; LINE opens no other scheme from a button.
LINK = re.compile(r"(?:https?://|line://|tel:)[!-~]+")
COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
PIXELS = r"-?\d+(?:\.\d+)?px"
PERCENT = r"-?\d+(?:\.\d+)?%"
STEPS = r"none|xs|sm|md|lg|xl|xxl"
FONT_STEPS = r"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl"
SPACE = re.compile(rf"{STEPS}|{PIXELS}")
INSET = re.compile(rf"{STEPS}|{PIXELS}|{PERCENT}")
EXTENT = re.compile(rf"{PIXELS}|{PERCENT}")
FONT_SIZE = re.compile(rf"{FONT_STEPS}|{PIXELS}")
IMAGE_SIZE = re.compile(rf"{FONT_STEPS}|full|{PIXELS}|{PERCENT}")
BORDER = re.compile(rf"none|light|normal|medium|semi-bold|bold|{PIXELS}")
ASPECT = re.compile(r"([1-9]\d{0,5}):([1-9]\d{0,5})")
UNIT_NAME = re.compile(r"[a-zA-Z0-9_]{1,30}")
ALIAS = re.compile(r"[a-z0-9_-]{1,32}")


@dataclass(frozen=True)
class Format:
    """One property of one schema must match a pattern from end to end."""

    schema: str
    name: str
    pattern: re.Pattern[str]
    refusal: str


def _formats(schema: str, pattern: re.Pattern[str], refusal: str, *names: str) -> tuple[Format, ...]:
    return tuple(Format(schema, name, pattern, refusal) for name in names)


_OFFSETS = ("offsetTop", "offsetBottom", "offsetStart", "offsetEnd")
_PADDINGS = ("paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd")
_URI, _COLOUR, _SIZE = "invalid uri", "invalid color", "invalid property"

FORMATS: tuple[Format, ...] = (
    *_formats("QuickReplyItem", HTTPS, _URI, "imageUrl"),
    *_formats("QuickReplyItem", re.compile("action"), "Must be one of the following values: [action]", "type"),
    *_formats("Sender", HTTPS, _URI, "iconUrl"),
    *_formats("ImageMessage", HTTPS, _URI, "originalContentUrl", "previewImageUrl"),
    *_formats("VideoMessage", HTTPS, _URI, "originalContentUrl", "previewImageUrl"),
    *_formats("VideoMessage", re.compile(r"[a-zA-Z0-9\-.=,+*()%$&;:@{}!?<>\[\]]+"), _SIZE, "trackingId"),
    *_formats("AudioMessage", HTTPS, _URI, "originalContentUrl"),
    *_formats("CouponMessage", UNIT_NAME, _SIZE, "deliveryTag"),
    *_formats("ButtonsTemplate", HTTPS, _URI, "thumbnailImageUrl"),
    *_formats("ButtonsTemplate", re.compile("rectangle|square"), _SIZE, "imageAspectRatio"),
    *_formats("ButtonsTemplate", re.compile("cover|contain"), _SIZE, "imageSize"),
    *_formats("ButtonsTemplate", re.compile("#[0-9A-Fa-f]{6}"), _COLOUR, "imageBackgroundColor"),
    *_formats("CarouselTemplate", re.compile("rectangle|square"), _SIZE, "imageAspectRatio"),
    *_formats("CarouselTemplate", re.compile("cover|contain"), _SIZE, "imageSize"),
    *_formats("CarouselColumn", HTTPS, _URI, "thumbnailImageUrl"),
    *_formats("CarouselColumn", re.compile("#[0-9A-Fa-f]{6}"), _COLOUR, "imageBackgroundColor"),
    *_formats("ImageCarouselColumn", HTTPS, _URI, "imageUrl"),
    *_formats("ImagemapMessage", HTTPS, _URI, "baseUrl"),
    *_formats("ImagemapVideo", HTTPS, _URI, "originalContentUrl", "previewImageUrl"),
    *_formats("ImagemapExternalLink", LINK, _URI, "linkUri"),
    *_formats("URIImagemapAction", LINK, _URI, "linkUri"),
    *_formats("URIAction", LINK, _URI, "uri"),
    *_formats("AltUri", LINK, _URI, "desktop"),
    *_formats("FlexBlockStyle", COLOUR, _COLOUR, "backgroundColor", "separatorColor"),
    *_formats("FlexBox", COLOUR, _COLOUR, "backgroundColor", "borderColor"),
    *_formats("FlexBox", SPACE, _SIZE, "spacing", "margin"),
    *_formats("FlexBox", re.compile(rf"{STEPS}|{PIXELS}"), _SIZE, "cornerRadius"),
    *_formats("FlexBox", BORDER, _SIZE, "borderWidth"),
    *_formats("FlexBox", INSET, _SIZE, *_PADDINGS, *_OFFSETS),
    *_formats("FlexBox", EXTENT, _SIZE, "width", "maxWidth", "height", "maxHeight"),
    *_formats("FlexBoxLinearGradient", re.compile(r"\d+(?:\.\d+)?deg"), _SIZE, "angle"),
    *_formats("FlexBoxLinearGradient", re.compile(r"\d+(?:\.\d+)?%"), _SIZE, "centerPosition"),
    *_formats("FlexBoxLinearGradient", COLOUR, _COLOUR, "startColor", "centerColor", "endColor"),
    *_formats("FlexButton", COLOUR, _COLOUR, "color"),
    *_formats("FlexButton", SPACE, _SIZE, "margin"),
    *_formats("FlexButton", INSET, _SIZE, *_OFFSETS),
    *_formats("FlexImage", HTTPS, _URI, "url"),
    *_formats("FlexImage", COLOUR, _COLOUR, "backgroundColor"),
    *_formats("FlexImage", IMAGE_SIZE, _SIZE, "size"),
    *_formats("FlexImage", SPACE, _SIZE, "margin"),
    *_formats("FlexImage", INSET, _SIZE, *_OFFSETS),
    *_formats("FlexImage", ASPECT, _SIZE, "aspectRatio"),
    *_formats("FlexVideo", HTTPS, _URI, "url", "previewUrl"),
    *_formats("FlexVideo", ASPECT, _SIZE, "aspectRatio"),
    *_formats("FlexIcon", HTTPS, _URI, "url"),
    *_formats("FlexIcon", FONT_SIZE, _SIZE, "size"),
    *_formats("FlexIcon", SPACE, _SIZE, "margin"),
    *_formats("FlexIcon", INSET, _SIZE, *_OFFSETS),
    *_formats("FlexIcon", ASPECT, _SIZE, "aspectRatio"),
    *_formats("FlexText", COLOUR, _COLOUR, "color"),
    *_formats("FlexText", FONT_SIZE, _SIZE, "size"),
    *_formats("FlexText", SPACE, _SIZE, "margin"),
    *_formats("FlexText", INSET, _SIZE, *_OFFSETS),
    *_formats("FlexText", re.compile(PIXELS), _SIZE, "lineSpacing"),
    *_formats("FlexSpan", COLOUR, _COLOUR, "color"),
    *_formats("FlexSpan", FONT_SIZE, _SIZE, "size"),
    *_formats("FlexSeparator", COLOUR, _COLOUR, "color"),
    *_formats("FlexSeparator", SPACE, _SIZE, "margin"),
    *_formats("CreateRichMenuAliasRequest", ALIAS, _SIZE, "richMenuAliasId"),
    *_formats("RichMenuSwitchAction", ALIAS, _SIZE, "richMenuAliasId"),
    *_formats("RichMenuBatchRequest", re.compile(r"[a-zA-Z0-9_-]{1,100}"), _SIZE, "resumeRequestKey"),
    *_formats("SetWebhookEndpointRequest", WEBHOOK, _URI, "endpoint"),
    *_formats("TestWebhookEndpointRequest", WEBHOOK, _URI, "endpoint"),
)


@cache
def formats_of(schema: str) -> tuple[Format, ...]:
    """The rows of the table that belong to one schema."""
    return tuple(each for each in FORMATS if each.schema == schema)


def check_formats(schema: str, body: Json, path: Path) -> Iterator[Complaint]:
    """Every format of one schema against one object."""
    for each in formats_of(schema):
        value = body.get(each.name)
        if value is not None and not each.pattern.fullmatch(value):
            yield Complaint((*path, each.name), each.refusal)
