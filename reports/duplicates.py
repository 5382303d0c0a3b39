"""Has somebody reported this already? Open cases of kindred kinds near the place, in two steps of likeness."""

from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from reports.cells import Point, cells_around
from reports.kinds import ReportRules
from reports.records import IS_OPEN, Report
from town.distances import metres_between

MOST = 5
VERY_NEAR = 15  # metres; a telephone knows its place about so well


class Likeness(IntEnum):
    """How surely it is the same thing. Only the resident can say."""

    POSSIBLE = 1  # a kindred kind, or the same a little further off
    LIKELY = 2  # the same kind within a few steps, or the same pole


@dataclass(frozen=True)
class Similar:
    report: Report
    likeness: Likeness
    metres: int | None  # None where only the number of the pole says so


@dataclass(frozen=True)
class Sought:
    kind: str
    point: Point | None = None
    pole_number: str | None = None
    besides: int | None = None  # a case that is not compared with itself


def near(session: Session, sought: Sought, rules: ReportRules, limit: int = MOST) -> list[Similar]:
    """The likeliest first, then the nearest."""
    found: dict[int, Similar] = {}
    for query in _queries(sought, rules):
        for report in session.scalars(query):
            similar = _compared(report, sought, rules)
            if similar and report.id != sought.besides:
                found[report.id] = similar
    return sorted(found.values(), key=lambda one: (-one.likeness, one.metres or 0, -one.report.id))[:limit]


def _queries(sought: Sought, rules: ReportRules) -> list[Select[Report]]:
    is_kin = Report.kind.in_(rules.kin(sought.kind))
    queries = []
    if sought.point:
        cells = cells_around(sought.point, rules.near_metres)
        queries.append(select(Report).where(IS_OPEN, Report.cell.in_(cells), is_kin))
    if sought.pole_number:
        queries.append(select(Report).where(IS_OPEN, Report.pole_number == sought.pole_number, is_kin))
    return queries


def _compared(report: Report, sought: Sought, rules: ReportRules) -> Similar | None:
    metres = round(metres_between(report.point, sought.point)) if report.point and sought.point else None
    if sought.pole_number and report.pole_number == sought.pole_number:
        return Similar(report, Likeness.LIKELY, metres)
    if metres is None or metres > rules.near_metres:
        return None
    is_likely = report.kind == sought.kind and metres <= VERY_NEAR
    return Similar(report, Likeness.LIKELY if is_likely else Likeness.POSSIBLE, metres)
