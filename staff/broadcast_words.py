"""A notice's template and words at the desk: what it is called, what it will say, and what is still wrong with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from alerts import drafting
from alerts.broadcasts import Broadcast, Correcting
from alerts.templates import Template, catalogue
from alerts.wording import UnfitError, in_words
from alerts.written import Written
from staff.desk import the_desk
from town.officers import NotAllowedError

CORRECTING = {Correcting.CORRECTION: "【訂正】", Correcting.RETRACTION: "【取消】"}


@dataclass(frozen=True)
class Fault:
    """`field` is the place in the form; None where it is about the whole."""

    field: str | None
    sentence: str


@dataclass(frozen=True)
class Reading:
    """What a draft would say now, or why it cannot be handed in."""

    written: Written | None
    faults: tuple[Fault, ...] = ()

    def at(self, field: str) -> list[str]:
        return [one.sentence for one in self.faults if one.field == field]


def template_of(notice: Broadcast) -> Template:
    """Raises NotAllowedError where the template has gone since."""
    found = catalogue().get(str(notice.content.get("template")))
    if found is None:
        raise NotAllowedError("この配信のひな形は、もうありません。新しく作ってください。")
    return found


def title_of(notice: Broadcast) -> str:
    """What officers call it, in lists and headings."""
    corrected = CORRECTING[Correcting(notice.corrects_as)] if notice.corrects_as else ""
    if notice.frozen is not None:
        return (
            f"{corrected}{notice.written.kind}".replace(corrected * 2, corrected) if corrected else notice.written.kind
        )
    template = catalogue().get(str(notice.content.get("template")))
    kind = dict(notice.content.get("values") or {}).get("kind") if corrected else None
    return f"{corrected}{kind or (template.name if template else '下書き')}"


def read(session: Session, notice: Broadcast, now: datetime) -> Reading:
    """Every wrong place at once."""
    try:
        written = in_words(notice.content, the_desk().town, is_drill=notice.is_drill, now=now)
    except UnfitError as unfit:
        return Reading(None, tuple(Fault(one.placeholder, one.sentence) for one in unfit.complaints))
    return Reading(written, tuple(Fault(*one) for one in drafting.unready(session, notice, written, now)))


def written_now(session: Session, notice: Broadcast, now: datetime) -> Written:
    """The words to freeze. Raises NotAllowedError with the first thing that is wrong."""
    reading = read(session, notice, now)
    if reading.written is None or reading.faults:
        raise NotAllowedError(reading.faults[0].sentence)
    return reading.written
