"""What holds for every door a town could describe, at every moment."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from town.calendar import (
    JST,
    OpeningHours,
    OpeningRule,
    Weekday,
    closes_at,
    is_open,
    is_year_end,
    next_opening,
    opening_sentence_values,
)

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(  # noqa: DTZ001 - the zone follows
    lambda moment: moment.replace(tzinfo=JST)
)
SPANS = (
    st.tuples(st.integers(0, 95), st.integers(1, 96))
    .filter(lambda quarter: quarter[0] < quarter[1])
    .map(lambda quarter: "-".join(f"{part // 4}:{part % 4 * 15:02}" for part in quarter))
)
RULES = st.builds(
    lambda days, spans, nth, on_holidays: OpeningRule.model_validate(
        {"days": days, "spans": spans, "nth": nth, "on_holidays": on_holidays}
    ),
    st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True),
    st.lists(SPANS, min_size=1, max_size=3),
    st.lists(st.sampled_from([-1, 1, 2, 3, 4, 5]), max_size=2),
    st.booleans(),
)
CLOSING_DAYS = st.frozensets(st.dates(date(2024, 1, 1), date(2032, 12, 31)), max_size=5)
HOURS = st.builds(lambda rules, closed: OpeningHours(tuple(rules), closed), st.lists(RULES, max_size=4), CLOSING_DAYS)
BUSY_HOURS = HOURS.filter(lambda hours: any(not rule.nth for rule in hours.rules))


@given(HOURS, MOMENTS)
@settings(deadline=None)
def test_the_next_opening_is_open_and_lies_ahead(hours, moment):
    opening = next_opening(hours, moment)
    assert opening is None or (opening >= moment and is_open(hours, opening))


@given(BUSY_HOURS, MOMENTS, st.floats(0, 1))
@settings(deadline=None)
def test_nothing_opens_before_the_next_opening(hours, moment, share):
    opening = next_opening(hours, moment)
    assert opening is not None
    wait = opening - moment
    assert opening == moment or not is_open(hours, moment + wait * share * 0.999999)
    quarters = moment.replace(minute=0, second=0, microsecond=0)
    while (quarters := quarters + timedelta(minutes=15)) < opening:
        assert quarters < moment or not is_open(hours, quarters)


@given(HOURS, MOMENTS)
@settings(deadline=None)
def test_a_door_is_open_until_it_closes(hours, moment):
    end = closes_at(hours, moment)
    assert (end is not None) == is_open(hours, moment)
    if end is not None:
        assert end > moment
        assert is_open(hours, end - timedelta(microseconds=1))
        assert not is_open(hours, end)


@given(HOURS, st.integers(2024, 2032), st.sampled_from([(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)]))
@settings(deadline=None)
def test_nothing_is_open_at_the_end_of_the_year(hours, year, month_and_day):
    day = datetime(year, *month_and_day, tzinfo=JST)
    assert not any(is_open(hours, day + timedelta(minutes=15 * quarter)) for quarter in range(96))


@given(HOURS, MOMENTS)
@settings(deadline=None)
def test_the_sentence_agrees_with_the_door(hours, moment):
    opening = opening_sentence_values(hours, moment)
    assert opening.is_open == is_open(hours, moment)
    assert (opening.why_closed is None) == opening.is_open
    if opening.opens_at:
        assert not is_year_end(opening.opens_at.date())
        assert opening.days_ahead == (opening.opens_at.date() - moment.date()).days >= 0
