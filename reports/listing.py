"""The cases an officer may see, the most pressing first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, false, func, select
from sqlalchemy.orm import Session

from reports.published import Window
from reports.records import IS_OPEN, Report
from town.officers import Officer
from town.roles import Role


class View(StrEnum):
    OPEN = "open"
    UNSEEN = "unseen"  # nobody of the town has opened it yet
    URGENT = "urgent"
    OVERDUE = "overdue"
    UNTOLD = "untold"  # overdue, and nobody has had a letter about it
    REOPENED = "reopened"
    CLOSED = "closed"


@dataclass(frozen=True)
class Wanted:
    """Each narrows; empty takes all. `officer_id`: whose case it is. `is_placed`: on the map."""

    view: View = View.OPEN
    section_id: str = ""
    kind: str = ""
    district_id: str = ""
    officer_id: int = 0
    window: Window | None = None
    is_placed: bool = False


def cases(session: Session, officer: Officer, wanted: Wanted, now: datetime, most: int = 100) -> list[Report]:
    """Urgent ones at the top, for somebody may fall; then reopened ones, then by the day they are due."""
    query = _narrowed(select(Report).where(_seen_by(officer), _of_view(wanted.view, now)), wanted)
    if wanted.view is View.CLOSED:
        query = query.order_by(Report.closed_at.desc(), Report.id.desc())
    else:
        came_back = case((Report.reopened_count > 0, 0), else_=1)
        query = query.order_by(Report.is_urgent.desc(), came_back, Report.priority.desc(), Report.due_at, Report.id)
    return list(session.scalars(query.limit(most)))


def chosen(session: Session, officer: Officer, ids: Collection[int]) -> list[Report]:
    """Of these cases the ones the officer may see, by number."""
    query = select(Report).where(_seen_by(officer), Report.id.in_(ids))
    return list(session.scalars(query.order_by(Report.id)))


def counts(session: Session, officer: Officer, now: datetime) -> dict[View, int]:
    """Of every view but the closed ones, whose number only grows."""
    views = [view for view in View if view is not View.CLOSED]
    return {
        view: session.scalar(select(func.count(Report.id)).where(_seen_by(officer), _of_view(view, now))) or 0
        for view in views
    }


def _narrowed(query: Select[Report], wanted: Wanted) -> Select[Report]:
    if wanted.section_id:
        query = query.where(Report.section_id == wanted.section_id)
    if wanted.kind:
        query = query.where(Report.kind == wanted.kind)
    if wanted.district_id:
        query = query.where(Report.district_id == wanted.district_id)
    if wanted.officer_id:
        query = query.where(Report.officer_id == wanted.officer_id)
    if wanted.is_placed:
        query = query.where(Report.latitude.is_not(None))
    return _inside(query, wanted.window) if wanted.window else query


def _inside(query: Select[Report], window: Window) -> Select[Report]:
    (south, west), (north, east) = window.south_west, window.north_east
    return query.where(Report.latitude.between(south, north), Report.longitude.between(west, east))


def _seen_by(officer: Officer) -> ColumnElement[bool]:
    powers = officer.powers
    if powers.has_own_cases_only:
        return Report.officer_id == officer.id
    mine = powers.sections(Role.REPORT_HANDLER)
    return Report.id.is_not(None) if mine is None else Report.section_id.in_(mine) if mine else false()


def _of_view(view: View, now: datetime) -> ColumnElement[bool]:
    match view:
        case View.UNSEEN:
            return IS_OPEN & Report.opened_at.is_(None)
        case View.URGENT:
            return IS_OPEN & Report.is_urgent
        case View.OVERDUE:
            return IS_OPEN & (Report.due_at < now)
        case View.UNTOLD:
            return IS_OPEN & (Report.due_at < now) & Report.overdue_told_at.is_(None)
        case View.REOPENED:
            return IS_OPEN & (Report.reopened_count > 0)
        case View.CLOSED:
            return Report.closed_at.is_not(None)
    return IS_OPEN
