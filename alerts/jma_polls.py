"""When each feed was last read, what it said of itself, and how much was loaded today."""

from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record

LEASE = timedelta(minutes=2)
GAP = timedelta(minutes=10)  # a feed of the minute holds the last ten minutes only
SILENT_AFTER = timedelta(minutes=5)
MOST_A_DAY = 9_000_000_000  # bytes; who loads 10 GB a day is locked out


class FeedPoll(Record):
    """`is_behind`: more than ten minutes were missed and the long feed has not been read since."""

    __tablename__ = "jma_polls"

    feed: Mapped[str] = mapped_column(String(12), primary_key=True)
    etag: Mapped[str | None] = mapped_column(String(200))
    modified: Mapped[str | None] = mapped_column(String(60))
    read_at: Mapped[datetime | None]
    since: Mapped[datetime]  # the first try: a feed never read is silent since then
    failure: Mapped[str | None] = mapped_column(String(60))
    is_behind: Mapped[bool] = mapped_column(default=True)
    leased_until: Mapped[datetime | None]
    loaded_on: Mapped[date]
    loaded_bytes: Mapped[int] = mapped_column(BigInteger, default=0)

    def is_silent(self, now: datetime) -> bool:
        return now - (self.read_at or self.since) > SILENT_AFTER


def take(session: Session, feed: str, now: datetime) -> FeedPoll | None:
    """The feed's row for two minutes; None while another process is at it."""
    row = session.get(FeedPoll, feed, with_for_update=True)
    if row is None:
        row = FeedPoll(feed=feed, since=now, loaded_on=now.date(), loaded_bytes=0, is_behind=True)
        session.add(row)
    if row.leased_until and row.leased_until > now:
        return None
    row.leased_until = now + LEASE
    if row.read_at is None or now - row.read_at > GAP:
        row.is_behind = True
    if row.loaded_on != now.date():
        row.loaded_on, row.loaded_bytes = now.date(), 0
    session.flush()
    return row


def loaded(session: Session, feed: str, size: int, now: datetime) -> None:
    """Counts, and keeps the feed in hand: the long one may take longer than a lease."""
    row = session.get_one(FeedPoll, feed, with_for_update=True)
    row.loaded_bytes += size
    row.leased_until = now + LEASE


def may_load(session: Session, now: datetime) -> bool:
    return sum(row.loaded_bytes for row in all_(session) if row.loaded_on == now.date()) < MOST_A_DAY


def succeeded(session: Session, feed: str, now: datetime, etag: str | None, modified: str | None) -> None:
    """Marked only when every telegram of it is in: what failed half-way is read again."""
    row = session.get_one(FeedPoll, feed, with_for_update=True)
    row.etag, row.modified, row.read_at, row.failure = etag, modified, now, None
    row.is_behind, row.leased_until = False, None


def failed(session: Session, feed: str, why: str) -> None:
    row = session.get_one(FeedPoll, feed, with_for_update=True)
    row.failure, row.leased_until = why[:60], None


def all_(session: Session) -> list[FeedPoll]:
    return list(session.scalars(select(FeedPoll).order_by(FeedPoll.feed)))


def silent(session: Session, now: datetime) -> list[FeedPoll]:
    """Feeds whose telegrams we may have missed."""
    return [row for row in all_(session) if row.is_silent(now)]
