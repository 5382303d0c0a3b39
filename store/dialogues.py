"""Where each resident's conversations stand: one row for each kind that is open, and each grows old by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, String, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record

MANY = 1000  # rows in one transaction, so that forgetting never holds up answering


@dataclass(frozen=True)
class DialogueKind:
    """What the conversations upstairs say about theirs: of several open ones the highest `rank` is spoken to."""

    name: str
    rank: int
    lasts: timedelta


class Dialogue(Record):
    """`id` is new for every conversation begun: a button carries it, so that last week's cannot act on today's.

    `state` is JSON. No foreign key: this floor does not know who residents are.
    """

    __tablename__ = "dialogues"
    __table_args__ = (Index(None, "resident_id", "kind", unique=True), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    resident_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    step: Mapped[str] = mapped_column(String(32))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    began_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def take(session: Session, resident_id: int, kinds: Mapping[str, DialogueKind], now: datetime) -> Dialogue | None:
    """The one to speak to: of these kinds, open and not expired, the one of highest rank."""
    return max(_open(session, resident_id, kinds, now), key=lambda one: kinds[one.kind].rank, default=None)


def open_kinds(session: Session, resident_id: int, kinds: Mapping[str, DialogueKind], now: datetime) -> list[Dialogue]:
    """All that are open, highest rank first: what is paused can be offered when what outranks it is over."""
    return sorted(_open(session, resident_id, kinds, now), key=lambda one: -kinds[one.kind].rank)


def find(session: Session, resident_id: int, kind: DialogueKind, now: datetime) -> Dialogue | None:
    return take(session, resident_id, {kind.name: kind}, now)


def pressed(
    session: Session, resident_id: int, kind: DialogueKind, dialogue_id: int, step: str, now: datetime
) -> Dialogue | None:
    """The dialogue a button belongs to; None when it is over, another one, or has gone on to another step."""
    found = find(session, resident_id, kind, now)
    return found if found and (found.id, found.step) == (dialogue_id, step) else None


def put(
    session: Session, resident_id: int, kind: DialogueKind, step: str, state: Mapping[str, Any], now: datetime
) -> Dialogue:
    """Go on with the open dialogue of this kind, or begin one; either lasts the kind's time from now on.

    One that has expired is not gone on with: what is begun in its place has a new id. So has one begun after `end`.
    """
    theirs = _of(session, resident_id)
    if (before := theirs.get(kind.name)) and before.expires_at <= now:
        session.execute(delete(Dialogue).where(Dialogue.id == before.id, Dialogue.expires_at <= now))
    row = {
        "resident_id": resident_id, "kind": kind.name, "step": step, "state": dict(state), "began_at": now,
        "touched_at": now, "expires_at": now + kind.lasts,
    }  # fmt: skip
    going_on: Dialogue = session.scalars(
        _PUT[session.get_bind().dialect.name], row, execution_options=_AS_IT_STANDS
    ).one()
    theirs[kind.name] = going_on
    return going_on


def end(session: Session, resident_id: int, *kinds: DialogueKind) -> None:
    """These are over; all of them when none is named, as when somebody leaves."""
    mine = delete(Dialogue).where(Dialogue.resident_id == resident_id)
    session.execute(mine.where(Dialogue.kind.in_([kind.name for kind in kinds])) if kinds else mine)
    session.info.pop(_READ, None)


def is_latest(session: Session, found: Dialogue) -> bool:
    """Whether no other conversation of theirs has gone on since: then a bare «はい» is said to this one."""
    return all(one.touched_at <= found.touched_at for one in _of(session, found.resident_id).values())


def expired(session: Session, kind: DialogueKind, now: datetime) -> list[Dialogue]:
    """Up to MANY that nobody went on with, oldest first, for whoever has to tidy up behind them (photos of a draft)."""
    due = select(Dialogue).where(Dialogue.kind == kind.name, Dialogue.expires_at <= now)
    return list(session.scalars(due.order_by(Dialogue.expires_at, Dialogue.id).limit(MANY)))


def drop_expired(session: Session, kind: DialogueKind, now: datetime) -> int:
    """Of a kind whose state must not outlive it by a day. Returns how many."""
    due = delete(Dialogue).where(Dialogue.kind == kind.name, Dialogue.expires_at <= now)
    return int(session.execute(due).rowcount)  # type: ignore[attr-defined]


def forget(session: Session, expired_before: datetime) -> int:
    """Drop up to MANY that expired before then. Returns how many."""
    due = select(Dialogue.id).where(Dialogue.expires_at < expired_before).limit(MANY)
    return int(session.execute(delete(Dialogue).where(Dialogue.id.in_(due))).rowcount)  # type: ignore[attr-defined]


def _open(session: Session, resident_id: int, kinds: Mapping[str, DialogueKind], now: datetime) -> list[Dialogue]:
    theirs = _of(session, resident_id).values()
    return [one for one in theirs if one.kind in kinds and one.expires_at > now]


def _of(session: Session, resident_id: int) -> dict[str, Dialogue]:
    """All of theirs by kind, those that have expired too.

    Read once in a transaction: of every message half a dozen conversations ask in turn whether theirs is open, and
    asking the database each time was a quarter of the whole answer. Nobody else changes them meanwhile: a resident's
    events are answered one after the other.
    """
    read: dict[int, dict[str, Dialogue]] = session.info.setdefault(_READ, {})
    if resident_id not in read:
        found = session.scalars(_THEIRS, {"whose": resident_id}, execution_options=_AS_IT_STANDS)
        read[resident_id] = {one.kind: one for one in found}
    return read[resident_id]


def _putting(insert: Any) -> Any:
    """Built once: writing a statement down costs more than sending it."""
    table = Dialogue.__table__
    row = insert(table).values({one.name: bindparam(one.name, type_=one.type) for one in table.c if one.name != "id"})
    going_on = {name: row.excluded[name] for name in ("step", "state", "touched_at", "expires_at")}
    row = row.on_conflict_do_update(index_elements=[table.c.resident_id, table.c.kind], set_=going_on)
    return select(Dialogue).from_statement(row.returning(*table.c))


_READ = "dialogues"  # where a session keeps what was read of them
_AS_IT_STANDS = {"populate_existing": True}
_THEIRS = select(Dialogue).where(Dialogue.resident_id == bindparam("whose"))
_PUT = {"postgresql": _putting(postgresql.insert), "sqlite": _putting(sqlite.insert)}
