"""A notice that a shelter opens, fills or closes, begun from the list; and once it leaves, whoever asks is told the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from alerts.broadcasts import Broadcast
from town import shelters
from town.calendar import JST, to_jst
from town.hazards import Hazard
from town.shelters import Shelter, ShelterStatus

# The template, and for «避難所の満員・変更» what happened.
BECOMES: Mapping[tuple[str, str], ShelterStatus] = {
    ("shelter_opened", ""): ShelterStatus.OPEN,
    ("shelter_closed", ""): ShelterStatus.CLOSED,
    ("shelter_changed", "full"): ShelterStatus.FULL,
    ("shelter_changed", "unsafe"): ShelterStatus.CLOSED,
    ("shelter_changed", "moved"): ShelterStatus.CLOSED,
}
HOURS = ("opened_at", "closed_at")  # a notice may tell of an hour to come

# What an officer said on the list, and the notice that tells the district.
TELLS: Mapping[ShelterStatus, tuple[str, Mapping[str, str]]] = {
    ShelterStatus.OPEN: ("shelter_opened", {}),
    ShelterStatus.FULL: ("shelter_changed", {"what": "full"}),
    ShelterStatus.CLOSED: ("shelter_closed", {}),
}
HOUR_OF = {"shelter_opened": "opened_at", "shelter_closed": "closed_at"}


def content_of(told: Sequence[Shelter], status: ShelterStatus, hazards: set[str]) -> dict[str, Any]:
    """What a draft about these begins with. `hazards`: of the orders in force; with none or several, officers choose."""
    template, values = TELLS[status]
    fitting = {one for one in hazards if one in list(Hazard) and all(Hazard(one) in each.hazards for each in told)}
    content: dict[str, Any] = {**values, "shelters": [one.id for one in told], "districts": districts_of(told)}
    since = max((one.status_at for one in told if one.status_at), default=None)
    if since and template in HOUR_OF:
        content[HOUR_OF[template]] = f"{to_jst(since):%Y-%m-%dT%H:%M}"
    if len(fitting) == 1:
        content["hazard"] = fitting.pop()
    return {"template": template, "values": content}


def districts_of(told: Sequence[Shelter]) -> list[str]:
    """None where one of them lies in no district: then everybody is told."""
    found = {one.district_id for one in told}
    return [] if None in found else sorted(one for one in found if one)


def enter(session: Session, broadcast: Broadcast, now: datetime) -> None:
    values = _values(broadcast)
    becomes = BECOMES.get((str(broadcast.content.get("template", "")), str(values.get("what") or "")))
    if becomes is None or _is_to_come(values, now):
        return
    for shelter_id in _ids(values):
        shelters.set_status(session, shelter_id, becomes, now)


def strike(session: Session, notice: Broadcast, now: datetime) -> None:
    """The notice was false: nobody knows any more how it stands."""
    if (str(notice.content.get("template", "")), str(_values(notice).get("what") or "")) in BECOMES:
        for shelter_id in _ids(_values(notice)):
            shelters.set_status(session, shelter_id, ShelterStatus.UNKNOWN, now)


def _values(broadcast: Broadcast) -> Mapping[str, Any]:
    values = broadcast.content.get("values")
    return values if isinstance(values, Mapping) else {}


def _ids(values: Mapping[str, Any]) -> list[str]:
    chosen = values.get("shelters")
    return [str(one) for one in chosen] if isinstance(chosen, list | tuple) else [str(chosen)] if chosen else []


def _is_to_come(values: Mapping[str, Any], now: datetime) -> bool:
    """What the form wrote was read once already, when the notice was put into words."""
    written = next((str(values[name]) for name in HOURS if values.get(name)), "")
    if not written:
        return False
    at = datetime.fromisoformat(written)
    return (at if at.tzinfo else at.replace(tzinfo=JST)) > now
