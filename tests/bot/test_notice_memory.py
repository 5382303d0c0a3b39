"""The telephones of a notice are kept as long as a correction may have to reach them, and then forgotten."""

from sqlalchemy import select, update

from bot.chores import Chores, Memory
from store import notices
from store.database import reading, transaction
from store.notices import Parcel
from store.outbox import Delivery, Status
from tests.bot.post_room import PostRoom

WORDS = [{"type": "text", "text": "避難指示"}]
ENDED = (Status.SENT, Status.REFUSED, Status.UNCERTAIN, Status.SPLIT, Status.STOPPED)


def kept() -> set[str]:
    with reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.to.is_not(None)))
        return {row.status for row in rows if row.messages is not None}


def a_notice(room: PostRoom) -> None:
    """One row for each way to end, and one that still waits."""
    for status in (*ENDED, Status.WAITING):
        with transaction() as session:
            notices.multicast(session, [f"U{status}"], Parcel(1, WORDS, "ja"), room.clock())
            session.flush()
            newest = select(Delivery.id).order_by(Delivery.id.desc()).limit(1).scalar_subquery()
            ended = None if status == Status.WAITING else room.clock()
            session.execute(update(Delivery).where(Delivery.id == newest).values(status=status, finished_at=ended))


def test_a_correction_can_reach_everybody_for_seven_days_and_after_that_nobody_is_remembered(post_room: PostRoom):
    chores = Chores(Memory(), post_room.gateway, post_room.clock)
    a_notice(post_room)
    post_room.clock.skip(days=7)
    chores.forget()
    assert kept() == {*ENDED, Status.WAITING}
    post_room.clock.skip(seconds=1)
    chores.forget()
    assert kept() == {Status.WAITING}
