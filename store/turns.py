"""Whose turn it is to call LINE: its limit is the channel's, so however many processes send, they share one row of turns."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.chores import Chore

NAME = "turns at LINE"
# More than this ahead no crowd of processes can be: a clock was wrong, and nobody waits for it.
FARTHEST_AHEAD = timedelta(seconds=1)


def take(session: Session, lasts: timedelta, late: timedelta, now: datetime) -> datetime:
    """Reserve a stretch of time that is nobody else's. Its beginning: `late` ago at the earliest, soon at the latest."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Chore).values(name=NAME, due_at=now - late, leased_until=now)
    session.execute(row.on_conflict_do_nothing(index_elements=["name"]))
    turns = session.scalars(select(Chore).where(Chore.name == NAME).with_for_update()).one()
    is_astray = turns.due_at > now + FARTHEST_AHEAD
    begins_at = now - late if is_astray else max(turns.due_at, now - late)
    turns.due_at = begins_at + lasts
    return begins_at
