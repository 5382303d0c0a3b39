"""When it is night in the town: across midnight, in Japanese time, and never the whole day."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from town.calendar import JST
from town.night import USUAL_NIGHT, Night

TODAY = datetime(2026, 11, 21, tzinfo=JST)


@pytest.mark.parametrize(
    ("hour", "minute", "is_night"),
    [(21, 59, False), (22, 0, True), (23, 30, True), (0, 0, True), (6, 59, True), (7, 0, False), (12, 0, False)],
)
def test_night_is_from_ten_to_seven(hour: int, minute: int, is_night: bool) -> None:
    assert USUAL_NIGHT.holds(TODAY.replace(hour=hour, minute=minute)) is is_night


def test_a_town_may_sleep_after_midnight_only() -> None:
    late = Night(begins="0:30", ends="5:00")
    held = [hour for hour in range(24) if late.holds(TODAY + timedelta(hours=hour))]
    assert held == [1, 2, 3, 4] and str(late) == "0:30〜5:00"


@pytest.mark.parametrize(
    ("begins", "ends"), [("22:00", "22:00"), ("9:00", "21:01"), ("24:00", "7:00"), ("22", "7:00"), ("22:60", "7:00")]
)
def test_a_night_that_cannot_be_is_refused(begins: str, ends: str) -> None:
    with pytest.raises(ValidationError):
        Night(begins=begins, ends=ends)
