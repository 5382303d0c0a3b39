"""Who a notice is for, and the telephones behind those words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from speech.languages import FALLBACKS, Language
from store.sharing_out import Telephones
from town.residents import Resident
from town.subscriptions import ResidentDistrict, ResidentTopic

# One LINE broadcast carries these three; who chose another language gets theirs beside it.
IN_EVERY_BROADCAST = (Language.JA, Language.JA_EASY, Language.EN)


class Aim(StrEnum):
    EVERYONE = "everyone"
    DISTRICTS = "districts"
    TOPICS = "topics"
    LANGUAGES = "languages"
    TESTERS = "testers"
    SAME = "same"  # exactly those who got the notice that this one corrects


@dataclass(frozen=True)
class Audience:
    """`ids` are districts, topics or languages. `is_pressing`: level 3 and above, and tsunami."""

    aim: Aim
    ids: tuple[str, ...] = ()
    is_pressing: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"aim": self.aim.value, "ids": list(self.ids), "is_pressing": self.is_pressing}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Audience":
        return cls(Aim(written["aim"]), tuple(written["ids"]), bool(written["is_pressing"]))


def counts(session: Session, audience: Audience) -> dict[str, int]:
    """How many residents follow us and are meant, by the language they chose. Nobody's name is read."""
    chosen = func.coalesce(Resident.language, Language.JA.value)
    rows = session.execute(select(chosen, func.count(Resident.id)).where(*_meant(audience)).group_by(chosen))
    return {str(language): int(count) for language, count in rows}


def silent_count(session: Session, audience: Audience) -> int:
    """How many of those meant wish to hear ordinary things without sound at night."""
    return session.scalar(select(func.count(Resident.id)).where(*_meant(audience), Resident.is_silent_at_night)) or 0


def telephones(audience: Audience, written_in: Iterable[Language], *, may_be_silent: bool = False) -> Telephones:
    """Where to find the LINE ids, and the language each will read; with `may_be_silent`, apart by who wished no sound.

    Who chose a language that the notice is not written in reads the nearest that it is.
    """
    available = set(written_in)
    nearest = {one: next((near for near in FALLBACKS[one] if near in available), Language.JA) for one in Language}
    reads = case(
        {one.value: near.value for one, near in nearest.items()}, value=Resident.language, else_=Language.JA.value
    )
    line_id = cast(ColumnElement[str], Resident.line_id)
    silent = Resident.is_silent_at_night.expression if may_be_silent else None
    return Telephones(Resident.id.expression, line_id, reads, tuple(_meant(audience)), silent)


def _meant(audience: Audience) -> list[ColumnElement[bool]]:
    reachable: list[ColumnElement[bool]] = [Resident.is_following.is_(True), Resident.line_id.is_not(None)]
    match audience.aim:
        case Aim.EVERYONE:
            return reachable
        case Aim.DISTRICTS:
            return [*reachable, _in_districts(audience)]
        case Aim.TOPICS:
            topics = select(ResidentTopic.resident_id).where(ResidentTopic.topic_id.in_(audience.ids))
            return [*reachable, Resident.id.in_(topics)]
        case Aim.LANGUAGES:
            return [*reachable, func.coalesce(Resident.language, Language.JA.value).in_(audience.ids)]
    raise ValueError(f"{audience.aim} is not asked of the residents")


def _in_districts(audience: Audience) -> ColumnElement[bool]:
    """What presses also goes to everybody who never said where they live: they may live there."""
    chosen = select(ResidentDistrict.resident_id)
    here = Resident.id.in_(chosen.where(ResidentDistrict.district_id.in_(audience.ids)))
    return or_(here, Resident.id.not_in(chosen)) if audience.is_pressing else here
