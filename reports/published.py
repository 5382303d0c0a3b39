"""What the open web may know of reports: what an officer has read, never more, and places as finely as allowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from reports.cells import Point, rounded
from reports.records import Report
from reports.stages import OPEN, Stage

PAGE = 20
MOST_ON_MAP = 500
MANY = 1000
NARROW = 0.01  # degrees: about a kilometre


class Shown(NamedTuple):
    """One case as everybody may see it. `text` is None until an officer has let it be read.

    A tuple, for a map makes hundreds at every touch.
    """

    id: int
    receipt_number: str
    kind: str
    stage: Stage
    text: str | None
    point: Point | None
    district_id: str | None
    section_id: str
    passed_on_to: str | None
    follower_count: int
    filed_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    due_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN


@dataclass(frozen=True)
class Looked:
    """What somebody looks for. Empty looks for everything."""

    kinds: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    district_id: str = ""
    receipt_numbers: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    has_doubles: bool = False  # cases joined to others stand under those, unless somebody wants them all


@dataclass(frozen=True)
class Window:
    """A piece of the map."""

    south_west: Point
    north_east: Point

    @classmethod
    def read(cls, written: str) -> Self | None:
        """«west,south,east,north» as map libraries write it; None for anything else."""
        try:
            west, south, east, north = (float(one) for one in written.split(","))
        except ValueError:
            return None
        is_on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        return cls(Point(south, west), Point(north, east)) if is_on_earth else None


def page(session: Session, looked: Looked, before_id: int | None = None, limit: int = PAGE) -> list[Shown]:
    """The newest first; one more than asked for says that there is another page."""
    query = _matching(looked).order_by(Report.id.desc()).limit(limit + 1)
    return [_shown(one) for one in session.execute(query.where(Report.id < before_id) if before_id else query)]


def in_window(session: Session, window: Window, looked: Looked, limit: int = MOST_ON_MAP) -> list[Shown]:
    """The newest of that piece of the map, their places already as coarse as they are shown."""
    south, north = window.south_west.latitude, window.north_east.latitude
    # SQLite gathers and sorts half the town along the index of places; «+ 0» has it walk back from the newest instead.
    # PostgreSQL chooses well by itself.
    walks_back = north - south > NARROW and session.get_bind().dialect.name == "sqlite"
    latitude = Report.latitude + 0 if walks_back else Report.latitude
    inside = _matching(looked).where(
        latitude.between(south, north),
        Report.longitude.between(window.south_west.longitude, window.north_east.longitude),
    )
    return [_shown(one) for one in session.execute(inside.order_by(Report.id.desc()).limit(limit))]


def every(session: Session, looked: Looked) -> Iterator[Shown]:
    """All of them, oldest first, a thousand at a time."""
    last_id = 0
    while found := session.execute(_matching(looked).where(Report.id > last_id).order_by(Report.id).limit(MANY)).all():
        yield from map(_shown, found)
        last_id = found[-1].id


def one(session: Session, receipt_number: str) -> Shown | None:
    return next(iter(page(session, Looked(receipt_numbers=(receipt_number,), has_doubles=True), limit=1)), None)


def _matching(looked: Looked) -> Select[*tuple[Any, ...]]:
    hidden = {Stage.WITHDRAWN} if looked.has_doubles else {Stage.WITHDRAWN, Stage.DUPLICATE}
    found = select(*_COLUMNS).where(Report.is_shown, Report.stage.not_in(hidden))
    if looked.kinds:
        found = found.where(Report.kind.in_(looked.kinds))
    if looked.stages:
        found = found.where(Report.stage.in_(looked.stages))
    if looked.district_id:
        found = found.where(Report.district_id == looked.district_id)
    if looked.receipt_numbers:
        found = found.where(Report.receipt_number.in_(looked.receipt_numbers))
    if looked.since:
        found = found.where(Report.filed_at >= looked.since)
    return found.where(Report.filed_at <= looked.until) if looked.until else found


def _shown(row: Row[*tuple[Any, ...]]) -> Shown:
    """Columns, not records, and by their order: most of a record is no business of the web's."""
    id_, number, kind, stage, text, latitude, longitude, is_rounded, *more = row
    point = None if latitude is None else Point(latitude, longitude)
    return Shown(id_, number, kind, _STAGES[stage], text, rounded(point) if point and is_rounded else point, *more)


_STAGES = {stage.value: stage for stage in Stage}
# From `district_id` on in the order of Shown.
_COLUMNS = (
    Report.id, Report.receipt_number, Report.kind, Report.stage, Report.public_text, Report.latitude, Report.longitude,
    Report.is_place_rounded, Report.district_id, Report.section_id, Report.passed_on_to, Report.follower_count,
    Report.filed_at, Report.changed_at, Report.closed_at, Report.due_at,
)  # fmt: skip
