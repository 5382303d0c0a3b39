"""Forgetting on time: who reported, then what they wrote and photographed. Each deletion leaves a trace without words."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Select, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports import callers, photos, sayings
from reports.followers import Follower
from reports.history import Happened, ReportEvent
from reports.kinds import ReportRules
from reports.records import Report
from reports.stages import CLOSED, Stage
from store.database import Record

MANY = 200  # cases per transaction


class Forgotten(StrEnum):
    REPORTER = "reporter"  # who reported and who followed
    CONTENTS = "contents"  # words, places in words, photos


class ReportErasure(Record):
    """What was forgotten, when and by which rule; `batch` is one run of the chore."""

    __tablename__ = "report_erasures"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    what: Mapped[str] = mapped_column(String(12))
    after_days: Mapped[int]
    stage: Mapped[str] = mapped_column(String(12))
    batch: Mapped[str] = mapped_column(String(36), index=True)
    at: Mapped[datetime]


@dataclass(frozen=True)
class Due:
    """What would be forgotten now."""

    report_id: int
    receipt_number: str
    what: Forgotten
    after_days: int


def due(session: Session, rules: ReportRules, now: datetime, limit: int = MANY) -> list[Due]:
    """The dry run: the same list that the chore works off, and nothing is changed."""
    found = [_due(one, Forgotten.REPORTER, rules) for one in session.scalars(_unlinkable(rules, now).limit(limit))]
    for query in _emptiable(rules, now):
        found += [_due(one, Forgotten.CONTENTS, rules) for one in session.scalars(query.limit(limit))]
    return found[:limit]


def forget(session: Session, rules: ReportRules, now: datetime) -> int:
    """Returns how many were worked off; MANY says that there may be more."""
    batch = str(uuid.uuid4())
    found = due(session, rules, now)
    for one in found:
        report = session.get_one(Report, one.report_id, with_for_update=True, populate_existing=True)
        if report.is_held or report.is_open:
            continue  # held or opened again this very moment
        _WORK[one.what](session, report, now)
        session.add(
            ReportErasure(
                report_id=report.id, what=one.what, after_days=one.after_days, stage=report.stage, batch=batch, at=now
            )
        )
    session.flush()
    return len(found)


def traces(session: Session, report_id: int) -> list[ReportErasure]:
    return list(session.scalars(select(ReportErasure).where(ReportErasure.report_id == report_id)))


def _unlinkable(rules: ReportRules, now: datetime) -> Select[Report]:
    return _closed_before(now - rules.unlink_after).where(Report.unlinked_at.is_(None))


def _emptiable(rules: ReportRules, now: datetime) -> Sequence[Select[Report]]:
    """One question for each period: which kinds, ended how, are kept so long. Kinds given up keep their longest."""
    known = [kind.id for kind in rules.kinds]
    periods: dict[int, list[ColumnElement[bool]]] = {}
    for stage in sorted(CLOSED):
        for kind in rules.kinds:
            is_such = (Report.kind == kind.id) & (Report.stage == stage)
            periods.setdefault(rules.keep_days(kind.id, stage), []).append(is_such)
        is_given_up = Report.kind.not_in(known) & (Report.stage == stage)
        periods.setdefault(rules.keep_days("", stage), []).append(is_given_up)
    full = Report.emptied_at.is_(None)
    return [_closed_before(now - timedelta(days=days)).where(full, or_(*such)) for days, such in periods.items()]


def _closed_before(moment: datetime) -> Select[Report]:
    closed = select(Report).where(Report.closed_at <= moment, Report.is_held.is_(False))
    return closed.order_by(Report.closed_at)


def _due(report: Report, what: Forgotten, rules: ReportRules) -> Due:
    kept = rules.keep_days(report.kind, Stage(report.stage))
    days = rules.remembering.unlink_days if what is Forgotten.REPORTER else kept
    return Due(report.id, report.receipt_number, what, days)


def _unlink(session: Session, report: Report, now: datetime) -> None:
    """The count of followers stays: it says how many saw it, and nothing of whom."""
    report.resident_id, report.unlinked_at = None, now
    sayings.forget(session, report.id)
    session.execute(delete(Follower).where(Follower.report_id == report.id))
    callers.forget(session, report.id)


def _empty(session: Session, report: Report, now: datetime) -> None:
    report.text = report.public_text = report.place_words = None
    report.emptied_at, report.is_place_rounded = now, True
    of_it = ReportEvent.report_id == report.id
    words = or_(ReportEvent.text.is_not(None), ReportEvent.happened == Happened.ANSWERED)
    session.execute(update(ReportEvent).where(of_it, words).values(text=None))
    sayings.forget(session, report.id)
    photos.destroy(session, photos.of_report(session, report.id), now)


_WORK = {Forgotten.REPORTER: _unlink, Forgotten.CONTENTS: _empty}
