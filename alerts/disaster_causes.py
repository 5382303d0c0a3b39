"""What is in force that speaks for the disaster mode: the town's own orders, and the agency's word from level 4."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from alerts import jma_state, jma_words, orders
from alerts.jma_state import InForce
from speech.languages import FALLBACKS, Language
from town import districts
from town.calendar import to_jst

HOLDS_FROM = 3  # an order of this level keeps the machine from asking whether it is over
BEGINS_FROM = 4


@dataclass(frozen=True)
class Cause:
    """`key` names this one occasion: lifted and issued again, it is another. `begins`: enough for the standing order."""

    key: str
    words: str
    where: str
    since: datetime
    begins: bool


def in_force(session: Session, now: datetime, also_by: Collection[str] = ()) -> list[Cause]:
    """The town's orders first, then the agency's; the gravest first."""
    return [*_of_the_town(session), *_of_the_agency(session, now, also_by)]


def keys(causes: Iterable[Cause]) -> list[str]:
    return sorted(cause.key for cause in causes)


def in_words(causes: Sequence[Cause]) -> list[tuple[str, str, datetime]]:
    """For people: each thing once, with the places it stands for and since when."""
    grouped: dict[str, list[Cause]] = {}
    for cause in causes:
        grouped.setdefault(cause.words, []).append(cause)
    return [
        (words, "、".join(dict.fromkeys(one.where for one in those)), min(one.since for one in those))
        for words, those in grouped.items()
    ]


def _of_the_town(session: Session) -> list[Cause]:
    names = {one.id: one.name_in(FALLBACKS[Language.JA]) for one in districts.all(session)}
    return [
        Cause(
            f"order:{one.id}", f"市の発令 {one.kind}", names.get(one.district_id, one.district_id), one.since,
            orders.gravity(one.level) >= BEGINS_FROM,
        )
        for one in orders.in_force(session)
        if orders.gravity(one.level) >= HOLDS_FROM
    ]  # fmt: skip


def _of_the_agency(session: Session, now: datetime, also_by: Collection[str]) -> list[Cause]:
    """What the agency corrected or moved to another telegram keeps its hour, and so its key."""
    found = []
    for row, kind in jma_state.in_force(session, now):
        if is_grave(kind) or f"{kind.hazard}_{kind.code}" in also_by:
            name = jma_words.named(kind.hazard, kind.code, kind.name, Language.JA)
            key = f"jma:{row.series}:{row.area_code}:{kind.hazard}:{kind.code}:{kind.since}"
            since = to_jst(datetime.fromisoformat(kind.since))
            found.append(Cause(key, f"気象庁 {name}", row.area_name, since, begins=True))
    return found


def is_grave(kind: InForce) -> bool:
    """Level 4 and 5, every 特別警報 and 大津波警報, and the 津波警報, which has no level and waits for nobody."""
    is_tsunami = kind.hazard == "tsunami" and kind.grade == "warning"
    return is_tsunami or jma_state.gravity(kind) >= BEGINS_FROM
