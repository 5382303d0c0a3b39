"""Knows numbers by their shape: what is a telephone, a date, a price or a place must never be taken for a secret."""

import re
from collections.abc import Callable, Iterator

from speech.masking_digits import DIGIT, HYPHENS, Run, joined

_HYPHEN = re.compile(f"[{HYPHENS}]")
_MONEY_AFTER = re.compile(r"\s*(?:円|えん|万|億|千円|yen\b|jpy|元|đ|vnd|reais|ドル)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"[¥￥\\$＄]\s*$")
_DECIMAL = rf"[-−]?{DIGIT}{{1,3}}[.．]{DIGIT}{{3,}}"
_PLACE = re.compile(rf"(?<![\d.．]){_DECIMAL}[\s,、，/]+{_DECIMAL}(?![.．]?\d)")
_LABEL = re.compile(
    r"(?:電話(?:番号)?|でんわ(?:番号)?|携帯(?:電話|番号)?|けいたい|ケータイ|連絡先|ファッ?クス|"
    r"追跡番号|伝票番号|送り状(?:番号)?|問い?合わ?せ番号|受付番号|受理番号|申請書id|法人番号|"
    r"☎️?|📞|\btel|\bphone(?: number)?|\bmobile|\bfax|\btracking (?:number|no)|"
    r"电话|手机(?:号码?)?|运单号|telefone|celular|rastreio|điện thoại|sđt|mã vận đơn)"
    r"[\s::.。#№はのが=是é]*$",
    re.IGNORECASE,
)


def spoken_for(text: str, run: Run) -> frozenset[int]:
    """Places of the groups in this run that belong to a telephone number, a date, a price …"""
    return frozenset(place for rule in _RULES for span in rule(text, run) for place in span)


def is_labelled_otherwise(text: str, start: int) -> bool:
    """«追跡番号 1234-5678-9012»: the writer has just said what the number is."""
    return _LABEL.search(text, max(0, start - 20), start) is not None


def _telephones(text: str, run: Run) -> Iterator[range]:
    """0-something in at most four groups with ten or eleven digits in all, or without any gap."""
    for first, group in enumerate(run):
        if group.digits[0] != "0":
            continue
        for last in range(first, min(first + 4, len(run))):
            size = len(joined(run[first : last + 1]))
            if size in (10, 11) and _ends_like_a_telephone(run[first : last + 1]):
                yield range(first, last + 1)


def _ends_like_a_telephone(groups: Run) -> bool:
    return len(groups) == 1 or (2 <= len(groups[0].digits) <= 5 and len(groups[-1].digits) >= 3)


def _telephones_abroad(text: str, run: Run) -> Iterator[range]:
    """After a plus sign, or 81 and then a number without its zero."""
    if text[: run[0].start].rstrip().endswith(("+", "＋")):
        last = max(n for n in range(1, min(len(run), 13) + 1) if n == 1 or len(joined(run[:n])) <= 13)
        yield range(last)
    for first, group in enumerate(run):
        for last in range(first + 2, min(first + 4, len(run))):
            if group.digits == "81" and len(joined(run[first : last + 1])) in (11, 12):
                yield range(first, last + 1)


def _dates(text: str, run: Run) -> Iterator[range]:
    for place, group in enumerate(run):
        if len(group.digits) == 8 and _is_day(group.digits[:4], group.digits[4:6], group.digits[6:]):
            yield range(place, place + 1)
        three = run[place : place + 3]
        if len(three) == 3 and _is_day(*(each.digits for each in three)):
            yield range(place, place + 3)


def _is_day(year: str, month: str, day: str) -> bool:
    return _is_year(year) and _is_month_and_day(month, day)


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and 1900 <= int(digits) <= 2100


def _is_month_and_day(month: str, day: str) -> bool:
    return len(month) <= 2 and len(day) <= 2 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _months_and_days(text: str, run: Run) -> Iterator[range]:
    """«1/10, 1/11, 1/12»: only with one slash, for «12-31» and «1/2/3/4» may be the middle of anything."""
    slashes = [group.gap.strip() in {"/", "／"} for group in run] + [False]
    for place in range(1, len(run)):
        is_alone = slashes[place] and not slashes[place - 1] and not slashes[place + 1]
        if is_alone and _is_month_and_day(run[place - 1].digits, run[place].digits):
            yield range(place - 1, place + 1)


def _years(text: str, run: Run) -> Iterator[range]:
    """«2024、2025、2026»: three years in a row would otherwise be twelve digits."""
    for place in range(len(run) - 2):
        if all(_is_year(group.digits) for group in run[place : place + 3]):
            yield range(place, place + 3)


def _postal_codes(text: str, run: Run) -> Iterator[range]:
    for place in range(1, len(run)):
        sizes = (len(run[place - 1].digits), len(run[place].digits))
        is_joined = _HYPHEN.search(run[place].gap) is not None
        goes_on = place + 1 < len(run) and _HYPHEN.search(run[place + 1].gap)
        if sizes == (3, 4) and is_joined and not goes_on and not _HYPHEN.search(run[place - 1].gap):
            yield range(place - 1, place + 1)


def _prices(text: str, run: Run) -> Iterator[range]:
    first = 0
    while first < len(run):
        last = first
        while last + 1 < len(run) and run[last + 1].gap in {",", "，"} and len(run[last + 1].digits) == 3:
            last += 1
        if last > first and len(run[first].digits) <= 3 and _is_money(text, run[first : last + 1]):
            yield range(first, last + 1)
        first = last + 1


def _is_money(text: str, groups: Run) -> bool:
    """Twelve digits in threes may be a budget or a My Number: only the yen beside it tells."""
    if len(joined(groups)) != 12:
        return True
    before, after = text[: groups[0].start], groups[-1].end
    return _MONEY_AFTER.match(text, after) is not None or _MONEY_BEFORE.search(before) is not None


def _places(text: str, run: Run) -> Iterator[range]:
    for match in _PLACE.finditer(text, max(0, run[0].start - 1), run[-1].end):
        inside = [n for n, group in enumerate(run) if match.start() <= group.start and group.end <= match.end()]
        yield range(inside[0], inside[-1] + 1)


_RULES: tuple[Callable[[str, Run], Iterator[range]], ...] = (
    _telephones, _telephones_abroad, _dates, _months_and_days, _years, _postal_codes, _prices, _places,
)  # fmt: skip
