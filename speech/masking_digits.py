"""Finds runs of digits in a sentence, however wide they are and whatever stands between them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Every script's decimal digits, and the little and circled ones that phones offer.
DIGIT = r"[\d⁰¹²³⁴-⁹₀-₉①-⑨⓪⓵-⓽⓿❶-❾➀-➈➊-➒⑴-⑼⒈-⒐]"
HYPHENS = "\\-\u058a\u05be\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2796\u2e3a\u2e3b\u30a0\u30fc\ufe31\ufe32\ufe58\ufe63\uff0d\uff70"
_DOTS = "..．·・･•․‧"
_COMMAS = ",，、､،﹐"
_SLASHES = "/／_＿|｜"
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff\ufe0f\u20e3"
SEPARATOR = rf"[\s{HYPHENS}{_DOTS}{_COMMAS}{_SLASHES}{_UNSEEN}]"

# Four characters may stand between two digits (« - », a keycap and a space), never a word.
_RUN = re.compile(f"{DIGIT}(?:{SEPARATOR}{{0,4}}{DIGIT})*")
_GROUP = re.compile(f"{DIGIT}+")

_CHECK_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Group:
    """Digits written without a gap, and the gap before them (empty for the first of a run)."""

    start: int
    end: int
    digits: str
    gap: str


Run = tuple[Group, ...]


def find_runs(text: str) -> Iterator[Run]:
    for match in _RUN.finditer(text):
        yield tuple(_groups(text, match.start(), match.end()))


def _groups(text: str, start: int, end: int) -> Iterator[Group]:
    previous = start
    for match in _GROUP.finditer(text, start, end):
        digits = "".join(str(unicodedata.digit(mark)) for mark in match.group())
        yield Group(match.start(), match.end(), digits, text[previous : match.start()])
        previous = match.end()


def joined(groups: Run) -> str:
    return "".join(group.digits for group in groups)


def is_my_number(digits: str) -> bool:
    """The formula of the ministerial ordinance (平成26年総務省令第85号, article 5) over the first eleven digits."""
    if len(digits) != 12:
        return False
    remainder = sum(weight * int(digit) for weight, digit in zip(_CHECK_WEIGHTS, digits, strict=False)) % 11
    return int(digits[11]) == (0 if remainder <= 1 else 11 - remainder)


def is_corporate_number(digits: str) -> bool:
    """法人番号: the first of thirteen digits checks the other twelve, counted from the right with weights 1 and 2."""
    if len(digits) != 13:
        return False
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits[1:])))
    return int(digits[0]) == 9 - total % 9


def is_product_code(digits: str) -> bool:
    """JAN/EAN with thirteen digits, as printed under a bar code."""
    if len(digits) != 13:
        return False
    return sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(digits)) % 10 == 0


def passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
