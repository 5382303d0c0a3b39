"""In disaster mode people are rung sooner, and decide no less carefully."""

from datetime import timedelta

import pytest

from alerts import deciding, disaster_switches, disaster_waits
from alerts.disaster_switches import Way
from tests.alerts.desk_of_notices import Town
from tests.conftest import NOON
from town.disaster_rules import DisasterRules
from town.duty_rules import DutyRules
from town.officers import NotAllowedError

RULES, DUTY = DisasterRules(), DutyRules()


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def test_waits_are_shorter_in_the_mode_and_never_longer(town: Town):
    notice = town.submitted()
    assert disaster_waits.next_after(town.session, DUTY, RULES) == minutes(3)
    assert deciding.lapse(town.session, NOON + minutes(6), disaster_waits.asked_again(town.session, RULES)) == ([], [])
    disaster_switches.turn(town.session, disaster_switches.held(town.session), Way.ON, [], NOON)
    town.session.flush()
    assert disaster_waits.next_after(town.session, DUTY, RULES) == minutes(1)
    assert disaster_waits.next_after(town.session, DUTY, DisasterRules(next_after_minutes=9)) == minutes(3)
    again, lapsed = deciding.lapse(town.session, NOON + minutes(6), disaster_waits.asked_again(town.session, RULES))
    assert (again, lapsed) == ([notice], [])
    with pytest.raises(NotAllowedError):
        town.approves(notice, by="sato")
