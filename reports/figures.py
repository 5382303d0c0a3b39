"""The figures of reports: handled of posted, by kind and section, days to the first word and to the end, overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reports.records import Report
from reports.stages import HANDLED, OPEN, Stage
from town.calendar import JST, to_jst

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """Of all reports filed in a time. Medians are days, None where there is nothing to count yet."""

    posted: int
    handled: int
    is_open: int
    overdue: int
    reopened: int
    said_fixed: int
    said_not_fixed: int
    days_to_first_word: float | None
    days_to_end: float | None

    @property
    def handled_share(self) -> float | None:
        """対応件数÷投稿件数."""
        return self.handled / self.posted if self.posted else None

    @property
    def reopened_share(self) -> float | None:
        return self.reopened / self.posted if self.posted else None


@dataclass(frozen=True)
class Counted:
    """What is read of each row: no words, no persons."""

    kind: str
    section_id: str
    stage: Stage
    filed_at: datetime
    first_word_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    reopened_count: int
    is_fixed: bool | None


def fiscal_year(moment: datetime) -> int:
    """Of Japan's towns: April to March."""
    day = to_jst(moment)
    return day.year - (day.month < 4)


def span(year: int) -> tuple[datetime, datetime]:
    """From its first moment to the first of the next."""
    return datetime(year, 4, 1, tzinfo=JST), datetime(year + 1, 4, 1, tzinfo=JST)


def years(session: Session, now: datetime) -> list[int]:
    """Those with reports, this one first."""
    first = session.scalar(select(func.min(Report.filed_at)))
    this = fiscal_year(now)
    return list(range(this, (fiscal_year(first) if first else this) - 1, -1)) or [this]


def whole(session: Session, since: datetime, until: datetime, now: datetime) -> Figures:
    return of(_rows(session, since, until), now)


def by_kind(session: Session, since: datetime, until: datetime, now: datetime) -> dict[str, Figures]:
    return _grouped(_rows(session, since, until), "kind", now)


def by_section(session: Session, since: datetime, until: datetime, now: datetime) -> dict[str, Figures]:
    return _grouped(_rows(session, since, until), "section_id", now)


def of(rows: Iterable[Counted], now: datetime) -> Figures:
    """What a resident took back was never posted: it counts nowhere."""
    counted = [row for row in rows if row.stage is not Stage.WITHDRAWN]
    still = [row for row in counted if row.stage in OPEN]
    return Figures(
        posted=len(counted),
        handled=sum(row.stage in HANDLED for row in counted),
        is_open=len(still),
        overdue=sum(row.due_at is not None and row.due_at < now for row in still),
        reopened=sum(row.reopened_count > 0 for row in counted),
        said_fixed=sum(row.is_fixed is True for row in counted),
        said_not_fixed=sum(row.is_fixed is False for row in counted),
        days_to_first_word=_median((row.first_word_at, row.filed_at) for row in counted),
        days_to_end=_median((row.closed_at, row.filed_at) for row in counted),
    )


def _grouped(rows: list[Counted], name: str, now: datetime) -> dict[str, Figures]:
    groups: dict[str, list[Counted]] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    return {key: of(groups[key], now) for key in sorted(groups)}


def _rows(session: Session, since: datetime, until: datetime) -> list[Counted]:
    columns = [getattr(Report, name) for name in Counted.__dataclass_fields__]
    found = session.execute(select(*columns).where(Report.filed_at >= since, Report.filed_at < until))
    return [Counted(**(row._asdict() | {"stage": Stage(row.stage)})) for row in found]


def _median(pairs: Iterable[tuple[datetime | None, datetime]]) -> float | None:
    days = [(end - start) / DAY for end, start in pairs if end is not None]
    return round(median(days), 1) if days else None
