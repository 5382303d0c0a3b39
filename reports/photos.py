"""Photos of reports: wanted as soon as a resident said what for, fetched afterwards, one row each.

wanted -claim-> fetching -> ready | refused | gone | wanted again, after a longer and longer pause
making -> ready: what the desk makes itself, a redacted copy or an officer's picture (photo_making.py)
any of them -> destroyed (nobody sees it any more) -> erased (its bytes are gone too)
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, and_, func, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports.pictures import Picture, Refusal
from store.database import Record, in_index_order, wake
from store.inbox import OvertakenError

MOST = 5  # of one report
MOST_OF_A_CASE = 20  # with what is added later
LEASE = timedelta(minutes=2)
LASTS = timedelta(days=2)  # LINE does not promise how long it keeps what was sent
LONGEST_PAUSE = timedelta(minutes=30)
_OPEN = text("state IN ('wanted', 'fetching', 'making', 'destroyed')")


class PhotoState(StrEnum):
    WANTED = "wanted"
    FETCHING = "fetching"
    MAKING = "making"  # at the desk; given up at `next_try_at`
    READY = "ready"
    REFUSED = "refused"  # it was no photo, or one we cannot take: `reason` says why
    GONE = "gone"  # LINE has it no more
    DESTROYED = "destroyed"
    ERASED = "erased"


ALIVE = (PhotoState.WANTED, PhotoState.FETCHING, PhotoState.MAKING, PhotoState.READY)


class ReportPhoto(Record):
    """`report_id` is None while the report is being written. `name` is where its bytes lie, before they do: none is
    ever left on the shelf without a row. Nobody can guess it. `officer_id`: whoever made it at the desk;
    `original_id`: the photo of which it is a redacted copy.
    """

    __tablename__ = "report_photos"
    __table_args__ = (
        Index("ix_report_photos_open", "next_try_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"), index=True)
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("residents.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    original_id: Mapped[int | None] = mapped_column(ForeignKey("report_photos.id"), index=True)
    message_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12), default=PhotoState.WANTED)
    reason: Mapped[str | None] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(48), unique=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    byte_count: Mapped[int | None]
    fingerprint: Mapped[int | None] = mapped_column(BigInteger)
    attempts: Mapped[int] = mapped_column(default=0)
    wanted_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


def want(session: Session, resident_id: int, message_id: str, now: datetime, report_id: int | None = None) -> bool:
    """Promise to fetch it; the row stands before anything is fetched. False for one that is promised already."""
    if by_message(session, message_id):
        return False
    session.add(
        ReportPhoto(
            resident_id=resident_id, report_id=report_id, message_id=message_id, name=secrets.token_hex(20),
            wanted_at=now, next_try_at=now,
        )
    )  # fmt: skip
    session.flush()
    wake(session, "photos")
    return True


def by_message(session: Session, message_id: str) -> ReportPhoto | None:
    return session.scalar(select(ReportPhoto).where(ReportPhoto.message_id == message_id))


def claim(session: Session, now: datetime) -> ReportPhoto | None:
    """Take the one that has waited longest; one whose worker fell silent is given out again."""
    in_index_order(session)
    due = (
        select(ReportPhoto.id)
        .where(ReportPhoto.state.in_([PhotoState.WANTED, PhotoState.FETCHING]), ReportPhoto.next_try_at <= now)
        .order_by(ReportPhoto.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taking = update(ReportPhoto).where(ReportPhoto.id == due).returning(ReportPhoto)
    taking = taking.values(state=PhotoState.FETCHING, attempts=ReportPhoto.attempts + 1, next_try_at=now + LEASE)
    return session.scalars(taking.execution_options(synchronize_session=False)).one_or_none()


def settle(session: Session, photo: ReportPhoto, **values: Any) -> None:
    """Write down how an attempt ended. Raises OvertakenError when it was destroyed or given to another meanwhile."""
    ours = (
        ReportPhoto.id == photo.id, ReportPhoto.attempts == photo.attempts, ReportPhoto.state == PhotoState.FETCHING
    )  # fmt: skip
    statement = update(ReportPhoto).where(*ours).values(**values).execution_options(synchronize_session=False)
    if session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise OvertakenError


def ready(picture: Picture, now: datetime) -> dict[str, Any]:
    """What a row says of a photo that lies on the shelf."""
    return {
        "state": PhotoState.READY, "width": picture.width, "height": picture.height,
        "byte_count": len(picture.large), "fingerprint": picture.fingerprint, "finished_at": now,
    }  # fmt: skip


def refused(reason: Refusal, now: datetime) -> dict[str, Any]:
    return {"state": PhotoState.REFUSED, "reason": reason, "finished_at": now}


def later(photo: ReportPhoto, now: datetime) -> dict[str, Any]:
    """Wanted again after two seconds, four, eight … half an hour; given up after two days."""
    if now >= photo.wanted_at + LASTS:
        return {"state": PhotoState.GONE, "finished_at": now}
    pause = min(timedelta(seconds=2 ** min(photo.attempts, 12)), LONGEST_PAUSE)
    return {"state": PhotoState.WANTED, "next_try_at": now + pause}


def of_report(session: Session, report_id: int) -> list[ReportPhoto]:
    """Those that are there or still coming, with what the desk made of them, oldest first."""
    return _alive(session, ReportPhoto.report_id == report_id)


def sent_to(session: Session, report_id: int, *by: int) -> list[ReportPhoto]:
    """What residents sent for it; with `by`, this resident alone."""
    mine = [ReportPhoto.resident_id.in_(by)] if by else []
    return _alive(session, ReportPhoto.report_id == report_id, ReportPhoto.officer_id.is_(None), *mine)


def of_draft(session: Session, resident_id: int) -> list[ReportPhoto]:
    """Those of the report that this resident is writing."""
    return _alive(session, ReportPhoto.report_id.is_(None), ReportPhoto.resident_id == resident_id)


def attach(session: Session, resident_id: int, report_id: int) -> int:
    """The report is filed: its photos are its own. Returns how many."""
    mine = [photo.id for photo in of_draft(session, resident_id)]
    session.execute(update(ReportPhoto).where(ReportPhoto.id.in_(mine)).values(report_id=report_id))
    return len(mine)


def destroy(session: Session, some: Iterable[ReportPhoto], now: datetime) -> int:
    """From this moment nobody sees them nor their redacted copies; the bytes go as soon as the bell is heard.
    Returns how many.
    """
    ids = [photo.id for photo in some if photo.state in ALIVE]
    theirs = or_(ReportPhoto.id.in_(ids), ReportPhoto.original_id.in_(ids))
    gone = update(ReportPhoto).where(theirs, ReportPhoto.state.in_(ALIVE))
    gone = gone.values(state=PhotoState.DESTROYED, finished_at=now, message_id=None)
    count = int(session.execute(gone).rowcount)  # type: ignore[attr-defined]
    if count:
        wake(session, "photos")
    return count


def doomed(session: Session, now: datetime, most: int = 100) -> list[ReportPhoto]:
    """Destroyed, or begun at the desk and never finished: with bytes that may still lie on the shelf."""
    is_left = and_(ReportPhoto.state == PhotoState.MAKING, ReportPhoto.next_try_at <= now)
    found = select(ReportPhoto).where(or_(ReportPhoto.state == PhotoState.DESTROYED, is_left))
    return list(session.scalars(found.limit(most)))


def erased(session: Session, some: Iterable[ReportPhoto]) -> None:
    ids = [photo.id for photo in some]
    bare = update(ReportPhoto).where(ReportPhoto.id.in_(ids)).values(state=PhotoState.ERASED, fingerprint=None)
    session.execute(bare)


def orphans(session: Session, wanted_before: datetime, most: int) -> list[ReportPhoto]:
    """Photos of reports that were never filed."""
    left = (ReportPhoto.report_id.is_(None), ReportPhoto.state.in_(ALIVE), ReportPhoto.wanted_at < wanted_before)
    return list(session.scalars(select(ReportPhoto).where(*left).limit(most)))


def count_open(session: Session) -> int:
    still = ReportPhoto.state.in_([PhotoState.WANTED, PhotoState.FETCHING])
    return session.scalar(select(func.count(ReportPhoto.id)).where(still)) or 0


def _alive(session: Session, *where: Any) -> list[ReportPhoto]:
    found = select(ReportPhoto).where(*where, ReportPhoto.state.in_(ALIVE)).order_by(ReportPhoto.id)
    return list(session.scalars(found))
