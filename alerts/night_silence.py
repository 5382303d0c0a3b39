"""Whether what leaves now leaves without sound, and for whom: at night, ordinary things, for who wished it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import audience
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast
from alerts.written import Effect, Written
from town.night import Night
from town.residents import Resident


class Silence(StrEnum):
    """LINE's broadcast to everybody leaves nobody out, so it is silent for all of them or for none."""

    NOBODY = "nobody"
    WHO_WISHED = "who_wished"
    EVERYBODY = "everybody"


def of(session: Session, broadcast: Broadcast, written: Written, night: Night, now: datetime) -> Silence:
    """What is decided as it leaves: an hour earlier or later it may be otherwise."""
    if not night.holds(now) or not _may_be_silent(session, broadcast, written):
        return Silence.NOBODY
    if _meant(session, broadcast).aim is not Aim.EVERYONE:
        return Silence.WHO_WISHED
    return Silence.EVERYBODY if _somebody_wished(session) else Silence.NOBODY


def line_ids(session: Session) -> frozenset[str]:
    """Of everybody who wished it."""
    wished = select(Resident.line_id).where(Resident.is_silent_at_night, Resident.line_id.is_not(None))
    return frozenset(line_id for line_id in session.scalars(wished) if line_id)


def _may_be_silent(session: Session, broadcast: Broadcast, written: Written) -> bool:
    """A correction as what it corrects: of an ordinary notice, never of an order or of its end."""
    if broadcast.is_drill or not written.may_be_silent:
        return False
    if broadcast.corrects_id is None:
        return True
    corrected = session.get_one(Broadcast, broadcast.corrects_id).written
    return corrected.may_be_silent and corrected.effect is Effect.NONE


def _meant(session: Session, broadcast: Broadcast) -> Audience:
    """A correction is for whomever the notice was for."""
    corrected = session.get(Broadcast, broadcast.corrects_id) if broadcast.corrects_id else None
    return (corrected or broadcast).is_for


def _somebody_wished(session: Session) -> bool:
    return audience.silent_count(session, Audience(Aim.EVERYONE)) > 0
