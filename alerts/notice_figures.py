"""How a sent notice was received: LINE's own statistics, and how many blocked us within a day. Counts only."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts.broadcasts import Broadcast
from alerts.stages import GONE_OUT
from store.database import Record
from store.notices import HAVE_IT_OR_WILL
from store.outbox import Delivery, Way
from town.residents import Resident

BLOCKS_COUNTED_FOR = timedelta(hours=24)
LINE_COUNTS_FOR = timedelta(days=14)  # after that LINE's figures do not change any more
ASKED_EVERY = timedelta(hours=12)


class NoticeFigures(Record):
    """None: not known, or so few that LINE does not say (under 20)."""

    __tablename__ = "notice_figures"

    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True)
    delivered_count: Mapped[int | None]
    opened_count: Mapped[int | None]
    clicked_count: Mapped[int | None]
    measured_at: Mapped[datetime | None]  # when LINE was asked last
    blocked_count: Mapped[int | None]
    blocks_counted_at: Mapped[datetime | None]


def find(session: Session, broadcast_id: int) -> NoticeFigures | None:
    return session.get(NoticeFigures, broadcast_id)


def unit_of(broadcast_id: int) -> str:
    """Under this name LINE counts the multicasts of one notice together."""
    return f"notice_{broadcast_id}"


def to_measure(session: Session, now: datetime) -> list[Broadcast]:
    """Live notices of the last two weeks that LINE was not asked about for half a day, once a day has passed."""
    query = (
        select(Broadcast)
        .outerjoin(NoticeFigures)
        .where(
            Broadcast.released_at > now - LINE_COUNTS_FOR - ASKED_EVERY,
            Broadcast.released_at <= now - BLOCKS_COUNTED_FOR,
            NoticeFigures.measured_at.is_(None) | (NoticeFigures.measured_at <= now - ASKED_EVERY),
        )
        .where(Broadcast.is_drill.is_(False), Broadcast.stage.in_(GONE_OUT))
    )
    return list(session.scalars(query.order_by(Broadcast.id).limit(_MOST_ASKED)))


_MOST_ASKED = 20  # LINE answers sixty such questions an hour


def request_of_broadcast(session: Session, broadcast_id: int) -> str | None:
    """LINE's number of the one request that went to every friend, where there was one."""
    query = select(Delivery.line_request_id).where(Delivery.notice_id == broadcast_id, Delivery.way == Way.BROADCAST)
    return session.scalar(query.where(Delivery.line_request_id.is_not(None)).limit(1))


def note_line(
    session: Session, broadcast_id: int, counts: tuple[int | None, int | None, int | None], now: datetime
) -> None:
    """Delivered, opened, clicked."""
    row = _row(session, broadcast_id)
    row.delivered_count, row.opened_count, row.clicked_count = counts
    row.measured_at = now


def count_blocks(session: Session, now: datetime) -> int:
    """For every notice whose day is over: how many of those who had it have left us within it. Returns how many notices."""
    over = (
        select(Broadcast)
        .outerjoin(NoticeFigures)
        .where(Broadcast.released_at <= now - BLOCKS_COUNTED_FOR, Broadcast.released_at > now - 2 * LINE_COUNTS_FOR)
        .where(NoticeFigures.blocks_counted_at.is_(None), Broadcast.is_drill.is_(False), Broadcast.stage.in_(GONE_OUT))
    )
    found = list(session.scalars(over))
    for broadcast in found:
        row = _row(session, broadcast.id)
        row.blocked_count, row.blocks_counted_at = blocks_after(session, broadcast), now
    return len(found)


def blocks_after(session: Session, broadcast: Broadcast) -> int:
    """So far. Only who may have had the notice counts: a block has many reasons, and this is one of them."""
    if broadcast.released_at is None:
        return 0
    gone = select(Resident.line_id).where(
        Resident.left_at >= broadcast.released_at, Resident.left_at < broadcast.released_at + BLOCKS_COUNTED_FOR
    )
    left = {line_id for line_id in session.scalars(gone) if line_id}
    return len(left & _had(session, broadcast.id, left)) if left else 0


def _had(session: Session, broadcast_id: int, asked: Collection[str]) -> set[str]:
    rows = select(Delivery.way, Delivery.to).where(
        Delivery.notice_id == broadcast_id, Delivery.status.in_(HAVE_IT_OR_WILL)
    )
    had: set[str] = set()
    for way, to in session.execute(rows):
        had |= set(asked) if way == Way.BROADCAST else set(to or ())
    return had


def _row(session: Session, broadcast_id: int) -> NoticeFigures:
    found = session.get(NoticeFigures, broadcast_id) or NoticeFigures(broadcast_id=broadcast_id)
    session.add(found)
    return found
