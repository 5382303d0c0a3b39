"""Somebody abuses the reports: two officers stop their new ones for a time. Danger answers and notices still reach them.

proposed -second officer-> muted -its day, or one officer-> over       proposed -no, or a fortnight-> over
"""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports.history import Happened
from reports.moves import By, locked
from reports.records import Report, note
from store import journal
from store.database import Record
from town.calendar import to_jst
from town.officers import NotAllowedError
from town.residents import Resident

DAYS = (7, 30, 90)
LONGEST_REASON = 300
PROPOSAL_LASTS = timedelta(days=14)


class ReportMute(Record):
    """`until` is set by the second officer. Who it is about is a number of ours, never LINE's."""

    __tablename__ = "report_mutes"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    reason: Mapped[str] = mapped_column(Text)
    days: Mapped[int]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    how: Mapped[str | None] = mapped_column(String(12))  # declined or lifted, where an officer ended it

    def is_open(self, now: datetime) -> bool:
        lasts = self.until or self.proposed_at + PROPOSAL_LASTS
        return self.ended_at is None and now < lasts


def open_for(session: Session, resident_id: int | None, now: datetime) -> ReportMute | None:
    """A proposal that waits, or a mute in force; its day ends it by itself."""
    if resident_id is None:
        return None
    newest = select(ReportMute).where(ReportMute.resident_id == resident_id).order_by(ReportMute.id.desc()).limit(1)
    found = session.scalar(newest)
    return found if found and found.is_open(now) else None


def muted_until(session: Session, resident_id: int, now: datetime) -> datetime | None:
    found = open_for(session, resident_id, now)
    return found.until if found else None


def propose(session: Session, report_id: int, reason: str, days: int, by: By, now: datetime) -> None:
    report, reason = _held(session, report_id, by), reason.strip()
    if days not in DAYS or not reason or len(reason) > LONGEST_REASON:
        raise NotAllowedError(f"期間を選び、理由を{LONGEST_REASON}文字までで書いてください。")
    if report.resident_id is None:
        raise NotAllowedError("通報した人とのつながりが、もうありません。")
    if open_for(session, report.resident_id, now):
        raise NotAllowedError("この人については、もう提案か停止があります。")
    session.add(
        ReportMute(
            resident_id=report.resident_id, report_id=report.id, reason=reason, days=days, proposed_by=by.officer.id,
            proposed_at=now,
        )
    )  # fmt: skip
    _note(session, report, by, "proposed", f"提案({days}日): {reason}", now)


def approve(session: Session, report_id: int, by: By, now: datetime) -> None:
    """By a second officer only. A resident who abuses nobody needs two to be wrong."""
    report = _held(session, report_id, by)
    found = open_for(session, report.resident_id, now)
    if found is None or found.until is not None:
        raise NotAllowedError("決定を待つ提案がありません。")
    if found.proposed_by == by.officer.id:
        raise NotAllowedError("提案した本人は決定できません。ほかの職員が決めてください。")
    found.decided_by, found.until = by.officer.id, now + timedelta(days=found.days)
    _note(session, report, by, "approved", f"決定: {to_jst(found.until):%Y-%m-%d} まで", now)


def end(session: Session, report_id: int, by: By, now: datetime) -> None:
    """One officer is enough to let somebody report again."""
    report = _held(session, report_id, by)
    found = open_for(session, report.resident_id, now)
    if found is None:
        raise NotAllowedError("提案も停止もありません。")
    found.ended_at, found.how = now, "lifted" if found.until else "declined"
    _note(session, report, by, found.how, "解除" if found.until else "取り下げ", now)


def forget(session: Session, before: datetime) -> int:
    """What has long been over goes with its reason; the journal keeps that it was."""
    over = (ReportMute.ended_at < before) | (ReportMute.until < before)
    lapsed = ReportMute.until.is_(None) & (ReportMute.proposed_at < before - PROPOSAL_LASTS)
    return len(session.scalars(delete(ReportMute).where(over | lapsed).returning(ReportMute.id)).all())


def _held(session: Session, report_id: int, by: By) -> Report:
    """The case, then the resident: two proposals at once about one person become one."""
    if by.officer.powers.has_own_cases_only:
        raise NotAllowedError("市の職員だけが使えます。")
    report = locked(session, report_id, by)
    if report.resident_id is not None:
        session.get(Resident, report.resident_id, with_for_update=True, populate_existing=True)
    return report


def _note(session: Session, report: Report, by: By, what: str, text: str, now: datetime) -> None:
    note(session, report, Happened.MUTING, now, officer_id=by.officer.id, text=text)
    journal.write(session, now, actor=by.officer.actor, action=f"report.mute_{what}", subject=f"report:{report.id}")
