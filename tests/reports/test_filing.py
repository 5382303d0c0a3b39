"""A report finds its section, the resident hears when somebody will look, and what was reported before is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from reports import duplicates, expected, filing, routing
from reports.cells import Point
from reports.duplicates import Likeness, Sought
from reports.filing import Office, Told
from reports.routing import Asked
from speech.languages import Language
from store.letters import Letter
from tests.conftest import NOON
from tests.reports.conftest import STATION, Town
from tests.reports.sample_town import mihon, profile
from town import sections

OFFICE = Office(mihon(), profile(), "https://desk.mihon.example")
SATURDAY = NOON + timedelta(days=1)
NATIONAL_ROAD = Point(34.7571, 138.2720)


@pytest.fixture(autouse=True)
def _sections(town: Town) -> None:
    sections.load(town.session, profile().sections)


def beside(metres: float, point: Point = STATION) -> Point:
    return Point(point.latitude + metres / 111_320, point.longitude)


def test_a_report_goes_to_its_section_which_gets_a_letter_with_a_link_and_no_words(town: Town) -> None:
    told = Told("hole", resident_id=town.hanako, text="花屋の前の穴", point=Point(34.76, 138.28))
    report, routed = filing.take(town.session, OFFICE, told, NOON)
    assert (report.section_id, report.district_id, routed.is_open) == ("roads", "honcho", True)
    (letter,) = town.session.scalars(select(Letter))
    assert letter.to == "roads@mihon.example"
    assert report.receipt_number in letter.subject
    assert f"https://desk.mihon.example/staff/reports/{report.id}" in letter.body
    assert "花屋" not in letter.subject + letter.body


def test_an_urgent_report_says_so_in_the_letter(town: Town) -> None:
    filing.take(town.session, OFFICE, Told("hole", is_urgent=True), NOON)
    (letter,) = town.session.scalars(select(Letter))
    assert letter.subject.startswith("【急ぎ】")


def test_a_report_on_anothers_road_is_still_taken_in_and_says_whose_it_is(town: Town) -> None:
    report, _ = filing.take(town.session, OFFICE, Told("hole", point=NATIONAL_ROAD), NOON)
    assert (report.keeper_id, report.stage) == ("national", "received")


def test_what_the_resident_says_of_the_road_goes_before_the_map(town: Town) -> None:
    report, _ = filing.take(town.session, OFFICE, Told("hole", point=NATIONAL_ROAD, keeper_id="prefecture"), NOON)
    assert report.keeper_id == "prefecture"


@pytest.mark.parametrize(
    ("asked", "now", "section"),
    [
        (Asked("hole"), NOON, "roads"),
        (Asked("animal"), NOON, "waste"),
        (Asked("plants", district_id="minato"), NOON, "facilities"),
        (Asked("plants", district_id="honcho"), NOON, "roads"),
        (Asked("fallen", is_urgent=True), SATURDAY, "disaster"),
        (Asked("fallen", is_urgent=True), NOON, "roads"),
        (Asked("fallen"), SATURDAY, "roads"),
    ],
)
def test_the_first_rule_that_holds_names_the_section(town: Town, asked: Asked, now: datetime, section: str) -> None:
    assert routing.route(town.session, mihon(), profile(), asked, now).section_id == section


def test_on_saturday_the_resident_hears_that_nobody_looks_before_tuesday(town: Town) -> None:
    """The Monday is Labour Thanksgiving Day."""
    routed = routing.route(town.session, mihon(), profile(), Asked("hole"), SATURDAY)
    assert routed.looks_at is not None
    assert routed.looks_at.astimezone(UTC) == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert expected.in_words(routed, Language.JA, SATURDAY) == (
        "いまは閉庁しています。担当課が確認するのは、11月24日(火)8:30以降です。11月26日(木)までに、はじめの連絡をします。"
    )
    assert "on Tuesday, 11/24, at 8:30" in expected.in_words(routed, Language.EN, SATURDAY)


def test_in_the_office_hours_somebody_is_there(town: Town) -> None:
    routed = routing.route(town.session, mihon(), profile(), Asked("hole"), NOON)
    assert expected.look_in_words(routed, Language.JA, NOON) == "担当課は、いま開いています。順に確認します。"


def test_where_the_hours_are_not_known_no_hour_is_promised(town: Town) -> None:
    town.session.query(sections.Section).delete()
    silent = profile().model_copy(update={"calendar": profile().calendar.model_copy(update={"hours": ()})})
    routed = routing.route(town.session, mihon(), silent, Asked("hole"), SATURDAY)
    assert expected.look_in_words(routed, Language.JA, SATURDAY).startswith("担当課が開いている時間に")


def test_the_same_hole_is_found_again_and_the_likeliest_comes_first(town: Town) -> None:
    other_kind, same, far = town.reports("crack", beside(3)), town.reports("hole", beside(8)), town.reports("hole", beside(40))  # fmt: skip
    found = duplicates.near(town.session, Sought("hole", STATION), mihon().rules)
    assert [(one.report, one.likeness, one.metres) for one in found] == [
        (same, Likeness.LIKELY, 8), (other_kind, Likeness.POSSIBLE, 3), (far, Likeness.POSSIBLE, 40),
    ]  # fmt: skip


def test_what_is_closed_far_or_of_another_sort_is_not_shown(town: Town) -> None:
    town.reports("hole", STATION).stage = "done"
    town.reports("hole", beside(51))
    town.reports("animal", STATION)
    town.session.flush()
    assert duplicates.near(town.session, Sought("hole", STATION), mihon().rules) == []


def test_the_same_pole_is_the_same_lamp_wherever_the_telephone_was(town: Town) -> None:
    lamp = town.reports("street_light", None, pole_number="本町-12")
    (found,) = duplicates.near(town.session, Sought("street_light", None, "本町-12"), mihon().rules)
    assert (found.report, found.likeness, found.metres) == (lamp, Likeness.LIKELY, None)
    assert duplicates.near(town.session, Sought("street_light", None, "本町-12", lamp.id), mihon().rules) == []
