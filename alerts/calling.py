"""Who is called next, and when: the ring's clockwork. Letters and pushes are promised in the same transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts import ringing, rings, safety_watches
from alerts.ring_words import Voice
from alerts.rings import Ring, RingCall, State
from speech.languages import Language
from store import journal, letters, notices, testers
from store.notices import Parcel
from town import officers, roster
from town.calendar import to_jst
from town.officers import Officer

LASTS = timedelta(minutes=60)


def go_on(session: Session, next_after: timedelta, voice: Voice, now: datetime) -> int:
    """Make every call that is due. Returns how many."""
    return sum(_go_on(session, one, next_after, voice, now) for one in rings.due(session, now))


def _go_on(session: Session, ring: Ring, next_after: timedelta, voice: Voice, now: datetime) -> int:
    if now - ring.started_at >= LASTS:
        ringing.end(session, ring, State.UNHEARD, "machine", now)
        return 0
    order = {one.id: one for one in in_turn(session, ring, now)}
    if ring.is_to_all:
        called = list(order.values())
        ringing.end(session, ring, State.TOLD, "machine", now)
    else:
        chosen = whom_next(list(order), [one.officer_id for one in rings.calls(session, ring.id)])
        called = [] if chosen is None else [order[chosen]]
        ring.next_at = now + next_after
    for officer in called:
        _call(session, ring, officer, voice, now)
    return len(called)


def in_turn(session: Session, found: Ring, now: datetime) -> list[Officer]:
    """Who may be called: those named for it, those on duty in their order, then everybody else who holds the role."""
    today = to_jst(now).date()
    everybody = [one for role in found.is_for for one in officers.working(session, role, today)]
    named = safety_watches.in_turn(session, found.subject, now)
    ordered = {one.id: one for one in (*named, *roster.on_duty(session, found.is_for, now), *everybody)}
    return [one for one in ordered.values() if found.may_answer(one, now)]


def whom_next(order: Sequence[int], called: Iterable[int]) -> int | None:
    """Who was called least, and of those the first: everybody comes before anybody is called again."""
    counts = Counter(called)
    return min(order, key=lambda one: counts[one], default=None)


def _call(session: Session, ring: Ring, officer: Officer, voice: Voice, now: datetime) -> None:
    """A letter, and a push where their telephone is known. Neither may ring about something long over."""
    call = RingCall(ring_id=ring.id, officer_id=officer.id, called_at=now)
    session.add(call)
    session.flush()
    words, lasts = voice.letter(ring), ring.started_at + LASTS - now
    letters.write(session, officer.email, words, now, once_key=f"ring_call:{call.id}", lasts=lasts)
    telephone = testers.of_officer(session, officer.id)
    if telephone and telephone.line_id:
        parcel = Parcel(None, voice.messages(ring), Language.JA.value, expires_at=now + lasts)
        notices.multicast(session, [telephone.line_id], parcel, now)
    journal.write(
        session, now, actor="machine", action="ring.called", subject=f"ring:{ring.id}", officer=officer.id,
        line=int(bool(telephone and telephone.line_id)),
    )  # fmt: skip
