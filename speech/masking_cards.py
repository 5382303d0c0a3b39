"""Recognises bank cards: thirteen to nineteen digits that pass Luhn and begin as an issuer's numbers do."""

import re
from collections.abc import Iterator

from speech.masking_digits import Run, is_corporate_number, is_product_code, joined, passes_luhn
from speech.masking_names import Span
from speech.masking_shapes import is_labelled_otherwise

# Visa, Mastercard, American Express, JCB, Diners, Discover, UnionPay; Elo (Brazil) and Napas (Vietnam) for our residents.
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|"
    r"35(?:2[89]|[3-8]\d)\d{12,15}|3(?:0[0-5]|6\d|[89]\d)\d{11,16}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|62\d{14,17}|"
    r"(?:506[67]|509\d|6362|6363)\d{12}|9704(?:\d{12}|\d{15})"
)
_SHAPES = ((4, 4, 4, 4, 3), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4))


def cards(text: str, stretch: Run) -> Iterator[Span]:
    for groups in _candidates(stretch):
        start = groups[0].start
        if is_card(joined(groups)) and not is_labelled_otherwise(text, start):
            yield start, groups[-1].end


def is_card(digits: str) -> bool:
    if not (13 <= len(digits) <= 19 and _ISSUERS.fullmatch(digits) and passes_luhn(digits)):
        return False
    return not (is_corporate_number(digits) or is_product_code(digits))


def _candidates(stretch: Run) -> Iterator[Run]:
    """The whole stretch; then each group that is long enough, and each place where the groups have a card's shape."""
    yield stretch
    for place in range(len(stretch)):
        yield stretch[place : place + 1]
        for shape in _SHAPES:
            groups = stretch[place : place + len(shape)]
            if tuple(len(group.digits) for group in groups) == shape:
                yield groups
