"""Whose is the place? The map decides by coordinates, and says so when it cannot."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import Point, cell_of, cells_around, rounded
from reports.jurisdiction import Verdict
from reports.kinds import RoadChoice, read_report_rules
from reports.report_town import ReportTown, read_report_town
from reports.town_map import read_town_map
from speech.languages import Language
from speech.limits import QUICK_REPLY_LABEL, graphemes
from tests.reports.sample_town import mihon, profile
from town.distances import metres_between
from town.yaml_file import TownFileError

IN_THE_OPEN = Point(34.7600, 138.2800)  # no road within a hundred metres
ON_THE_NATIONAL_ROAD = Point(34.7571, 138.2720)
ON_ROUTE_991 = Point(34.7745, 138.2868)
ON_THE_STATION_STREET = Point(34.7500, 138.2700)
IN_THE_NEXT_TOWN = Point(34.7000, 138.2000)
places = st.builds(Point, st.floats(34.70, 34.80), st.floats(138.20, 138.33))


def test_a_place_away_from_every_other_road_is_ours_and_its_district_is_known() -> None:
    standing = mihon().standing(IN_THE_OPEN)
    assert (standing.verdict, standing.keeper, standing.district_id) == (Verdict.OURS, None, "honcho")


def test_on_the_national_road_the_resident_hears_who_keeps_it_with_telephone_and_hours() -> None:
    standing = mihon().standing(ON_THE_NATIONAL_ROAD)
    assert (standing.verdict, standing.road_name) == (Verdict.OTHERS, "国道990号")
    assert standing.keeper is not None
    assert standing.keeper.hours is not None
    assert standing.keeper.phone == "000-000-0502"
    assert "#9910" in standing.keeper.hours.ja


def test_a_national_road_outside_the_designated_stretch_is_the_prefectures() -> None:
    standing = mihon().standing(ON_ROUTE_991)
    assert standing.verdict is Verdict.OTHERS
    assert standing.keeper is not None
    assert standing.keeper.id == "prefecture"


def test_on_a_town_road_it_is_ours() -> None:
    standing = mihon().standing(ON_THE_STATION_STREET)
    assert (standing.verdict, standing.keeper and standing.keeper.id) == (Verdict.OURS, "town")


def test_a_little_beside_anothers_road_the_resident_is_asked() -> None:
    beside = Point(ON_THE_NATIONAL_ROAD.latitude + 22 / 111_320, ON_THE_NATIONAL_ROAD.longitude)
    assert mihon().standing(beside).verdict is Verdict.ASK_ROAD


def test_where_two_keepers_roads_cross_the_resident_is_asked() -> None:
    assert mihon().standing(Point(34.75821, 138.28745)).verdict is Verdict.ASK_ROAD


def test_outside_the_town_the_resident_is_asked_not_rejected() -> None:
    assert mihon().standing(IN_THE_NEXT_TOWN).verdict is Verdict.OUTSIDE


def test_on_the_border_the_resident_is_asked_on_either_side() -> None:
    for metres in (-10, 0, 10):
        at = Point(34.7700, 138.2275 + metres / (111_320 * math.cos(math.radians(34.77))))
        assert mihon().standing(at).verdict is Verdict.ASK_ROAD


def test_a_town_without_a_map_asks_and_accepts_that_nobody_knows() -> None:
    without = ReportTown(mihon().rules)
    assert without.standing(IN_THE_OPEN).verdict is Verdict.ASK_ROAD
    answered = {choice: without.rules.keeper_of(choice) for choice in RoadChoice}
    assert {choice: keeper and keeper.id for choice, keeper in answered.items()} == {
        "national": "national", "prefecture": "prefecture", "town": "town", "unknown": None,
    }  # fmt: skip


@given(places)
def test_every_place_gets_an_answer_and_others_are_always_named(point: Point) -> None:
    standing = mihon().standing(point)
    assert (standing.verdict is Verdict.OTHERS) == (standing.keeper is not None and not standing.keeper.is_ours)
    if standing.verdict is Verdict.OUTSIDE:
        assert standing.district_id is None


@given(places, st.floats(0, 360), st.floats(1, 99))
def test_what_is_near_lies_in_a_square_around(point: Point, direction: float, metres: float) -> None:
    up = metres * math.cos(math.radians(direction)) / 111_320
    across = metres * math.sin(math.radians(direction)) / (111_320 * math.cos(math.radians(point.latitude)))
    other = Point(point.latitude + up, point.longitude + across)
    assert cell_of(other) in cells_around(point, 100)
    assert metres_between(point, other) == pytest.approx(metres, rel=0.01)


@given(places)
def test_a_rounded_place_says_the_neighbourhood_and_not_the_house(point: Point) -> None:
    assert metres_between(point, rounded(point)) < 75
    assert rounded(rounded(point)) == rounded(point)


@pytest.mark.parametrize("language", list(Language))
def test_every_kind_fits_on_a_button_in_every_language(language: Language) -> None:
    for kind in mihon().rules.kinds:
        name = getattr(kind.names, language)
        assert name
        assert graphemes(name) <= QUICK_REPLY_LABEL, name
    assert len(mihon().rules.kinds) == 13


def test_a_kind_knows_its_kin_in_both_directions() -> None:
    assert mihon().rules.kin("gutter") == ("gutter", "hole", "other", "waterway")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("section: roads", "section: nowhere"), "課「nowhere」"),
        (("related: [crack, gutter]", "related: [crack, dragon]"), "dragon は、このファイルにありません"),
        (("days: 3", "days: 0"), "値が小さすぎます"),
        (("phone: \"000-000-0501\"", "phone: \"0120-00-0501\""), "000- で始めてください"),
        (("- id: crack", "- id: hole"), "id が重なっています"),
        (("  - id: national\n", "  - id: nation\n"), "「national」が keepers にありません"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_rules_is_told_in_one_sentence(change: tuple[str, str], sentence: str, tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "knowledge/data/town"
    written = (folder / "reports.yaml").read_text(encoding="utf-8")
    assert change[0] in written
    (tmp_path / "reports.yaml").write_text(written.replace(*change, 1), encoding="utf-8")
    (tmp_path / "map.geojson").write_bytes((folder / "map.geojson").read_bytes())
    with pytest.raises(TownFileError, match=sentence):
        read_report_town(profile(), tmp_path)


@pytest.mark.parametrize(
    "features",
    [
        [{"type": "Feature", "properties": {"kind": "road", "id": "x", "name": "x", "keeper": "town"}, "geometry": {"type": "Point", "coordinates": [138, 34]}}],
        [{"type": "Feature", "properties": {"kind": "district", "id": "bow"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}}],
        [{"type": "Feature", "properties": {"kind": "road", "id": "x", "name": "x"}, "geometry": {"type": "LineString", "coordinates": [[138, 34], [138, 35]]}}],
        [{"nonsense": 1}],
        "nothing",
    ],
)  # fmt: skip
def test_a_broken_map_is_refused_with_its_name(features: object, tmp_path: Path) -> None:
    (tmp_path / "map.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with pytest.raises(TownFileError, match=r"map\.geojson"):
        read_town_map(tmp_path)


def test_a_town_that_wrote_nothing_takes_no_reports(tmp_path: Path) -> None:
    assert not read_report_rules(tmp_path).is_open
    assert read_report_town(profile(), None) == ReportTown()
    assert mihon().rules.has_samples
