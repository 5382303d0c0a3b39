"""安否確認: after an order the town asks whether people fled. Off unless somebody named who watches and until when.

prepared -its notice leaves-> open -its time is over, or an officer ends it-> over -the town's days later-> emptied
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts import orders
from alerts.broadcasts import Broadcast
from alerts.written import Written
from store import journal
from store.database import Record
from town.calendar import JST
from town.officers import NotAllowedError, Officer
from town.roles import Role

TEMPLATE = "safety_check"
# Who may be named to watch, sees what residents wrote, and is rung when nobody reads it.
PEOPLE = (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER, Role.REPORT_HANDLER)
BROADCASTERS = (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)


class SafetyCheck(Record):
    """`opened_at` is None until its notice left. `told_counts`: what is left when the entries are gone."""

    __tablename__ = "safety_checks"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    broadcast_id: Mapped[int | None] = mapped_column(unique=True)
    districts: Mapped[list[str]]
    prepared_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    prepared_at: Mapped[datetime]
    until_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None] = mapped_column(index=True)
    told_counts: Mapped[dict[str, Any]]

    def is_open(self, now: datetime) -> bool:
        return self.opened_at is not None and self.ended_at is None and now < self.until_at

    @property
    def over_at(self) -> datetime:
        """When it was over, or will be."""
        return min(self.ended_at or self.until_at, self.until_at)

    @property
    def subject(self) -> str:
        return f"safety:{self.id}"


def find(session: Session, check_id: int) -> SafetyCheck | None:
    return session.get(SafetyCheck, check_id, populate_existing=True)


def held(session: Session, check_id: int, *, is_shared: bool = False) -> SafetyCheck | None:
    """Until the end of this transaction nobody ends it; residents hold it together (`is_shared`)."""
    return session.get(SafetyCheck, check_id, with_for_update={"read": is_shared}, populate_existing=True)


def listed(session: Session, limit: int = 50) -> list[SafetyCheck]:
    return list(session.scalars(select(SafetyCheck).order_by(SafetyCheck.id.desc()).limit(limit)))


def kept(session: Session) -> list[SafetyCheck]:
    """Those that were opened and still hold what residents told."""
    query = select(SafetyCheck).where(SafetyCheck.opened_at.is_not(None), SafetyCheck.emptied_at.is_(None))
    return list(session.scalars(query.order_by(SafetyCheck.id)))


def enter(session: Session, broadcast: Broadcast, written: Written, now: datetime) -> None:
    """Its notice leaves, so it opens. Raises NotAllowedError where no order stands there any more, or its time is over."""
    if written.template_id != TEMPLATE:
        return
    check = held(session, _number(broadcast))
    if check is None or check.broadcast_id != broadcast.id:
        raise NotAllowedError("安否確認は、「安否確認」の画面から始めてください。")
    check.districts, check.until_at = list(written.districts), _until(broadcast) or check.until_at
    refuse_districts(session, check.districts)
    if check.until_at <= now or check.ended_at:
        raise NotAllowedError("この安否確認は、終わりの時刻を過ぎたか、終わっています。始め直してください。")
    check.opened_at = now
    note(session, check, "opened", "machine", now, districts=len(check.districts))


def strike(session: Session, notice: Broadcast, now: datetime) -> None:
    """The notice was false: nobody is asked any more."""
    found = session.scalar(select(SafetyCheck).where(SafetyCheck.broadcast_id == notice.id).with_for_update())
    if found and found.ended_at is None:
        found.ended_at = now
        note(session, found, "ended", "machine", now)


def end(session: Session, check_id: int, officer: Officer, now: datetime) -> None:
    check = _held_open(session, check_id, officer, now)
    check.ended_at = now
    note(session, check, "ended", officer.actor, now)


def extend(session: Session, check_id: int, until: datetime, officer: Officer, now: datetime) -> None:
    """One person is enough: who watches goes on watching. Raises NotAllowedError for a time that is not later."""
    check = _held_open(session, check_id, officer, now)
    if until <= check.until_at:
        raise NotAllowedError("いまの終わりより後の時刻を入れてください。")
    check.until_at = until
    note(session, check, "extended", officer.actor, now)


def refuse_districts(session: Session, districts: Iterable[str]) -> None:
    """Only where an order is in force is anybody asked."""
    ordered = {one.district_id for one in orders.in_force(session)}
    if not (chosen := set(districts)) or chosen - ordered:
        raise NotAllowedError("安否確認は、いま発令が出ている地区だけで始められます。")


def note(session: Session, check: SafetyCheck, deed: str, actor: str, now: datetime, **details: int | str) -> None:
    journal.write(session, now, actor=actor, action=f"safety.{deed}", subject=check.subject, **details)


def _held_open(session: Session, check_id: int, officer: Officer, now: datetime) -> SafetyCheck:
    if not officer.powers.has(*BROADCASTERS):
        raise NotAllowedError("配信の役割がありません。")
    check = held(session, check_id)
    if check is None or not check.is_open(now):
        raise NotAllowedError("この安否確認は、開いていません。")
    return check


def _number(broadcast: Broadcast) -> int:
    found = str((broadcast.content.get("values") or {}).get("check", ""))
    return int(found) if found.isascii() and found.isdecimal() and len(found) < 10 else 0


def _until(broadcast: Broadcast) -> datetime | None:
    """What the form wrote was read once already, when the notice was put into words."""
    written = str((broadcast.content.get("values") or {}).get("until", ""))
    if not written:
        return None
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=JST)
