"""How long things may be for LINE, counted the way LINE counts.

Source: LINE developers, «Character counting in a text» and the Messaging API reference, message objects.
"""

import json
from collections.abc import Mapping

import regex

TEXT = 5000  # UTF-16 code units
ALT_TEXT = 1500  # UTF-16 code units
QUICK_REPLY_LABEL = 20  # graphemes
FLEX_BUTTON_LABEL = 40  # graphemes
DISPLAY_TEXT = 300  # graphemes
POSTBACK_DATA = 300  # UTF-16 code units
PLACE_TEXT = 100  # UTF-16 code units
QUICK_REPLIES = 13
BUBBLES = 12
MESSAGES = 5
BUBBLE_BYTES = 30_000  # «30 KB»; LINE does not define KB, so we keep to the smaller
CAROUSEL_BYTES = 50_000

_GRAPHEME = regex.compile(r"\X")


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def graphemes(text: str) -> int:
    return len(_GRAPHEME.findall(text))


def json_bytes(value: Mapping[str, object]) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def fit_graphemes(text: str, limit: int) -> str:
    """Shorten to `limit` graphemes, the last one an ellipsis."""
    if len(text) <= limit:
        return text
    pieces = _GRAPHEME.findall(text)
    return text if len(pieces) <= limit else "".join(pieces[: limit - 1]) + "…"


def fit_utf16(text: str, limit: int) -> str:
    """Shorten to `limit` UTF-16 units without cutting a grapheme in two."""
    if utf16(text) <= limit:
        return text
    room, kept = limit - 1, []
    for piece in _GRAPHEME.findall(text):
        room -= utf16(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept) + "…"
