"""A notice in words, as it will stand on the telephones: what the template made of what officers chose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from speech.languages import Language

QUIETEST_LEVEL = 2  # of those that may come without sound
SENT_AT = "{sent_at}"  # stands in the frozen words until the moment they leave


class Effect(StrEnum):
    """What a notice does to the register of orders in force."""

    NONE = "none"
    ORDERS = "orders"
    ENDS = "ends"


@dataclass(frozen=True)
class Written:
    """`kind` is what the approver types. `level` is 1–5 or None (tsunami, quakes, everyday notices).

    `is_pressing`: level 3 and above, tsunami, whatever else cannot wait, and their end.
    `has_free_text`: words no list gave, so no officer may send it alone.
    `is_quiet_at_night`: its template may leave sleepers asleep; whether it does, `may_be_silent` says.
    """

    template_id: str
    kind: str
    level: int | None
    hazard: str | None
    is_pressing: bool
    has_free_text: bool
    districts: tuple[str, ...]
    messages: Mapping[Language, list[dict[str, Any]]]
    effect: Effect = Effect.NONE
    untranslated: tuple[Language, ...] = field(default=())
    is_quiet_at_night: bool = False

    @property
    def is_for_one_hand(self) -> bool:
        """What an officer may send alone when nobody comes: levels 3 to 5, and a tsunami order."""
        is_tsunami = self.hazard == "tsunami" and self.effect is Effect.ORDERS
        return self.is_pressing and ((self.level or 0) >= 3 or is_tsunami)

    @property
    def may_be_silent(self) -> bool:
        """Ordinary notices, level 2 and below, and what ends an order. Never level 3 and above, never a tsunami, and
        nothing that presses: a template that says otherwise is not believed.
        """
        is_calm = not self.is_pressing or self.effect is Effect.ENDS
        is_grave = (self.level or 0) > QUIETEST_LEVEL or self.hazard == "tsunami" or self.effect is Effect.ORDERS
        return self.is_quiet_at_night and is_calm and not is_grave

    def as_json(self) -> dict[str, Any]:
        return {
            "template_id": self.template_id, "kind": self.kind, "level": self.level, "hazard": self.hazard,
            "is_pressing": self.is_pressing, "has_free_text": self.has_free_text, "districts": list(self.districts),
            "messages": {language.value: list(said) for language, said in self.messages.items()},
            "effect": self.effect.value, "untranslated": [one.value for one in self.untranslated],
            "is_quiet_at_night": self.is_quiet_at_night,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Written":
        return cls(
            template_id=kept["template_id"], kind=kept["kind"], level=kept["level"], hazard=kept["hazard"],
            is_pressing=kept["is_pressing"], has_free_text=kept["has_free_text"], districts=tuple(kept["districts"]),
            messages={Language(language): said for language, said in kept["messages"].items()},
            effect=Effect(kept["effect"]), untranslated=tuple(Language(one) for one in kept["untranslated"]),
            is_quiet_at_night=kept.get("is_quiet_at_night", False),
        )  # fmt: skip

    def at(self, language: Language, clock: str) -> list[dict[str, Any]]:
        """The messages in one language with the hour they leave («15:20») written in."""
        return [_with_clock(message, clock) for message in self.messages[language]]


def _with_clock(said: Any, clock: str) -> Any:
    match said:
        case str():
            return said.replace(SENT_AT, clock)
        case dict():
            return {name: _with_clock(value, clock) for name, value in said.items()}
        case list():
            return [_with_clock(one, clock) for one in said]
    return said


def is_passed(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
