"""Recognises a My Number among the groups of a run of digits."""

from collections.abc import Iterator

from speech.masking_digits import Run, is_my_number, joined
from speech.masking_names import Span, is_near_my_number_word
from speech.masking_shapes import is_labelled_otherwise


def my_numbers(text: str, stretch: Run) -> Iterator[Span]:
    alone = _alone(stretch)
    for groups in alone:
        if _is_secret(text, groups, stands_alone=True):
            yield _span(groups)
    for groups in _windows(stretch):
        if groups not in alone and _is_secret(text, groups, stands_alone=False):
            yield _span(groups)


def _is_secret(text: str, groups: Run, *, stands_alone: bool) -> bool:
    """Beside its name any twelve digits are one; elsewhere the check digit must be right and nothing else claim it."""
    start, end = _span(groups)
    is_valid = is_my_number(joined(groups))
    if is_near_my_number_word(text, start, end):
        return is_valid or not is_labelled_otherwise(text, start)
    return is_valid and stands_alone and not is_labelled_otherwise(text, start)


def _span(groups: Run) -> Span:
    return groups[0].start, groups[-1].end


def _alone(stretch: Run) -> set[Run]:
    """Twelve digits that stand alone: the whole stretch, or even groups (4-4-4, 3-3-3-3, one by one …) inside it."""
    whole = [stretch] if len(joined(stretch)) == 12 else []
    return {*whole, *(part for block in _blocks(stretch) for part in _twelves(block))}


def _blocks(stretch: Run) -> Iterator[Run]:
    """Neighbours of one size with the same gap between them."""
    first = 0
    for place in range(1, len(stretch) + 1):
        if place == len(stretch) or not _goes_on(stretch, first, place):
            yield stretch[first:place]
            first = place


def _goes_on(stretch: Run, first: int, place: int) -> bool:
    has_same_size = len(stretch[place].digits) == len(stretch[first].digits)
    return has_same_size and stretch[place].gap == stretch[first + 1].gap


def _twelves(block: Run) -> Iterator[Run]:
    """A block that does not divide into twelves is something else: four groups of four are a card, right or mistyped."""
    size = len(block[0].digits)
    if 12 % size or len(block) % (12 // size):
        return
    for first in range(0, len(block), 12 // size):
        yield block[first : first + 12 // size]


def _windows(stretch: Run) -> Iterator[Run]:
    """Any neighbours with twelve digits together: enough only beside the words for My Number."""
    for first in range(len(stretch)):
        for last in range(first + 1, min(first + 12, len(stretch)) + 1):
            if len(joined(stretch[first:last])) == 12:
                yield stretch[first:last]
