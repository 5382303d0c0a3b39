"""Other residents who saw the same thing: progress comes to them too, and the count rises."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports.history import Happened
from reports.records import Report, note
from store.database import Record


class Follower(Record):
    __tablename__ = "report_followers"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime]


def join(session: Session, report: Report, resident_id: int, now: datetime) -> bool:
    """「同じです」. False for the reporter themselves and for whoever follows it already."""
    if report.resident_id == resident_id:
        return False
    _hold(session, report)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Follower).values(report_id=report.id, resident_id=resident_id, joined_at=now)
    row = row.on_conflict_do_nothing(index_elements=["report_id", "resident_id"])
    if session.scalar(row.returning(Follower.report_id)) is None:
        return False
    _count(session, report)
    note(session, report, Happened.JOINED, now)
    return True


def leave(session: Session, report: Report, resident_id: int) -> bool:
    _hold(session, report)
    gone = delete(Follower).where(Follower.report_id == report.id, Follower.resident_id == resident_id)
    if session.scalar(gone.returning(Follower.report_id)) is None:
        return False
    _count(session, report)
    return True


def of_report(session: Session, report_id: int) -> list[int]:
    found = select(Follower.resident_id).where(Follower.report_id == report_id).order_by(Follower.joined_at)
    return list(session.scalars(found))


def followed_by(session: Session, resident_id: int, limit: int = 12) -> list[Report]:
    """What this resident follows, newest first."""
    found = select(Report).join(Follower, Follower.report_id == Report.id).where(Follower.resident_id == resident_id)
    return list(session.scalars(found.order_by(Report.id.desc()).limit(limit)))


def _hold(session: Session, report: Report) -> None:
    """One after another: two who join at once must not both count to one."""
    session.flush()
    session.refresh(report, with_for_update=True)


def _count(session: Session, report: Report) -> None:
    counted = select(func.count()).where(Follower.report_id == report.id)
    report.follower_count = session.scalar(counted) or 0
