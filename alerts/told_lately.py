"""What officers told everybody of closed roads and of water, and nobody has taken back: for whoever asks afterwards."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.broadcasts import Broadcast, Correcting
from alerts.stages import Stage
from town.calendar import JST

ROADS, WATER = frozenset({"road_closed"}), frozenset({"water_outage"})
REMEMBERED = timedelta(days=14)  # the longest a notice without an end is told to whoever asks


def in_force(session: Session, templates: Collection[str], now: datetime, most: int) -> list[Broadcast]:
    """The newest first. Over is what its own end, a retraction or a newer wording ended; a correction stands for both."""
    gone_out = select(Broadcast).where(
        Broadcast.stage.in_([Stage.SENDING, Stage.SENT]), Broadcast.is_drill.is_(False),
        Broadcast.released_at > now - REMEMBERED,
    )  # fmt: skip
    rows = list(session.scalars(gone_out.order_by(Broadcast.released_at.desc(), Broadcast.id.desc())))
    corrected = {one.corrects_id: one for one in reversed(rows) if one.corrects_id}
    found = [
        corrected.get(one.id, one) for one in rows if _template(one) in templates and one.corrects_id is None
        and not _is_over(one, now)
    ]  # fmt: skip
    return [one for one in found if one.corrects_as != Correcting.RETRACTION][:most]


def _template(broadcast: Broadcast) -> str:
    return str(broadcast.content.get("template", ""))


def _is_over(broadcast: Broadcast, now: datetime) -> bool:
    written = str((broadcast.content.get("values") or {}).get("until") or "")
    if not written:
        return False
    until = datetime.fromisoformat(written)
    return (until if until.tzinfo else until.replace(tzinfo=JST)) <= now
