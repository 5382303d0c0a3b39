"""The report somebody is writing: what they have told so far, as it lies between two messages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from reports.cells import Point
from reports.sayings import Part, Said, without

LONGEST_TEXT, LONGEST_PLACE = 1000, 300


@dataclass(frozen=True)
class Draft:
    """`answered` names the steps that are done; every other step that matters is still asked.

    `photos` are LINE's ids of messages; `sayings` say which message brought which words. `set_id`: the image set that is just arriving, and how many of it are here.
    """

    answered: tuple[str, ...] = ()
    is_urgent: bool = False
    kind: str | None = None
    photos: tuple[str, ...] = ()
    set_id: str | None = None
    set_count: int = 0
    latitude: float | None = None
    longitude: float | None = None
    place_words: str | None = None
    pole_number: str | None = None
    road: str | None = None
    text: str | None = None
    was_masked: bool = False
    sayings: tuple[Said, ...] = ()

    @property
    def point(self) -> Point | None:
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)

    @property
    def has_place(self) -> bool:
        return bool(self.point or self.place_words or self.pole_number)

    @property
    def is_complete(self) -> bool:
        """What an officer cannot do without."""
        return self.kind is not None and self.has_place

    def having(self, *steps: str) -> Self:
        return replace(self, answered=(*self.answered, *(one for one in steps if one not in self.answered)))

    def without(self, *steps: str) -> Self:
        return replace(self, answered=tuple(one for one in self.answered if one not in steps))

    def at(self, point: Point | None, words: str | None = None, pole: str | None = None) -> Self:
        """Another place: what followed from the old one must be asked anew."""
        latitude, longitude = point or (None, None)
        moved = replace(
            self, latitude=latitude, longitude=longitude, place_words=words, pole_number=pole, road=None
        ).having("place")  # fmt: skip
        return moved.without("outside", "road", "keeper", "alike")

    def saying(self, more: str) -> Self:
        """One sentence after another, up to what an officer still reads."""
        joined = f"{self.text}\n{more}" if self.text else more
        return replace(self, text=joined[:LONGEST_TEXT])

    def heard(self, before: "Draft", message_id: str | None) -> Self:
        """What this message added to the draft as it was before is known as its own."""
        if not message_id:
            return self
        new = []
        if self.text and self.text != before.text:
            told = self.text.removeprefix(f"{before.text}\n") if before.text else self.text
            new.append(Said(message_id, Part.TEXT, told))
        place = self.place_words or self.pole_number
        if place and place != (before.place_words or before.pole_number):
            new.append(Said(message_id, Part.PLACE, place))
        return replace(self, sayings=(*self.sayings, *new))

    @property
    def kept_sayings(self) -> tuple[Said, ...]:
        """Of words that still stand here: what was corrected meanwhile is kept nowhere."""
        places = (self.place_words, self.pole_number)
        return tuple(
            one for one in self.sayings if one.words in ((self.text or "") if one.part is Part.TEXT else places)
        )

    def unsaid(self, message_id: str) -> Self:
        """Without what this message brought: words, a place in words, a photo."""
        left = self
        for one in (one for one in self.sayings if one.message_id == message_id):
            if one.part is Part.TEXT:
                left = replace(left, text=without(left.text, one.words))
            elif one.words in (left.place_words, left.pole_number):
                left = left.at(None).without("place")
        kept = tuple(one for one in self.sayings if one.message_id != message_id)
        return replace(left, sayings=kept, photos=tuple(one for one in self.photos if one != message_id))

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, state: Mapping[str, Any]) -> Self:
        """What an older version of this program has stored may have other fields."""
        known = {name: value for name, value in state.items() if name in cls.__dataclass_fields__}
        for name in ("answered", "photos"):
            known[name] = tuple(known.get(name, ()))
        known["sayings"] = tuple(
            Said(one["message_id"], Part(one["part"]), one["words"]) for one in known.get("sayings", ())
        )
        return cls(**known)
