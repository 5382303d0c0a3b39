"""What an action may be where it stands: the same button obeys other rules in a menu, a card or a quick reply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from simulator.complaints import Complaint, Json, Path
from simulator.limits import graphemes

ONLY_IN_QUICK_REPLIES = frozenset({"camera", "cameraRoll", "location"})
ONLY_IN_RICH_MENUS = frozenset({"richmenuswitch"})


@dataclass(frozen=True)
class Place:
    """Where an action stands: whether it needs a label, how long, and what else is allowed there."""

    label_required: bool
    label_most: int
    allowed_extra: frozenset[str] = frozenset()
    may_have_desktop_address: bool = False


QUICK_REPLY = Place(True, 20, ONLY_IN_QUICK_REPLIES)
TEMPLATE = Place(True, 20)
IMAGE_CAROUSEL = Place(False, 12)
RICH_MENU = Place(False, 20, ONLY_IN_RICH_MENUS)
FLEX_BUTTON = Place(True, 40, may_have_desktop_address=True)
FLEX = Place(False, 40, may_have_desktop_address=True)


def check_action(action: Json, place: Place, path: Path) -> Iterator[Complaint]:
    """One action, already sound in itself, in the place where it was found."""
    kind = action["type"]
    if kind in (ONLY_IN_QUICK_REPLIES | ONLY_IN_RICH_MENUS) - place.allowed_extra:
        yield Complaint((*path, "type"), f"{kind} action is not supported here")
    if "altUri" in action and not place.may_have_desktop_address:
        yield Complaint((*path, "altUri"), "altUri is supported in Flex Messages only")
    label = action.get("label")
    if not label and place.label_required:
        yield Complaint((*path, "label"), "May not be empty")
    elif label and graphemes(label) > place.label_most:
        yield Complaint((*path, "label"), f"Length must be between 0 and {place.label_most}")


def check_actions(actions: list[Json], place: Place, path: Path) -> Iterator[Complaint]:
    """Every action of a list."""
    for index, action in enumerate(actions):
        yield from check_action(action, place, (*path, index))


def check_postback(action: Json, path: Path) -> Iterator[Complaint]:
    """displayText and the older text exclude each other; a text to fill in needs the keyboard."""
    if "displayText" in action and "text" in action:
        yield Complaint((*path, "text"), "displayText and text cannot be specified together")
    if "fillInText" in action and action.get("inputOption") != "openKeyboard":
        yield Complaint((*path, "fillInText"), "fillInText requires inputOption openKeyboard")


_FORMATS = {
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "%Y-%m-%d"),
    "time": (re.compile(r"\d{2}:\d{2}"), "%H:%M"),
    "datetime": (re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}"), "%Y-%m-%dT%H:%M"),
}


def check_datetime_picker(action: Json, path: Path) -> Iterator[Complaint]:
    """Dates in the form of the mode, from 1900 to 2100, and the latest after the earliest."""
    read = {}
    for name in ("initial", "max", "min"):
        if name not in action:
            continue
        moment = _moment(action[name], action["mode"])
        if moment is None:
            yield Complaint((*path, name), "invalid datetime format")
        else:
            read[name] = moment
    if "max" in read and "min" in read and read["max"] <= read["min"]:
        yield Complaint((*path, "max"), "max must be greater than min")
    if "initial" in read and not read.get("min", read["initial"]) <= read["initial"] <= read.get(
        "max", read["initial"]
    ):
        yield Complaint((*path, "initial"), "initial must be between min and max")


def _moment(written: str, mode: str) -> datetime | None:
    pattern, form = _FORMATS[mode]
    if not pattern.fullmatch(written):
        return None
    try:
        # LINE's pickers know no time zone: the moments are only compared with each other.
        moment = datetime.strptime(written.upper(), form)  # noqa: DTZ007
    except ValueError:
        return None
    return moment if mode == "time" or 1900 <= moment.year <= 2100 else None
