"""Who watches a safety check: officers named for it, who come, show that they are there, and go."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts import safety_checks
from alerts.safety_checks import PEOPLE, SafetyCheck
from store.database import Record
from town.calendar import to_jst
from town.officers import NotAllowedError, Officer

# Their page asks again every 20 seconds; whose page has been silent for so long is not there.
SILENT_AFTER = timedelta(minutes=5)


class SafetyWatch(Record):
    """One officer named for one check. `seen_at`: when their page last asked while they were watching."""

    __tablename__ = "safety_watches"

    check_id: Mapped[int] = mapped_column(ForeignKey("safety_checks.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    began_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]

    def is_there(self, now: datetime) -> bool:
        return self.began_at is not None and self.seen_at is not None and now - self.seen_at < SILENT_AFTER


def name(session: Session, check: SafetyCheck, officers: Collection[Officer], now: datetime) -> None:
    """Raises NotAllowedError where nobody is named, or somebody who may not see it."""
    if not officers:
        raise NotAllowedError("見守る職員を選んでください。いなければ、安否確認は始められません。")
    for one in officers:
        if not may_watch(one, now):
            raise NotAllowedError(f"{one.name}さんは、見守りの役割がないか、いま働いていません。")
        session.add(SafetyWatch(check_id=check.id, officer_id=one.id))
    session.flush()


def may_watch(officer: Officer, now: datetime) -> bool:
    """Contractors may not: they see only the cases that were given to them."""
    return not officer.is_contractor and officer.works_on(to_jst(now).date()) and officer.powers.has(*PEOPLE)


def of(session: Session, check_id: int) -> list[tuple[SafetyWatch, Officer]]:
    query = select(SafetyWatch, Officer).join(Officer, Officer.id == SafetyWatch.officer_id)
    found = session.execute(query.where(SafetyWatch.check_id == check_id).order_by(Officer.name, Officer.id))
    return [(watch, officer) for watch, officer in found]


def watching(session: Session, check: SafetyCheck, now: datetime) -> list[Officer]:
    """Those named who came, are still there, and still work here. Nobody once its time is over."""
    if not check.is_open(now):
        return []
    return [officer for watch, officer in of(session, check.id) if watch.is_there(now) and may_watch(officer, now)]


def in_turn(session: Session, subject: str, now: datetime) -> list[Officer]:
    """Whom a ring about this check calls first: who is there, then who was named."""
    number = subject.removeprefix("safety:")
    if not subject.startswith("safety:") or not number.isdecimal():
        return []
    found = sorted(of(session, int(number)), key=lambda one: not one[0].is_there(now))
    return [officer for _, officer in found]


def come(session: Session, check_id: int, officer: Officer, now: datetime) -> None:
    check, watch = _own(session, check_id, officer, now)
    if not check.is_open(now):
        raise NotAllowedError("この安否確認は、開いていません。")
    watch.began_at = watch.seen_at = now
    safety_checks.note(session, check, "watching", officer.actor, now)


def go(session: Session, check_id: int, officer: Officer, now: datetime) -> None:
    check, watch = _own(session, check_id, officer, now)
    watch.began_at = watch.seen_at = None
    safety_checks.note(session, check, "left", officer.actor, now)


def look(session: Session, check_id: int, officer_id: int, now: datetime) -> None:
    """Their page asked: whoever came is still there. Looking alone makes nobody a watcher."""
    watch = session.get(SafetyWatch, (check_id, officer_id))
    if watch and watch.began_at:
        watch.seen_at = now


def _own(session: Session, check_id: int, officer: Officer, now: datetime) -> tuple[SafetyCheck, SafetyWatch]:
    check = safety_checks.find(session, check_id)
    watch = session.get(SafetyWatch, (check_id, officer.id), with_for_update=True)
    if check is None or watch is None or not may_watch(officer, now):
        raise NotAllowedError("この安否確認を見守る職員に、選ばれていません。")
    return check, watch
