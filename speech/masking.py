"""Takes out of a resident's words the numbers that must not be kept: My Number, bank cards, PINs, residence cards.

Decisions, so that nobody has to guess:
* A My Number is twelve digits with a right check digit, or any twelve beside its name. A written telephone number,
  date, price, postal code or place is never part of one; a number labelled 追跡番号 or 電話 is left as it is unless
  the words for My Number stand near and the check digit is right.
* Thirteen digits are a bank card only when they begin with 4 (the old Visa), pass Luhn, and are neither a valid
  corporate number (法人番号) nor a product code: those are printed on letters people ask about.
* Each UTF-16 unit becomes one mark, so that LINE's positions of emoji and mentions stay true.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from speech.masking_cards import cards
from speech.masking_digits import Run, find_runs
from speech.masking_my_number import my_numbers
from speech.masking_names import Span, may_hold_a_secret, named_secrets, narrow, residence_cards
from speech.masking_shapes import spoken_for

MARK = "●"
# What a resident wrote, in a message of LINE's webhook. Ids, tokens, times and coordinates are not words.
_WRITTEN = ("text", "title", "address", "fileName")


class Kind(StrEnum):
    MY_NUMBER = "my_number"
    BANK_CARD = "bank_card"
    PIN = "pin"
    RESIDENCE_CARD = "residence_card"


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    kinds: frozenset[Kind] = frozenset()


def mask(text: str) -> Masked:
    """Repeated until nothing is left to find, because taking one number out may leave another standing alone."""
    kinds: frozenset[Kind] = frozenset()
    while may_hold_a_secret(text) and (found := _find(narrow(text))):
        kinds |= {kind for _, kind in found}
        text = _covered(text, [span for span, _ in found])
    return Masked(text, kinds)


def mask_event(event: dict[str, Any]) -> tuple[dict[str, Any], frozenset[Kind]]:
    """A webhook event with its words masked, and everything that is not words as it was."""
    message = event.get("message")
    if not isinstance(message, dict):
        return dict(event), frozenset()
    masked = {field: mask(message[field]) for field in _WRITTEN if isinstance(message.get(field), str)}
    kinds = frozenset(kind for each in masked.values() for kind in each.kinds)
    return {**event, "message": message | {field: each.text for field, each in masked.items()}}, kinds


def _find(text: str) -> list[tuple[Span, Kind]]:
    found: list[tuple[Span, Kind]] = []
    for span, kind in _suspects(text):
        if all(span[1] <= start or end <= span[0] for (start, end), _ in found):
            found.append((span, kind))
    return sorted(found)


def _suspects(text: str) -> Iterator[tuple[Span, Kind]]:
    """The surest kind first: of two that overlap the first one counts."""
    for span in residence_cards(text):
        yield span, Kind.RESIDENCE_CARD
    taken: list[Span] = []
    for run in find_runs(text):
        others = spoken_for(text, run)
        taken += [(run[place].start, run[place].end) for place in others]
        for stretch in _stretches(run, others):
            for span in cards(text, stretch):
                yield span, Kind.BANK_CARD
            for span in my_numbers(text, stretch):
                yield span, Kind.MY_NUMBER
    for start, end in named_secrets(text):
        if not any(start < stop and begin < end for begin, stop in taken):
            yield (start, end), Kind.PIN


def _stretches(run: Run, others: frozenset[int]) -> Iterator[Run]:
    """The parts of a run that are left when telephones, dates and the like are taken out."""
    first = 0
    for place in [*sorted(others), len(run)]:
        if place > first:
            yield run[first:place]
        first = place + 1


def _covered(text: str, spans: list[Span]) -> str:
    parts, previous = [], 0
    for start, end in spans:
        units = len(text[start:end].encode("utf-16-le")) // 2
        parts += [text[previous:start], MARK * units]
        previous = end
    return "".join([*parts, text[previous:]])
