"""What follows from a change: whether the roster is rung, whether there is a draft, and what the draft says. All pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from alerts.jma_areas import WHOLE_TOWN
from alerts.jma_state import Change, InForce, Way
from alerts.written import QUIETEST_LEVEL
from speech.languages import Language
from speech.phrases import phrase

PRESSING, ORDINARY = "jma_pressing", "jma_relay"
UNLISTED, UNLISTED_LIGHT = "unlisted", "unlisted_light"  # no standing order can name them: what nobody knows waits
FIT_FOR = timedelta(hours=3)  # after that the words are old
GRAVE = ("emergency", "danger", "warning")


@dataclass(frozen=True)
class Said:
    """Who said it and when, as the telegram has it."""

    office: str
    reported_at: datetime


def needs_officers(kind: InForce) -> bool:
    """Level 3 and above, every 特別警報, rain bands, record rain, 5- and stronger, tsunami, Nankai: as the list says."""
    return kind.rings


def drafts(change: Change) -> bool:
    """Advisories change the state only; going down or away is told to whoever was told of it."""
    told = [one for one in (change.before, change.after) if one]
    return any(one.rings or one.grade in GRAVE for one in told)


def is_pressing(change: Change) -> bool:
    """What becomes worse presses; what becomes better does not wake anybody."""
    return bool(change.after and needs_officers(change.after) and change.way in (Way.ISSUED, Way.CORRECTED))


def is_quiet_at_night(change: Change) -> bool:
    """What went away or down to an advisory may leave sleepers asleep; a tsunami, even its end, may not."""
    after = change.after
    is_calm = after is None or not (after.rings or after.grade in GRAVE or (after.level or 0) > QUIETEST_LEVEL)
    return is_calm and change.way in (Way.LOWERED, Way.LIFTED) and change.hazard != "tsunami"


def goes_out_late(change: Change) -> bool:
    """After a gap only the gravest may still leave by a standing order."""
    after = change.after
    return bool(after and ((after.level or 0) >= 4 or after.grade == "emergency"))


def together(changes: Iterable[Change]) -> list[Change]:
    """Areas and rivers of one telegram that are told in the same words are told once, and all of them named."""
    found: dict[tuple[str, Way], list[Change]] = {}
    for one in changes:
        found.setdefault((kind_value(one), one.way), []).append(one)
    return [replace(those[0], area_name="・".join(one.area_name for one in those)[:100]) for those in found.values()]


def kind_value(change: Change) -> str:
    """As templates and standing orders name it."""
    kind = change.gravest
    if not kind.is_known:
        return UNLISTED if kind.rings else UNLISTED_LIGHT
    return f"{kind.hazard}_{kind.code}"


def content(change: Change, said: Said, districts: Sequence[str]) -> dict[str, Any]:
    """A template and what fills it: the agency's own words, apart from the town's orders. A flood names its rivers."""
    office = "jma.office_of_river" if change.hazard == "flood" else "jma.office"
    named = {"office": said.office, "river": change.area_name}
    return {
        "template": PRESSING if is_pressing(change) else ORDINARY,
        "values": {
            "kind": kind_value(change),
            "way": change.way.value, "districts": list(districts), "reported_at": said.reported_at.isoformat(),
            "office": {language.value: phrase(office, language, **named) for language in Language},
        },
    }  # fmt: skip


def identifier(change: Change, telegram_id: int) -> str:
    """One telegram drafts once for each area and hazard, however many pollers there are."""
    area = "" if change.area_code == WHOLE_TOWN else change.area_code
    return f"{telegram_id}:{area}:{change.hazard}"
