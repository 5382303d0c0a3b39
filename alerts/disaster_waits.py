"""Which waits are shorter while the town is in disaster mode. Nothing is ever longer, and nothing is decided by fewer people."""

from datetime import timedelta

from sqlalchemy.orm import Session

from alerts import deciding, disaster_switches
from town.disaster_rules import DisasterRules
from town.duty_rules import DutyRules


def next_after(session: Session, duty: DutyRules, rules: DisasterRules) -> timedelta:
    """Until the next officer is called."""
    return min(duty.next_after, rules.next_after) if disaster_switches.is_on(session) else duty.next_after


def asked_again(session: Session, rules: DisasterRules) -> timedelta:
    """Until somebody is rung again for a notice that waits for its second person."""
    ordinary = deciding.ASKED_AGAIN_AFTER
    return min(ordinary, rules.asked_again) if disaster_switches.is_on(session) else ordinary
