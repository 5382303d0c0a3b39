"""A canary: words that may stand in no log, and every disguise in which they might get there."""

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import quote

CANARY = "カナリア🐤の秘密"


def disguises(words: str) -> Iterator[str]:
    """As written, as Python, JSON, SQL drivers, web addresses and mail would write it."""
    utf8 = words.encode()
    yield words
    yield repr(utf8)[2:-1]
    yield utf8.hex()
    yield json.dumps(words)[1:-1]
    yield words.encode("unicode_escape").decode()
    yield quote(words)
    for shift in range(3):  # base64 looks different by where in a longer text the words begin
        inner = base64.b64encode(b"\0" * shift + utf8).decode().rstrip("=")
        yield inner[4:-2]


def found_in(written: str, words: str = CANARY) -> list[str]:
    """The disguises of these words that a text holds. Capital letters and doubled backslashes make no difference."""
    folded = re.sub(r"\\+", r"\\", written.casefold())
    return [disguise for disguise in disguises(words) if disguise.casefold() in folded]
