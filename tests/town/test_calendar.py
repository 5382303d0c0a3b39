"""The town's doors on the days people ask about."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from town.calendar import (
    JST,
    OpeningHours,
    OpeningRule,
    WhyClosed,
    closes_at,
    is_open,
    next_opening,
    opening_sentence_values,
    to_jst,
)


def rule(days: str, *spans: str, nth: tuple[int, ...] = (), on_holidays: bool = False) -> OpeningRule:
    return OpeningRule.model_validate({"days": days.split(), "spans": spans, "nth": nth, "on_holidays": on_holidays})


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=JST)


TOWN_HALL = OpeningHours((rule("mon tue wed thu fri", "8:30-17:15"),), frozenset({date(2027, 2, 22)}))
CITIZENS = OpeningHours(
    (
        rule("mon tue wed fri", "8:30-17:15"),
        rule("thu", "8:30-19:00"),
        rule("sun", "8:30-12:00", nth=(2,)),
    )
)


def test_the_door_opens_at_half_past_eight_and_is_shut_at_a_quarter_past_five():
    assert not is_open(TOWN_HALL, at(2026, 11, 24, 8, 29))
    assert is_open(TOWN_HALL, at(2026, 11, 24, 8, 30))
    assert is_open(TOWN_HALL, at(2026, 11, 24, 17, 14))
    assert not is_open(TOWN_HALL, at(2026, 11, 24, 17, 15))


def test_a_moment_told_in_another_zone_is_the_same_moment():
    assert is_open(TOWN_HALL, datetime(2026, 11, 24, 0, 0, tzinfo=UTC))  # nine in the morning here
    assert to_jst(datetime(2026, 11, 24, 15, 0, tzinfo=UTC)).date() == date(2026, 11, 25)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        to_jst(datetime(2026, 11, 24, 9, 0))  # noqa: DTZ001 - the mistake under test


def test_on_friday_evening_the_next_opening_is_monday_or_the_day_after_the_holiday():
    assert next_opening(TOWN_HALL, at(2026, 11, 13, 18)) == at(2026, 11, 16, 8, 30)
    assert next_opening(TOWN_HALL, at(2026, 11, 20, 18)) == at(2026, 11, 24, 8, 30)  # Monday was 勤労感謝の日


def test_after_the_last_day_of_the_year_the_door_opens_on_the_first_working_day_of_january():
    assert next_opening(TOWN_HALL, at(2026, 12, 28, 17, 15)) == at(2027, 1, 4, 8, 30)


def test_citizens_may_come_on_thursday_evening_and_on_the_second_sunday_morning():
    assert is_open(CITIZENS, at(2026, 11, 26, 18, 59))
    assert not is_open(TOWN_HALL, at(2026, 11, 26, 18, 59))
    assert is_open(CITIZENS, at(2026, 12, 13, 9))
    assert not is_open(CITIZENS, at(2026, 12, 6, 9))
    assert not is_open(CITIZENS, at(2026, 12, 20, 9))


def test_the_last_sunday_of_a_month_may_be_named_without_counting_weeks():
    last_sunday = OpeningHours((rule("sun", "9:00-12:00", nth=(-1,)),))
    assert next_opening(last_sunday, at(2027, 2, 1)) == at(2027, 2, 28, 9)
    assert next_opening(last_sunday, at(2027, 5, 1)) == at(2027, 5, 30, 9)


def test_a_pool_may_open_on_holidays_but_nothing_opens_at_the_end_of_the_year():
    daily = OpeningHours((rule("mon tue wed thu fri sat sun", "9:00-20:00", on_holidays=True),))
    assert is_open(daily, at(2026, 11, 23, 10))
    assert not is_open(daily, at(2026, 12, 29, 10))
    assert not is_open(daily, at(2027, 1, 3, 10))


def test_a_lunch_break_closes_the_door_for_an_hour():
    health = OpeningHours((rule("mon tue wed thu fri", "13:00-17:00", "8:30-12:00"),))
    assert closes_at(health, at(2026, 11, 24, 9)) == at(2026, 11, 24, 12)
    noon = opening_sentence_values(health, at(2026, 11, 24, 12))
    assert (noon.is_open, noon.opens_at, noon.days_ahead) == (False, at(2026, 11, 24, 13), 0)
    assert noon.why_closed is WhyClosed.OUTSIDE_HOURS


def test_two_rules_that_touch_make_one_opening():
    joined = OpeningHours((rule("tue", "8:30-12:00"), rule("tue", "12:00-17:15"), rule("tue", "9:00-10:00")))
    assert closes_at(joined, at(2026, 11, 24, 8, 30)) == at(2026, 11, 24, 17, 15)


def test_a_door_open_past_midnight_closes_in_the_morning():
    night = OpeningHours((rule("mon", "22:00-24:00"), rule("tue", "0:00-6:00")))
    assert closes_at(night, at(2026, 11, 16, 23)) == at(2026, 11, 17, 6)


@pytest.mark.parametrize(
    ("moment", "why", "holiday"),
    [
        (at(2026, 11, 24, 20), WhyClosed.OUTSIDE_HOURS, None),
        (at(2026, 11, 22, 10), WhyClosed.DAY_OFF, None),
        (at(2026, 11, 23, 10), WhyClosed.HOLIDAY, "勤労感謝の日"),
        (at(2027, 3, 22, 10), WhyClosed.HOLIDAY, "春分の日 振替休日"),
        (at(2027, 1, 1, 10), WhyClosed.YEAR_END, None),
        (at(2027, 2, 22, 10), WhyClosed.TOWN_CLOSING_DAY, None),
    ],
)
def test_the_reason_for_a_shut_door_is_told(moment, why, holiday):
    opening = opening_sentence_values(TOWN_HALL, moment)
    assert (opening.is_open, opening.why_closed, opening.holiday) == (False, why, holiday)


def test_the_sentence_on_sunday_says_how_many_days_to_wait():
    opening = opening_sentence_values(TOWN_HALL, at(2026, 11, 15, 10))
    assert (opening.opens_at, opening.days_ahead) == (at(2026, 11, 16, 8, 30), 1)


def test_an_open_door_tells_when_it_closes():
    opening = opening_sentence_values(TOWN_HALL, at(2026, 11, 24, 10))
    assert (opening.is_open, opening.closes_at, opening.why_closed) == (True, at(2026, 11, 24, 17, 15), None)


def test_a_door_without_hours_never_opens_and_nothing_is_invented():
    assert next_opening(OpeningHours(()), at(2026, 11, 24)) is None
    assert opening_sentence_values(OpeningHours(()), at(2026, 11, 24)).opens_at is None


@pytest.mark.parametrize("span", ["17:15-8:30", "8:30", "8:60-9:00", "9:00-24:01", "8:30-8:30", "朝から", 510])
def test_hours_that_make_no_sense_are_refused(span):
    with pytest.raises(ValidationError, match="8:30-17:15"):
        OpeningRule.model_validate({"days": ["mon"], "spans": [span]})


def test_there_is_no_zeroth_sunday():
    with pytest.raises(ValidationError, match="nth"):
        rule("sun", "9:00-12:00", nth=(0,))


def test_hours_written_down_are_read_back_the_same():
    written = CITIZENS.rules[2].model_dump(mode="json")
    assert written["spans"] == ["8:30-12:00"]
    assert OpeningRule.model_validate(written) == CITIZENS.rules[2]
