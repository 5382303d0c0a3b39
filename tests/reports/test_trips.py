"""The order of an inspection trip: everything is seen once, and no stretch is shorter the other way round."""

from hypothesis import given
from hypothesis import strategies as st

from reports.trips import length, ordered

TOWN_HALL = (34.75, 138.27)
SPOTS = st.tuples(st.floats(34.71, 34.80), st.floats(138.22, 138.32))
PLACES = st.lists(SPOTS, max_size=14)


@given(PLACES)
def test_every_place_is_seen_once(places: list[tuple[float, float]]) -> None:
    assert sorted(ordered(TOWN_HALL, places)) == list(range(len(places)))


@given(PLACES)
def test_no_stretch_is_shorter_the_other_way_round(places: list[tuple[float, float]]) -> None:
    order = ordered(TOWN_HALL, places)
    whole = length(TOWN_HALL, places, order)
    for first in range(len(order)):
        for last in range(first + 1, len(order)):
            turned = [*order[:first], *reversed(order[first : last + 1]), *order[last + 1 :]]
            assert whole <= length(TOWN_HALL, places, turned) + 1.001


@given(PLACES)
def test_the_trip_is_the_same_each_time(
    places: list[tuple[float, float]],
) -> None:
    order = ordered(TOWN_HALL, places)
    assert order == ordered(TOWN_HALL, places)


def test_places_along_a_road_are_seen_from_one_end_to_the_other() -> None:
    road = [(34.75, 138.27 + step / 1000) for step in (5, 1, 3, 2, 4)]
    assert ordered(TOWN_HALL, road) == [1, 3, 2, 4, 0]
    assert 450 < length(TOWN_HALL, road, ordered(TOWN_HALL, road)) < 460
