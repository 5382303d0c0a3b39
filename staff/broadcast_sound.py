"""Whether a notice rings: what the approver reads before the click, and what was so afterwards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from alerts import audience, night_silence
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast
from alerts.night_silence import Silence
from alerts.written import Written
from store import notices
from town.night import Night


@dataclass(frozen=True)
class Sound:
    """`wished_count`: how many of those meant wished no sound; None where only the rows will show it (a correction)."""

    night: Night
    is_silent_for_all: bool = False
    wished_count: int | None = 0
    silent_count: int = 0  # of what has left

    @property
    def is_worth_a_word(self) -> bool:
        return self.is_silent_for_all or self.wished_count != 0


def of(session: Session, notice: Broadcast, written: Written | None, night: Night, now: datetime) -> Sound:
    """As it would leave at its hour, or now; of what has left, as it did."""
    if notice.released_at is not None:
        to_all = notice.recipient_count or 0
        return Sound(night, silent_count=notices.silent_count(session, notice.id, of_broadcast=to_all))
    if written is None:
        return Sound(night)
    leaves_at = max(notice.send_at or now, now)
    silence = night_silence.of(session, notice, written, night, leaves_at)
    if silence is Silence.NOBODY:
        return Sound(night)
    return Sound(night, silence is Silence.EVERYBODY, _wished(session, notice.is_for, written))


def _wished(session: Session, meant: Audience, written: Written) -> int | None:
    if meant.aim is Aim.SAME:
        return None
    return audience.silent_count(session, Audience(meant.aim, meant.ids, written.is_pressing))
