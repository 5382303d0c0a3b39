"""What residents reported: one row for each case."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, String, Text, func, literal_column, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports.cells import Point, cell_of
from reports.history import Happened, ReportEvent
from reports.stages import OPEN, Stage
from store import journal
from store.database import Record, wake
from town.calendar import to_jst

_STAGES = f"stage IN ({', '.join(sorted(repr(stage.value) for stage in OPEN))})"
_OPEN = text(_STAGES)
_RINGING = text("rings_since IS NOT NULL")
_UNTOLD = text(f"overdue_told_at IS NULL AND {_STAGES}")
# Written out as in the index: a bound parameter would hide it from PostgreSQL.
IS_OPEN: ColumnElement[bool] = literal_column(f"reports.{_STAGES}")


class Channel(StrEnum):
    LINE = "line"
    TELEPHONE = "telephone"
    OPEN311 = "open311"
    PATROL = "patrol"  # an officer saw it


class Report(Record):
    """A case. `text` is what the resident wrote, masked; `public_text` what an officer let everybody read.

    `token` opens the case to whoever holds it; the receipt number is only a name.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_open_cell", "cell", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_reports_section_stage", "section_id", "stage"),
        Index("ix_reports_map", "latitude", "longitude"),
        Index("ix_reports_shown", "is_shown", "id"),
        Index("ix_reports_overdue", "due_at", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
        Index("ix_reports_ringing", "rings_since", sqlite_where=_RINGING, postgresql_where=_RINGING),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    receipt_number: Mapped[str] = mapped_column(String(20), unique=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(12), default=Stage.RECEIVED)
    revision: Mapped[int] = mapped_column(default=1)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str] = mapped_column(String(12))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("residents.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    cell: Mapped[int | None] = mapped_column(BigInteger)
    place_words: Mapped[str | None] = mapped_column(Text)
    pole_number: Mapped[str | None] = mapped_column(String(40), index=True)
    district_id: Mapped[str | None] = mapped_column(String(40), index=True)
    keeper_id: Mapped[str | None] = mapped_column(String(40))  # who manages the place, as far as known
    section_id: Mapped[str] = mapped_column(String(40))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"), index=True)
    priority: Mapped[int] = mapped_column(default=0)  # higher is sooner
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    passed_on_to: Mapped[str | None] = mapped_column(String(120))
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"), index=True)
    follower_count: Mapped[int] = mapped_column(default=0)
    public_text: Mapped[str | None] = mapped_column(Text)
    is_shown: Mapped[bool] = mapped_column(default=True)  # on the open web; an officer may hide it
    is_place_rounded: Mapped[bool] = mapped_column(default=True)
    filed_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime] = mapped_column(index=True)
    opened_at: Mapped[datetime | None]  # first seen by an officer: from then on the town knew
    rings_since: Mapped[datetime | None]  # urgent and not opened: somebody is rung; None once an officer has opened it
    overdue_told_at: Mapped[datetime | None]  # somebody has had a letter that the day has passed
    first_word_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    asked_fixed_at: Mapped[datetime | None]
    is_fixed: Mapped[bool | None]  # what the reporter said to 「直りましたか」
    reopened_count: Mapped[int] = mapped_column(default=0)
    is_held: Mapped[bool] = mapped_column(default=False)  # 保存延長: nothing of it is forgotten
    unlinked_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]

    @property
    def point(self) -> Point | None:
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)

    @property
    def is_open(self) -> bool:
        return Stage(self.stage) in OPEN


class ReceiptCounter(Record):
    """The last receipt number of each year."""

    __tablename__ = "report_receipts"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


@dataclass(frozen=True)
class FiledReport:
    """A complete report, decided in everything but its number."""

    kind: str
    section_id: str
    language: str = "ja"
    channel: Channel = Channel.LINE
    resident_id: int | None = None
    text: str | None = None
    point: Point | None = None
    place_words: str | None = None
    pole_number: str | None = None
    district_id: str | None = None
    keeper_id: str | None = None
    is_urgent: bool = False
    due_at: datetime | None = None
    is_shown: bool = True


def file(session: Session, filed: FiledReport, now: datetime) -> Report:
    """Take it in: a number, a token, the first line of its history."""
    written = {name: getattr(filed, name) for name in filed.__dataclass_fields__ if name != "point"}
    report = Report(
        **written, receipt_number=_next_receipt(session, to_jst(now).year), token=secrets.token_urlsafe(18),
        filed_at=now, changed_at=now, rings_since=now if filed.is_urgent else None,
    )  # fmt: skip
    put_at(report, filed.point)
    session.add(report)
    session.flush()
    note(session, report, Happened.FILED, now)
    if filed.is_urgent:
        wake(session, "notices")  # which rings somebody; lost, the clock does it within seconds
    journal.write(session, now, actor=filed.channel.value, action="report.filed", subject=f"report:{report.id}")
    return report


def put_at(report: Report, point: Point | None) -> None:
    """The one place where a case gets its coordinates: the square must always agree with them."""
    report.latitude, report.longitude = point or (None, None)
    report.cell = cell_of(point) if point else None


def note(
    session: Session, report: Report, happened: Happened, now: datetime, *, officer_id: int | None = None,
    is_public: bool = False, text: str | None = None, other_id: int | None = None, photo_id: int | None = None,
) -> ReportEvent:  # fmt: skip
    """Write into the history of the case."""
    event = ReportEvent(
        report_id=report.id, at=now, happened=happened, stage=report.stage, officer_id=officer_id,
        is_public=is_public, text=text, other_id=other_id, photo_id=photo_id,
    )  # fmt: skip
    report.changed_at = now
    session.add(event)
    session.flush()
    return event


def _next_receipt(session: Session, year: int) -> str:
    """Two residents filing at the same moment get two numbers: the second waits for the first."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(ReceiptCounter).values(year=year, last=1)
    row = row.on_conflict_do_update(index_elements=["year"], set_={"last": ReceiptCounter.last + 1})
    last = session.scalar(row.returning(ReceiptCounter.last))
    return f"M-{year}-{last:06}"


def find(session: Session, report_id: int) -> Report | None:
    return session.get(Report, report_id)


def by_receipt(session: Session, receipt_number: str) -> Report | None:
    return session.scalar(select(Report).where(Report.receipt_number == receipt_number))


def by_token(session: Session, token: str) -> Report | None:
    return session.scalar(select(Report).where(Report.token == token))


def of_resident(session: Session, resident_id: int, limit: int = 12) -> list[Report]:
    """「私の通報」, newest first."""
    own = select(Report).where(Report.resident_id == resident_id).order_by(Report.id.desc())
    return list(session.scalars(own.limit(limit)))


def count_of(session: Session, resident_id: int) -> int:
    """How many this resident filed: the purpose is told before the first."""
    return session.scalar(select(func.count(Report.id)).where(Report.resident_id == resident_id)) or 0
