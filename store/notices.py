"""The rows of one notice to many: promised, counted, stopped, and found again for its correction."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, case, func, select, update
from sqlalchemy.orm import Session

from store import sharing_out
from store.database import UtcDateTime, wake
from store.outbox import Delivery, Status, Way
from store.sharing_out import Telephones
from store.testers import Tester

MULTICAST_LIMIT = 500  # LINE reference, «Send multicast message»: to[] holds at most 500
ON_THE_WAY = (Status.WAITING, Status.SENDING)
# A correction must reach all of these; what waits will arrive, for nothing waits of a notice that was stopped.
HAVE_IT_OR_WILL = (Status.WAITING, Status.SENDING, Status.SENT, Status.UNCERTAIN)
_LENGTH = func.json_array_length(Delivery.to, type_=Integer)
Messages = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Parcel:
    """What the rows of one language share. `turn`: 0 leaves first, then 1, 2 …; `expires_at`: after it nothing is sent;
    `is_silent`: no telephone makes a sound of it.
    """

    notice_id: int | None
    messages: Messages
    language: str | None = None
    turn: int = 0
    is_urgent: bool = True
    expires_at: datetime | None = None
    is_silent: bool = False


@dataclass(frozen=True)
class Progress:
    """How many requests and how many telephones stand where, in one language. A broadcast row has no telephones."""

    status: Status
    language: str | None
    row_count: int
    telephone_count: int


def multicast(session: Session, to: Sequence[str], parcel: Parcel, now: datetime) -> None:
    """Promise one notice to many telephones, 500 to a row."""
    starts = range(0, len(to), MULTICAST_LIMIT)
    _promise(session, (_row(Way.MULTICAST, list(to[s : s + MULTICAST_LIMIT]), parcel, now) for s in starts), parcel)


def multicast_to(session: Session, telephones: Telephones, parcels: Mapping[str, Parcel], now: datetime) -> int:
    """Promise one notice to all whom the database finds and who read one of these languages, 500 to a row. Returns how
    many telephones.
    """
    if not parcels:
        return 0
    rows = {language: _same(Way.MULTICAST, parcel, now) for language, parcel in parcels.items()}
    found = sharing_out.promise(session, telephones, MULTICAST_LIMIT, rows)
    if found:
        wake(session, "urgent" if next(iter(parcels.values())).is_urgent else "outbox")
    return found


def broadcast(session: Session, parcel: Parcel, now: datetime) -> None:
    """Promise one notice to every friend LINE knows, also those we do not."""
    _promise(session, [_row(Way.BROADCAST, [], parcel, now)], parcel)


def drill(session: Session, testers: Iterable[Tester], parcel: Parcel, now: datetime) -> None:
    """Promise a drill: one push for each tester, and the database holds every row to it."""
    rows = (
        _row(Way.PUSH, [str(one.line_id)], parcel, now, is_drill=True, tester_id=one.id)
        for one in testers
        if one.line_id
    )
    _promise(session, rows, parcel)


def to_those_who_had(
    session: Session, corrected_id: int, parcels: dict[str, Parcel], now: datetime,
    silent: Collection[str] = frozenset(),
) -> int:  # fmt: skip
    """Promise a correction to exactly those telephones the notice may have reached or will, the `silent` ones without
    sound. Returns how many rows.
    """
    had = select(Delivery).where(Delivery.notice_id == corrected_id, Delivery.status.in_(HAVE_IT_OR_WILL))
    rows = [
        _row(Way(one.way), to, parcel, now, is_drill=one.is_drill, tester_id=one.tester_id)
        for one in session.scalars(had.order_by(Delivery.id))
        if one.to is not None and _is_still_theirs(session, one)
        for to, parcel in _apart(one.to, parcels[one.language or "ja"], silent)
    ]  # fmt: skip
    if rows:
        _promise(session, rows, next(iter(parcels.values())))
    return len(rows)


def _apart(to: list[str], parcel: Parcel, silent: Collection[str]) -> list[tuple[list[str], Parcel]]:
    """One row becomes two where only some of its telephones stay silent."""
    quiet = [line_id for line_id in to if line_id in silent]
    if not quiet:
        return [(to, parcel)]
    heard = [line_id for line_id in to if line_id not in silent]
    return [*([(heard, parcel)] if heard else []), (quiet, replace(parcel, is_silent=True))]


def stop(session: Session, notice_id: int, now: datetime) -> int:
    """Nothing of this notice leaves any more. What LINE is being told this moment still arrives; it is not said again
    should LINE not take it. Returns the rows that certainly reached nobody.
    """
    stopped = 0
    # Once more, for the halves of what was being split while we looked.
    while ended := session.scalars(_STOPPING, {"notice": notice_id, "at": now}).all():
        stopped += ended.count(Status.STOPPED)
    return stopped


def _stop_at(now: Any) -> Any:
    """One statement: a row may change hands between two. Whoever has a row in hand finds its time over."""
    is_sending = Delivery.status == Status.SENDING
    goes_on = is_sending & (Delivery.expires_at.is_(None) | (Delivery.expires_at > now))
    ended = case((is_sending, Status.SENDING), (Delivery.may_have_arrived, Status.UNCERTAIN), else_=Status.STOPPED)
    stopping = (
        update(Delivery)
        .where(Delivery.notice_id == bindparam("notice"), (Delivery.status == Status.WAITING) | goes_on)
        .values(
            status=ended,
            finished_at=case((is_sending, Delivery.finished_at), else_=now),
            expires_at=case((is_sending, now), else_=Delivery.expires_at),
        )
        .returning(Delivery.status)
    )
    return stopping.execution_options(synchronize_session=False)


_STOPPING = _stop_at(bindparam("at", type_=UtcDateTime))


def telephone_count(session: Session, notice_id: int, of_broadcast: int) -> int:
    """How many telephones its rows reach or will; LINE alone knows how many a broadcast does."""
    return _telephones(session, of_broadcast, Delivery.notice_id == notice_id)


def _telephones(session: Session, of_broadcast: int, *which: ColumnElement[bool]) -> int:
    rows = select(Delivery.way, func.count(), func.coalesce(func.sum(_LENGTH), 0)).group_by(Delivery.way)
    counted = session.execute(rows.where(*which, Delivery.status.in_(HAVE_IT_OR_WILL)))
    return sum(of_broadcast * count if way == Way.BROADCAST else int(length) for way, count, length in counted)


def silent_count(session: Session, notice_id: int, of_broadcast: int) -> int:
    """How many telephones have it or will without a sound."""
    return _telephones(session, of_broadcast, Delivery.notice_id == notice_id, Delivery.is_silent.is_(True))


def is_on_the_way(session: Session, notice_id: int) -> bool:
    query = select(Delivery.id).where(Delivery.notice_id == notice_id, Delivery.status.in_(ON_THE_WAY))
    return session.scalar(query.limit(1)) is not None


def progress(session: Session, notice_id: int) -> list[Progress]:
    """Where its rows stand. A row that was split is counted by its halves."""
    counted = (
        select(Delivery.status, Delivery.language, func.count(), func.coalesce(func.sum(_LENGTH), 0))
        .where(Delivery.notice_id == notice_id, Delivery.status != Status.SPLIT)
        .group_by(Delivery.status, Delivery.language)
        .order_by(Delivery.language, Delivery.status)
    )
    return [
        Progress(Status(status), language, rows, int(count))
        for status, language, rows, count in session.execute(counted)
    ]


def try_refused_again(session: Session, notice_id: int, now: datetime) -> int:
    """An officer's wish: what LINE refused goes once more, as new requests with new keys. Returns how many."""
    refused = select(Delivery).where(Delivery.notice_id == notice_id, Delivery.status == Status.REFUSED)
    rows = [
        one
        for one in session.scalars(refused)
        if one.messages is not None and one.to is not None and _is_still_theirs(session, one)
    ]
    for one in rows:
        one.status, one.retry_key, one.first_try_at = Status.WAITING, str(uuid.uuid4()), None
        one.next_try_at, one.finished_at = now, None
    if rows:
        wake(session, "urgent" if rows[0].is_urgent else "outbox")
    return len(rows)


def _is_still_theirs(session: Session, row: Delivery) -> bool:
    """A drill follows nobody who left, nor a telephone that was given up."""
    tester = session.get(Tester, row.tester_id) if row.is_drill else None
    return not row.is_drill or (tester is not None and row.to == [tester.line_id])


def _row(way: Way, to: list[str], parcel: Parcel, now: datetime, **more: Any) -> Delivery:
    return Delivery(to=to, retry_key=str(uuid.uuid4()), **_same(way, parcel, now), **more)


def _same(way: Way, parcel: Parcel, now: datetime) -> dict[str, Any]:
    """What all rows of a parcel have in common."""
    return {
        "way": way, "messages": list(parcel.messages), "is_urgent": parcel.is_urgent, "notice_id": parcel.notice_id,
        "language": parcel.language, "expires_at": parcel.expires_at, "is_silent": parcel.is_silent, "created_at": now,
        "next_try_at": now + timedelta(microseconds=parcel.turn),
    }  # fmt: skip


def _promise(session: Session, rows: Iterable[Delivery], parcel: Parcel) -> None:
    session.add_all(rows)
    wake(session, "urgent" if parcel.is_urgent else "outbox")
