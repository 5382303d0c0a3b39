"""The town's housework: the nightly look at old entries, and the reorganisation whose moment has come."""

from datetime import datetime, timedelta

from knowledge import reorganising, reviewing
from store.database import transaction
from town import sections
from town.calendar import to_jst
from town.review_rules import ReviewRules

REVIEW_HOUR = 4  # JST


def review_entries(rules: ReviewRules, now: datetime) -> None:
    with transaction() as session:
        reviewing.work(session, now, to_jst(now).date(), rules, sections.all(session))


def next_review(now: datetime) -> datetime:
    local = to_jst(now)
    tonight = local.replace(hour=REVIEW_HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > local else tonight + timedelta(days=1)


def reorganise(now: datetime) -> None:
    with transaction() as session:
        reorganising.apply_due(session, now)


def next_reorganisation(now: datetime) -> datetime:
    """Every minute, and exactly at midnight in Japan, when sections change their names."""
    midnight = to_jst(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min(now + timedelta(minutes=1), midnight)
