"""A facility's doors: seasons, days off that move with holidays, and round trips through files and rows."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entry_file import EntryFile
from knowledge.opening_days import DayOff, FacilityOpening, Season
from settings import SAMPLE_TOWN
from tests.knowledge.entry_files import shipped
from town.calendar import JST, holiday_name, next_opening

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
FACILITIES = {entry.id: entry for entry in shipped(SAMPLE_TOWN) if entry.kind == "public_facility"}


def hours_on(entry_id: str, day: date) -> list[str]:
    opening = FACILITIES[entry_id].opening
    assert opening
    return [str(span) for span in opening.at(frozenset()).spans_on(day)]


def test_every_facility_of_the_sample_town_says_when_it_is_open():
    assert len(FACILITIES) >= 12
    assert [entry.id for entry in FACILITIES.values() if entry.opening is None] == []


@pytest.mark.parametrize(
    ("entry_id", "day", "expected"),
    [
        ("chuo_kominkan", date(2026, 11, 16), []),  # a Monday
        ("chuo_kominkan", date(2026, 11, 23), ["9:00-21:30"]),  # Monday, 勤労感謝の日
        ("chuo_kominkan", date(2026, 11, 24), []),  # the Tuesday after it
        ("chuo_kominkan", date(2026, 5, 4), ["9:00-21:30"]),  # みどりの日, and holidays until Wednesday
        ("chuo_kominkan", date(2026, 5, 7), []),  # the first weekday after them
        ("chuo_kominkan", date(2026, 5, 8), ["9:00-21:30"]),
        ("gymnasium", date(2026, 11, 2), []),  # the first Monday
        ("gymnasium", date(2026, 11, 9), ["9:00-21:30"]),
        ("kawara_kominkan", date(2026, 11, 16), []),  # the third Monday
        ("civic_hall", date(2026, 11, 24), []),  # Tuesday; the holiday before it was a Monday
        ("civic_hall", date(2026, 11, 3), ["9:00-22:00"]),  # 文化の日, a Tuesday
        ("civic_hall", date(2026, 11, 4), []),
        ("city_pool", date(2026, 7, 13), []),
        ("city_pool", date(2026, 7, 20), ["9:00-20:30"]),  # 海の日
        ("city_pool", date(2026, 7, 27), ["9:00-20:30"]),  # a Monday of the summer holidays
        ("city_pool", date(2026, 11, 20), ["10:00-20:30"]),
        ("central_library", date(2026, 11, 26), []),  # the last Thursday
        ("central_library", date(2026, 11, 3), ["9:30-17:00"]),  # a holiday keeps Sunday's hours
        ("shinden_camp", date(2027, 2, 28), []),
        ("shinden_camp", date(2027, 3, 1), ["10:00-16:00"]),
        ("shinden_camp", date(2026, 8, 5), ["10:00-16:00"]),  # a Wednesday of the summer
        ("yamate_jidokan", date(2026, 11, 23), []),  # a holiday
        ("city_ground", date(2026, 11, 20), ["8:00-21:00"]),
        ("city_ground", date(2026, 10, 20), ["6:00-21:00"]),
        ("minato_tennis", date(2026, 12, 31), []),
    ],
)
def test_the_doors_of_the_sample_town_do_what_its_texts_say(entry_id: str, day: date, expected: list[str]):
    assert hours_on(entry_id, day) == expected


def test_next_opening_passes_over_days_off():
    opening = FACILITIES["chuo_kominkan"].opening
    assert opening
    eve = datetime(2026, 12, 28, 23, 0, tzinfo=JST)  # a Monday; the year begins with a Monday again
    assert next_opening(opening.at(frozenset()), eve) == datetime(2027, 1, 5, 9, 0, tzinfo=JST)
    assert next_opening(opening.at(frozenset([date(2027, 1, 5)])), eve) == datetime(2027, 1, 6, 9, 0, tzinfo=JST)


def test_weeks_without_a_fixed_date_are_known_as_unsettled():
    opening = FACILITIES["central_library"].opening
    assert opening
    assert opening.is_unsettled(date(2027, 2, 10))
    assert not opening.is_unsettled(date(2027, 3, 1))


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from(EVERY_DAY))
def test_a_day_off_that_moves_never_falls_on_a_holiday_nor_on_a_weekend_it_does_not_name(day: date, weekday: str):
    off = DayOff.model_validate({"days": [weekday], "moves": True})
    is_named = EVERY_DAY[day.weekday()] == weekday
    if off.falls_on(day):
        assert holiday_name(day) is None
        assert is_named or day.weekday() < 5
        before = [day - timedelta(days=back) for back in range(1, 11)]
        assert is_named or any(holiday_name(one) and EVERY_DAY[one.weekday()] == weekday for one in before)
    else:
        assert not is_named or holiday_name(day) is not None


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_of_two_halves_of_the_year_exactly_one_covers_a_day(day: date):
    summer, winter = Season(first="04-01", last="10-31"), Season(first="11-01", last="03-31")
    assert summer.covers(day) is not winter.covers(day)


def test_the_file_comes_back_from_its_row_as_it_was():
    for entry in FACILITIES.values():
        assert EntryFile.model_validate(entry.model_dump(mode="json")) == entry


def test_only_places_have_opening_hours_and_a_case_is_written_in_japanese():
    facility = FACILITIES["gymnasium"].model_dump(mode="json")
    with pytest.raises(ValueError, match="opening は public_facility だけ"):
        EntryFile.model_validate({**facility, "kind": "general"})
    with pytest.raises(ValueError, match=r"texts\.ja がありません"):
        EntryFile.model_validate({**facility, "conditions": [{"id": "proxy", "texts": {"en": "x"}}]})
    with pytest.raises(ValueError, match="season"):
        FacilityOpening.model_validate(
            {"hours": [{"days": ["mon"], "spans": ["9:00-10:00"], "season": {"first": "4-1"}}]}
        )
