"""An inspection trip: in which order to look at places, so that the way is short."""

from collections.abc import Sequence
from itertools import pairwise

from town.distances import metres_between

MOST = 60  # places in one trip; an officer does not see more in a day
Spot = tuple[float, float]  # latitude, longitude


def ordered(start: Spot, places: Sequence[Spot]) -> list[int]:
    """The places' numbers in the order of the trip, which begins at `start` and ends at the last place.

    Always on to the nearest, then every stretch is turned round that is shorter the other way (2-opt). As the crow
    flies: which roads there are nobody here knows.
    """
    return _untangled(start, places, _nearest_first(start, places))


def length(start: Spot, places: Sequence[Spot], order: Sequence[int]) -> float:
    """Metres of the whole trip."""
    way = [start, *(places[number] for number in order)]
    return sum(metres_between(one, other) for one, other in pairwise(way))


def _nearest_first(start: Spot, places: Sequence[Spot]) -> list[int]:
    here, left, order = start, set(range(len(places))), []
    while left:
        nearest = min(left, key=lambda number: (metres_between(here, places[number]), number))
        left.remove(nearest)
        order.append(nearest)
        here = places[nearest]
    return order


def _untangled(start: Spot, places: Sequence[Spot], order: list[int]) -> list[int]:
    while (better := _turned(start, places, order)) is not None:
        order = better
    return order


def _turned(start: Spot, places: Sequence[Spot], order: list[int]) -> list[int] | None:
    """With one stretch turned round that saves at least a metre; None when there is none left."""
    for first in range(len(order) - 1):
        before = places[order[first - 1]] if first else start
        for last in range(first + 1, len(order)):
            after = places[order[last + 1]] if last + 1 < len(order) else None
            if _saved(before, places[order[first]], places[order[last]], after) > 1:
                return [*order[:first], *reversed(order[first : last + 1]), *order[last + 1 :]]
    return None


def _saved(before: Spot, first: Spot, last: Spot, after: Spot | None) -> float:
    now, turned = metres_between(before, first), metres_between(before, last)
    if after is None:
        return now - turned
    return now + metres_between(last, after) - turned - metres_between(first, after)
