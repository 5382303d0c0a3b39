"""Which rich menu everybody sees by default, as far as we know: what LINE was told last, and what stood there before.

ordinary -disaster mode-> disaster -back-> ordinary. The change itself is repeated until LINE said yes: it does no harm twice.
"""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record

THE_ONE = 1
LEASE = timedelta(minutes=3)  # longer than a handful of calls that LINE leaves unanswered
LONGEST_PAUSE = timedelta(minutes=2)
LOOKED_EVERY = timedelta(minutes=10)
LOOKED_AFTER_CHANGE = timedelta(hours=1)


class MenuState(Record):
    """One row. `before_id`: the default menu that stood before the disaster's, None where there was none."""

    __tablename__ = "rich_menu"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_disaster: Mapped[bool]  # what LINE was told last
    before_id: Mapped[str | None] = mapped_column(String(64))
    changed_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    attempts: Mapped[int]  # in vain since the last success
    next_try_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(String(60))  # what LINE said to the last attempt


def find(session: Session) -> MenuState | None:
    """None where the menus were never changed."""
    return session.get(MenuState, THE_ONE, populate_existing=True)


def is_look_due(state: MenuState | None, now: datetime, *, is_disaster: bool) -> bool:
    """LINE's own manager, or another program, may have put another menu there."""
    if state is None or state.looked_at is None:
        return False
    is_recent = state.changed_at is not None and now - state.changed_at <= LOOKED_AFTER_CHANGE
    return (is_disaster or is_recent) and now - state.looked_at >= LOOKED_EVERY


def take(session: Session, now: datetime) -> MenuState | None:
    """Whoever takes it changes the menus alone; None where somebody is at it, or LINE is to be left in peace."""
    state = held(session)
    is_busy = state.leased_until is not None and state.leased_until > now
    if is_busy or (state.next_try_at is not None and state.next_try_at > now):
        return None
    state.leased_until = now + LEASE
    return state


def held(session: Session) -> MenuState:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(MenuState).values(id=THE_ONE, is_disaster=False, attempts=0)
    session.execute(first.on_conflict_do_nothing(index_elements=["id"]))
    return session.get_one(MenuState, THE_ONE, with_for_update=True, populate_existing=True)


def told(session: Session, now: datetime, *, is_disaster: bool) -> None:
    """LINE said yes."""
    state = held(session)
    if state.is_disaster is not is_disaster:
        state.changed_at = now
    state.is_disaster, state.looked_at = is_disaster, now


def done(session: Session) -> None:
    state = held(session)
    state.attempts, state.next_try_at, state.leased_until, state.fault = 0, None, None, None


def failed(session: Session, fault: str, now: datetime) -> None:
    """Again after 2, 4, 8 … seconds, at most two minutes, for as long as it takes."""
    state = held(session)
    state.attempts += 1
    pause = min(timedelta(seconds=2 ** min(state.attempts, 10)), LONGEST_PAUSE)
    state.next_try_at, state.leased_until, state.fault = now + pause, None, fault[:60]
