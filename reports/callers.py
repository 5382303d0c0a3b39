"""Who telephoned: kept apart from the case, shown to whoever asks for it by name, forgotten with the reporter."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports.records import Report
from store import journal
from store.database import Record
from town.officers import NotAllowedError, Officer

LONGEST_NAME, LONGEST_PHONE = 60, 30


class ReportCaller(Record):
    """`once_key` is the form's: sent twice, it files once. Without name and phone the row says who took the call."""

    __tablename__ = "report_callers"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    once_key: Mapped[str] = mapped_column(String(36), unique=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    phone: Mapped[str | None] = mapped_column(String(LONGEST_PHONE))
    called_at: Mapped[datetime]


def taken(session: Session, once_key: str) -> ReportCaller | None:
    return session.scalar(select(ReportCaller).where(ReportCaller.once_key == once_key))


def refuse_unfit(name: str, phone: str) -> None:
    if len(name) > LONGEST_NAME or len(phone) > LONGEST_PHONE:
        raise NotAllowedError(f"名前は{LONGEST_NAME}文字、電話番号は{LONGEST_PHONE}文字までにしてください。")


def write(
    session: Session, report: Report, officer: Officer, once_key: str, now: datetime, *, name: str, phone: str
) -> None:
    """The journal knows that an officer took a call, and nothing of whose."""
    row = ReportCaller(
        once_key=once_key, report_id=report.id, officer_id=officer.id, name=name or None, phone=phone or None,
        called_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.write(session, now, actor=officer.actor, action="report.call_taken", subject=f"report:{report.id}")


def of_report(session: Session, report_id: int) -> list[ReportCaller]:
    return list(session.scalars(select(ReportCaller).where(ReportCaller.report_id == report_id)))


def has_names(session: Session, report_id: int) -> bool:
    """Whether there is anything to show, without showing it."""
    return any(one.name or one.phone for one in of_report(session, report_id))


def forget(session: Session, report_id: int) -> None:
    session.execute(delete(ReportCaller).where(ReportCaller.report_id == report_id))
