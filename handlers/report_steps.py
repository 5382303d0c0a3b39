"""The steps of a report: a table one can read. No step knows the database; `Ground` is what it may look at.

The next step is always the first of the table that matters for this report and has not been answered. So going back is
taking an answer away, correcting is the same, and nothing can be filed that leaves a question open.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from handlers.report_draft import LONGEST_PLACE, Draft
from reports.cells import Point
from reports.jurisdiction import Standing, Verdict
from reports.kinds import Keeper, Kind, RoadChoice
from reports.photos import MOST
from speech.incoming import Photo, Place, Pressed, Said, Text
from speech.masking_contacts import mask_contacts
from speech.report_words import pole_number_in


class Ground(Protocol):
    """The town, as far as a report needs it."""

    def kind(self, kind_id: str) -> Kind | None: ...
    def kind_named(self, words: str) -> str | None: ...
    def standing(self, point: Point) -> Standing: ...
    def keeper_of(self, road: RoadChoice) -> Keeper | None: ...
    def has_alike(self, draft: Draft) -> bool: ...


Accepts = Callable[[Draft, Said, Ground], Draft | None]  # None: this is no answer here


@dataclass(frozen=True)
class Step:
    """`matters`: whether this report needs the question. `accepts`: the draft after an answer."""

    name: str
    matters: Callable[[Draft, Ground], bool]
    accepts: Accepts
    may_skip: bool = False


def always(draft: Draft, ground: Ground) -> bool:
    return True


def chosen(said: Said, step: str) -> str:
    """What stands behind the last colon of a button of this step."""
    data = said.data.split(":") if isinstance(said, Pressed) else []
    return data[3] if len(data) == 4 and data[2] == step else ""


def at_danger(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    match chosen(said, "danger"):
        case "yes":
            return replace(draft, is_urgent=True).having("danger")
        case "no":
            return replace(draft, is_urgent=False).having("danger")
    return None


def at_kind(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    kind_id = ground.kind_named(said.text) if isinstance(said, Text) else chosen(said, "kind")
    if not kind_id or ground.kind(kind_id) is None:
        return None
    return replace(draft, kind=kind_id).having("kind").without("alike")


def at_photo(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    """Photos themselves are taken in at every step; here one only goes on, or tells in words."""
    match chosen(said, "photo"):
        case "next":
            return draft.having("photo")
        case "clear":
            return replace(draft, photos=())
    return told(draft, said)


def at_place(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    if not isinstance(said, Text) or not said.text.strip():
        return None
    words, was_masked = mask_contacts(said.text.strip()[:LONGEST_PLACE])
    kind = ground.kind(draft.kind or "")
    pole = pole_number_in(words) if kind and kind.asks_pole_number else None
    moved = draft.at(None, None if pole else words, pole)
    return replace(moved, was_masked=was_masked)


def at_outside(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    match chosen(said, "outside"):
        case "yes":
            return draft.having("outside")
        case "no":
            return draft.at(None).without("place")
    return None


def at_road(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    answer = chosen(said, "road")
    return replace(draft, road=answer).having("road") if answer in list(RoadChoice) else None


def at_keeper(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    return draft.having("keeper") if chosen(said, "keeper") == "pass_on" else None


def at_more(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    match chosen(said, "more"):
        case "next":
            return draft.having("more")
        case "clear":
            return replace(draft, text=None)
    added = told(draft, said)
    return added.having("more") if added else None


def at_alike(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    """「同じです」 ends the report elsewhere; here only 「違います」 goes on."""
    return draft.having("alike") if chosen(said, "alike") == "other" else None


def at_confirm(draft: Draft, said: Said, ground: Ground) -> Draft | None:
    """«fix.place» takes that answer away again. Words that come now are added."""
    what, _, step = chosen(said, "confirm").partition(".")
    if what == "fix" and step in FIXABLE:
        return draft.without(step, *(("alike",) if step == "kind" else ()))
    return told(draft, said)


def told(draft: Draft, said: Said) -> Draft | None:
    if not isinstance(said, Text) or not said.text.strip():
        return None
    words, was_masked = mask_contacts(said.text.strip())
    return replace(draft.saying(words), was_masked=was_masked)


def is_outside(draft: Draft, ground: Ground) -> bool:
    return draft.point is not None and ground.standing(draft.point).verdict is Verdict.OUTSIDE


def is_road_unclear(draft: Draft, ground: Ground) -> bool:
    return draft.point is not None and ground.standing(draft.point).verdict is Verdict.ASK_ROAD


def keeper_of(draft: Draft, ground: Ground) -> Keeper | None:
    """Somebody else who keeps the place: by the map, or by what the resident said of the road."""
    if draft.point is None:
        return None
    standing = ground.standing(draft.point)
    if standing.verdict is Verdict.OTHERS:
        return standing.keeper
    found = ground.keeper_of(RoadChoice(draft.road)) if draft.road and standing.verdict is Verdict.ASK_ROAD else None
    return found if found and not found.is_ours else None


def is_anothers(draft: Draft, ground: Ground) -> bool:
    return keeper_of(draft, ground) is not None


def has_alike(draft: Draft, ground: Ground) -> bool:
    return ground.has_alike(draft)


FIXABLE = ("kind", "photo", "place", "more")
STEPS: tuple[Step, ...] = (
    #    name       matters          accepts      may be skipped
    Step("danger",  always,          at_danger),
    Step("kind",    always,          at_kind),
    Step("photo",   always,          at_photo,    may_skip=True),
    Step("place",   always,          at_place),
    Step("outside", is_outside,      at_outside),
    Step("road",    is_road_unclear, at_road),
    Step("keeper",  is_anothers,     at_keeper),
    Step("more",    always,          at_more,     may_skip=True),
    Step("alike",   has_alike,       at_alike),
    Step("confirm", always,          at_confirm),
)  # fmt: skip
BY_NAME = {step.name: step for step in STEPS}


def next_step(draft: Draft, ground: Ground) -> Step:
    return next(one for one in STEPS if one.name not in draft.answered and one.matters(draft, ground))


def before(step: Step, draft: Draft, ground: Ground) -> Draft:
    """One step back: the answer before this one is taken away. At the first step nothing changes."""
    earlier = STEPS[: STEPS.index(step)]
    done = [one for one in earlier if one.name in draft.answered and one.matters(draft, ground)]
    return draft.without(done[-1].name) if done else draft


def anywhere(draft: Draft, said: Said) -> Draft | None:
    """What is welcome at every step: a photo, and a place from LINE's map."""
    match said:
        case Photo(message_id=message_id, set_id=set_id):
            return with_photo(draft, message_id, set_id)
        case Place(latitude=latitude, longitude=longitude):
            return draft.at(Point(latitude, longitude))
    return None


def with_photo(draft: Draft, message_id: str, set_id: str | None) -> Draft:
    """Beyond five it is counted, so that the set is known to be whole, and not kept."""
    count = draft.set_count + 1 if set_id and set_id == draft.set_id else 1
    is_room = len(draft.photos) < MOST and message_id not in draft.photos
    photos = (*draft.photos, message_id) if is_room else draft.photos
    return replace(draft, photos=photos, set_id=set_id, set_count=count)
