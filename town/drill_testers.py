"""Whose telephones a drill reaches: officers who work here today. A contract that ended leaves nothing behind."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store import journal, testers
from store.testers import Tester
from town.calendar import to_jst
from town.officers import Officer


def at_work(session: Session, today: date) -> list[Tester]:
    working = _working(session, today)
    return [one for one in testers.all(session) if one.officer_id in working]


def unlink_gone(session: Session, now: datetime) -> int:
    """Forget the telephones of accounts that have ended. Returns how many."""
    working = _working(session, to_jst(now).date())
    leaving = [one for one in testers.all(session) if one.officer_id not in working]
    for one in leaving:
        testers.unlink(session, one.officer_id)
        journal.write(
            session, now, actor="machine", action="telephone.unlinked", subject=f"tester:{one.id}",
            officer=one.officer_id,
        )  # fmt: skip
    return len(leaving)


def _working(session: Session, today: date) -> set[int]:
    linked = select(Tester.officer_id).where(Tester.line_id.is_not(None))
    return {one.id for one in session.scalars(select(Officer).where(Officer.id.in_(linked))) if one.works_on(today)}
