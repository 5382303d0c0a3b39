"""The list of shelters: loaded from the town's files, searched by hazard and distance, open or full by officers' word."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from store.database import transaction
from tests.conftest import NOON
from tests.thoroughness import tries
from town import shelters
from town.distances import metres_between
from town.hazards import Hazard
from town.places import Shelter as ShelterFile
from town.shapes import Names
from town.shelters import Shelter, ShelterStatus

pytestmark = pytest.mark.usefixtures("db")


def site(id_: str, latitude: float, longitude: float, *hazards: Hazard) -> ShelterFile:
    return ShelterFile(id=id_, names=Names(ja=id_), point=(latitude, longitude), hazards=hazards or (Hazard.FLOOD,))


# A town's corner, a county, and half of Japan: close together, far apart, and on the same spot.
POINTS = st.one_of(
    st.tuples(st.floats(34.70, 34.72), st.floats(138.20, 138.22)),
    st.tuples(st.floats(34.0, 35.5), st.floats(137.5, 139.5)),
    st.tuples(st.floats(25.0, 45.0), st.floats(128.0, 145.0)),
    st.sampled_from([(34.71, 138.21), (34.71, 138.22)]),
)
ELSEWHERE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=tries(30), suppress_health_check=list(HealthCheck))
@given(st.lists(POINTS, max_size=40), st.one_of(POINTS, POINTS, ELSEWHERE), st.integers(1, 4))
def test_the_nearest_are_those_one_finds_by_measuring_every_way(
    places: list[tuple[float, float]], here: tuple[float, float], most: int
) -> None:
    with transaction() as session:
        session.execute(delete(Shelter))
        shelters.load(session, [site(f"s{n}", *point) for n, point in enumerate(places)])
        shelters.load(
            session, [site("other", *here, Hazard.TSUNAMI)] if 24 < here[0] < 46 and 122 < here[1] < 154 else []
        )
        found = shelters.nearest(session, Hazard.FLOOD, *here, most=most)
        assert [one.metres for one in found] == sorted(metres_between(here, point) for point in places)[:most]
        assert all(one.metres == metres_between(here, (one.shelter.latitude, one.shelter.longitude)) for one in found)


def test_what_officers_said_outlives_a_reading_of_the_files():
    with transaction() as session:
        shelters.load(session, [site("school", 34.7, 138.2)])
        shelters.set_status(session, "school", ShelterStatus.OPEN, NOON)
    with transaction() as session:
        shelters.load(session, [site("school", 34.8, 138.2, Hazard.TSUNAMI)])
        [school] = shelters.all(session)
        assert (school.status, school.status_at, school.hazards) == (ShelterStatus.OPEN, NOON, [Hazard.TSUNAMI])


def test_a_sample_the_files_dropped_goes_and_a_real_one_stays():
    sample = site("school", 34.7, 138.2).model_copy(update={"is_sample": True})
    with transaction() as session:
        shelters.load(session, [sample, site("hall", 34.7, 138.2)])
        shelters.load(session, [])
        assert [one.id for one in shelters.all(session)] == ["hall"]


def test_a_place_without_a_point_leads_nobody_anywhere():
    nowhere = ShelterFile(id="hall", names=Names(ja="会館"), hazards=(Hazard.FLOOD,))
    with transaction() as session:
        shelters.load(session, [nowhere])
        assert shelters.all(session) == []
        with pytest.raises(ValueError, match="緯度と経度"):
            shelters.save(session, nowhere)
