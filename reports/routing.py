"""To which section a report goes, when somebody there will look, and by when the resident hears a first word."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from reports.kinds import ReportRules, Rule
from reports.report_town import ReportTown
from town import sections
from town.calendar import SEARCHED_DAYS, OpeningHours, is_open, next_opening, to_jst
from town.profile import Profile


@dataclass(frozen=True)
class Asked:
    """What the rules look at."""

    kind: str
    district_id: str | None = None
    keeper_id: str | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class Routed:
    """`looks_at`: when the section is next open, now if it is; None where the town's hours are not known."""

    section_id: str
    looks_at: datetime | None
    is_open: bool
    first_word_on: date
    due_at: datetime


def route(session: Session, town: ReportTown, profile: Profile, asked: Asked, now: datetime) -> Routed:
    """Raises KeyError for a kind the town does not have."""
    kind = town.rules.kind(asked.kind)
    if kind is None:
        raise KeyError(asked.kind)
    own_hours = _hours(session, profile, kind.section)
    own_is_open = own_hours is None or is_open(own_hours, now)
    named = next((one.section for one in town.rules.routing if _holds(one, asked, own_is_open, now)), kind.section)
    section = sections.find(session, named)
    hours = _hours(session, profile, named)
    return Routed(
        section_id=section.id if section else named,
        looks_at=next_opening(hours, now) if hours else None,
        is_open=hours is None or is_open(hours, now),
        first_word_on=after_working_days(hours, to_jst(now).date(), kind.days),
        due_at=now + timedelta(days=kind.due_days),
    )


def section_of(session: Session, rules: ReportRules, kind_id: str) -> str | None:
    """The kind's own section, whoever runs it today."""
    kind = rules.kind(kind_id)
    section = sections.find(session, kind.section) if kind else None
    return section.id if section else None


def after_working_days(hours: OpeningHours | None, day: date, count: int) -> date:
    """The count-th day from tomorrow on which the door is open; without known hours every day counts."""
    for ahead in range(1, SEARCHED_DAYS):
        later = day + timedelta(days=ahead)
        count -= 1 if hours is None or hours.spans_on(later) else 0
        if count <= 0:
            return later
    return day + timedelta(days=SEARCHED_DAYS)


def _holds(rule: Rule, asked: Asked, own_is_open: bool, now: datetime) -> bool:
    conditions = (
        not rule.kinds or asked.kind in rule.kinds,
        not rule.districts or asked.district_id in rule.districts,
        not rule.keepers or asked.keeper_id in rule.keepers,
        not rule.months or to_jst(now).month in rule.months,
        rule.is_urgent in (None, asked.is_urgent),
        rule.is_open in (None, own_is_open),
    )
    return all(conditions)


def _hours(session: Session, profile: Profile, section_id: str) -> OpeningHours | None:
    section = sections.find(session, section_id)
    return profile.opening_hours(section.opening_rules() if section else ())
