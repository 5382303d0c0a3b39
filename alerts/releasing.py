"""A notice leaves: who gets which words, row by row into the outbox; and how it ends, or is stopped."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from alerts import (
    allowance,
    audience,
    broadcasts,
    line_checks,
    night_silence,
    orders,
    repeating,
    safety_checks,
    shelter_notices,
)
from alerts.audience import IN_EVERY_BROADCAST, Aim
from alerts.broadcasts import Broadcast, Correcting
from alerts.night_silence import Silence
from alerts.orders import Issued
from alerts.stages import Move, Stage
from alerts.written import Effect, Written, is_passed
from speech.languages import Language
from store import notices, testers
from store.notices import Parcel
from town import drill_testers
from town.calendar import to_jst
from town.night import USUAL_NIGHT, Night
from town.officers import NotAllowedError, Officer
from town.roles import Role

MOST_MESSAGES = 5  # of one request to LINE


def release(
    session: Session, broadcast: Broadcast, now: datetime, night: Night = USUAL_NIGHT, *, place: int = 0
) -> None:
    """Every row to LINE and every order in force, in the caller's transaction: all of it or nothing.

    `place`: of several that leave in the same moment, how many leave before this one.
    """
    written = broadcast.written
    allowance.refuse_ordinary(session, broadcast, now)
    silence = night_silence.of(session, broadcast, written, night, now)
    parcels = _parcels(broadcast, written, now, place, is_silent=silence is Silence.EVERYBODY)
    if broadcast.is_drill:
        drill_testers.unlink_gone(session, now)
    match broadcast.is_for.aim:
        case Aim.TESTERS:
            broadcast.recipient_count = _to_testers(session, parcels[Language.JA], now)
        case Aim.SAME:
            silent = night_silence.line_ids(session) if silence is Silence.WHO_WISHED else frozenset()
            notices.to_those_who_had(session, broadcast.corrects_id or 0, parcels, now, silent)
        case Aim.EVERYONE:
            broadcast.recipient_count = _to_everyone(session, broadcast, parcels, now)
        case _:
            meant = audience.telephones(broadcast.is_for, written.messages, may_be_silent=silence is Silence.WHO_WISHED)
            broadcast.recipient_count = notices.multicast_to(session, meant, parcels, now)
    broadcast.released_at = now
    broadcasts.move(session, broadcast, Move.RELEASE, None, now)
    if not broadcast.is_drill:
        _enter(session, broadcast, written, now)


def release_due(
    session: Session, now: datetime, is_closed: Callable[[date], bool], night: Night = USUAL_NIGHT
) -> list[Broadcast]:
    """Approved notices whose hour has come. Returns those looked at: what could not leave is cancelled and says why."""
    due = select(Broadcast).where(
        Broadcast.stage == Stage.APPROVED, or_(Broadcast.send_at.is_(None), Broadcast.send_at <= now)
    )
    # In the order they were written: who reads that a warning went down may not read afterwards that it was cancelled.
    found = list(session.scalars(due.order_by(Broadcast.id).with_for_update(skip_locked=True)))
    for place, broadcast in enumerate(found):
        if broadcast.expires_at and broadcast.expires_at <= now:
            _give_up(session, broadcast, "有効期限が過ぎたため、送りませんでした。", now)
            continue
        if line_checks.holds(session, broadcast):
            continue
        try:
            with session.begin_nested():
                _refuse_unheard_of(session, broadcast)
                release(session, broadcast, now, night, place=place)
                repeating.plan_next(session, broadcast, is_closed, now)
        except NotAllowedError as refusal:  # what was in force when it was approved may have changed since
            _give_up(session, broadcast, f"送りませんでした。{refusal}", now)
    return found


def _refuse_unheard_of(session: Session, broadcast: Broadcast) -> None:
    """LINE may have said no since the approval. What presses leaves in every language that LINE does take."""
    if not broadcast.written.is_pressing:
        line_checks.refuse_refused(session, broadcast)


def _give_up(session: Session, broadcast: Broadcast, reason: str, now: datetime) -> None:
    broadcast.reason, broadcast.finished_at = reason, now
    broadcasts.move(session, broadcast, Move.CANCEL, None, now)


def finish_done(session: Session, now: datetime) -> list[int]:
    """Notices none of whose rows is on its way any more."""
    sending = select(Broadcast).where(Broadcast.stage == Stage.SENDING).with_for_update(skip_locked=True)
    done = [one for one in session.scalars(sending) if not notices.is_on_the_way(session, one.id)]
    for broadcast in done:
        broadcast.finished_at = now
        broadcasts.move(session, broadcast, Move.FINISH, None, now)
    return [broadcast.id for broadcast in done]


def cancel(session: Session, broadcast_id: int, officer: Officer, reason: str, now: datetime) -> int:
    """Stop whatever has not left. Anybody of the broadcast desk may, at once. Returns how many requests were stopped."""
    if not officer.powers.has(Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER):
        raise NotAllowedError("配信の役割がありません。")
    broadcast = broadcasts.locked(session, broadcast_id)
    broadcasts.move(session, broadcast, Move.CANCEL, officer, now)
    broadcast.reason, broadcast.finished_at = reason.strip() or None, now
    return notices.stop(session, broadcast.id, now)


def try_again(session: Session, broadcast: Broadcast, now: datetime) -> int:
    """What LINE refused goes once more. Raises NotAllowedError where nothing of this notice may leave any more."""
    if broadcast.stage == Stage.CANCELLED or is_passed(broadcast.expires_at, now):
        raise NotAllowedError("中止したか、有効期限が過ぎた配信なので、もう送れません。")
    return notices.try_refused_again(session, broadcast.id, now)


def _parcels(
    broadcast: Broadcast, written: Written, now: datetime, place: int, *, is_silent: bool
) -> dict[str, Parcel]:
    clock = f"{to_jst(now):%-H:%M}"
    return {
        language.value: Parcel(
            broadcast.id, written.at(language, clock), language.value, turn, is_urgent=written.is_pressing or broadcast.is_drill,
            expires_at=broadcast.expires_at, is_silent=is_silent,
        )
        for turn, language in enumerate(sorted(written.messages, key=list(Language).index), place * len(Language))
    }  # fmt: skip


def together(written: Written, clock: str) -> list[dict[str, Any]]:
    """What one LINE broadcast to everybody holds."""
    spoken = (language for language in IN_EVERY_BROADCAST if language in written.messages)
    return [message for language in spoken for message in written.at(language, clock)][:MOST_MESSAGES]


def _to_testers(session: Session, parcel: Parcel, now: datetime) -> int:
    found = testers.all(session)
    notices.drill(session, found, parcel, now)
    return len(found)


def _to_everyone(session: Session, broadcast: Broadcast, parcels: Mapping[str, Parcel], now: datetime) -> int:
    first = parcels[Language.JA]
    messages = together(broadcast.written, f"{to_jst(now):%-H:%M}")
    parcel = replace(first, messages=messages)
    notices.broadcast(session, parcel, now)
    beside = {language: parcel for language, parcel in parcels.items() if language not in IN_EVERY_BROADCAST}
    notices.multicast_to(session, audience.telephones(broadcast.is_for, broadcast.written.messages), beside, now)
    return sum(audience.counts(session, broadcast.is_for).values())


def _enter(session: Session, broadcast: Broadcast, written: Written, now: datetime) -> None:
    """The register of orders in force, and which shelters are open, change with the notice that says so, never without."""
    if broadcast.corrects_as == Correcting.RETRACTION and broadcast.corrects_id:
        orders.strike(session, broadcast.corrects_id, broadcast.id, now)
        shelter_notices.strike(session, session.get_one(Broadcast, broadcast.corrects_id), now)
        safety_checks.strike(session, session.get_one(Broadcast, broadcast.corrects_id), now)
        return
    shelter_notices.enter(session, broadcast, now)
    safety_checks.enter(session, broadcast, written, now)
    named = {int(id_) for id_ in broadcast.ends_order_ids}
    if written.effect is Effect.ENDS:
        orders.end(session, named, broadcast.id, now)
    elif written.effect is Effect.ORDERS:
        orders.issue(session, _issued(broadcast, written, now), named)


def _issued(broadcast: Broadcast, written: Written, now: datetime) -> Issued:
    return Issued(
        written.districts, written.hazard or "", written.kind, written.level, broadcast.ordered_at or now,
        broadcast.ordered_by or "", broadcast.id,
    )  # fmt: skip
