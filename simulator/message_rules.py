"""Rules of messages other than Flex: emojis, substitutions, templates, imagemaps, senders; and of their envelopes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.action_rules import IMAGE_CAROUSEL, QUICK_REPLY, TEMPLATE, check_action, check_actions
from simulator.complaints import Complaint, Json, Path
from simulator.formats import UNIT_NAME
from simulator.limits import graphemes

_KEY = re.compile(r"[0-9a-zA-Z_]{1,20}")
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
USER_ID = re.compile(r"U[0-9a-f]{32}")
_FORBIDDEN_NAMES = frozenset({"line"})


def check_emojis(message: Json, path: Path) -> Iterator[Complaint]:
    """Each emoji replaces a `$`, found by counting UTF-16 units."""
    units = message["text"].encode("utf-16-le")
    for position, emoji in enumerate(message.get("emojis") or ()):
        index = emoji["index"]
        if index < 0 or units[2 * index : 2 * index + 2] != b"$\x00":
            yield Complaint((*path, "emojis", position, "index"), "must point to $ in the text")


def check_substitution(message: Json, path: Path) -> Iterator[Complaint]:
    """Braces come in pairs, every {key} has its meaning, and keys are plain words."""
    meanings = message.get("substitution") or {}
    for found in _BRACES.finditer(message["text"]):
        if found[0] in ("{", "}"):
            yield Complaint((*path, "text"), "braces must be paired or doubled")
        elif found[1] is not None and found[1] not in meanings:
            yield Complaint((*path, "text"), f"no substitution for {{{found[1]}}}")
    for key in meanings:
        if not _KEY.fullmatch(key):
            yield Complaint((*path, "substitution", key), "invalid key")
    for kind in ("mention", "emoji"):
        if sum(meaning["type"] == kind for meaning in meanings.values()) > 20:
            yield Complaint((*path, "substitution"), f"at most 20 of type {kind}")


def check_quick_reply_item(item: Json, path: Path) -> Iterator[Complaint]:
    """A quick reply needs a label of at most 20."""
    yield from check_action(item["action"], QUICK_REPLY, (*path, "action"))


def check_sender(sender: Json, path: Path) -> Iterator[Complaint]:
    """Nobody may call themselves LINE."""
    if sender.get("name", "").strip().casefold() in _FORBIDDEN_NAMES:
        yield Complaint((*path, "name"), "The name is not allowed")


def check_buttons(template: Json, path: Path) -> Iterator[Complaint]:
    """Beside a picture or a title there is room for 60 characters only."""
    yield from _check_short_text(template, path)
    yield from check_actions(template["actions"], TEMPLATE, (*path, "actions"))
    yield from _check_default_action(template, path)


def check_confirm(template: Json, path: Path) -> Iterator[Complaint]:
    """Two answers, each with its label."""
    yield from check_actions(template["actions"], TEMPLATE, (*path, "actions"))


def check_column(column: Json, path: Path) -> Iterator[Complaint]:
    """Beside a picture or a title there is room for 60 characters only."""
    yield from _check_short_text(column, path)
    yield from check_actions(column["actions"], TEMPLATE, (*path, "actions"))
    yield from _check_default_action(column, path)


def check_columns_alike(template: Json, path: Path) -> Iterator[Complaint]:
    """All columns have as many buttons, and all or none have a picture and a title."""
    for what, shapes in (
        ("number of actions", {len(column["actions"]) for column in template["columns"]}),
        ("presence of images", {bool(column.get("thumbnailImageUrl")) for column in template["columns"]}),
        ("presence of titles", {bool(column.get("title")) for column in template["columns"]}),
    ):
        if len(shapes) > 1:
            yield Complaint((*path, "columns"), f"The {what} must be the same in all columns")


def check_image_column(column: Json, path: Path) -> Iterator[Complaint]:
    """A label over a picture may be 12 long."""
    yield from check_action(column["action"], IMAGE_CAROUSEL, (*path, "action"))


def check_imagemap(message: Json, path: Path) -> Iterator[Complaint]:
    """The address is a folder: LINE adds the width itself. Areas lie inside the picture."""
    if re.search(r"\.(png|jpe?g|gif)$", message["baseUrl"], re.IGNORECASE):
        yield Complaint((*path, "baseUrl"), "must not have an extension")
    size = message["baseSize"]
    for index, action in enumerate(message["actions"]):
        area = action["area"]
        if not _lies_inside(area, size):
            yield Complaint((*path, "actions", index, "area"), "must lie inside the image")


def check_area(area: Json, path: Path) -> Iterator[Complaint]:
    """An area has a place and a size."""
    for name, least in (("x", 0), ("y", 0), ("width", 1), ("height", 1)):
        if area[name] < least:
            yield Complaint((*path, name), f"Must be {least} or more")


def check_units(request: Json, path: Path) -> Iterator[Complaint]:
    """Names under which sends are counted."""
    for index, name in enumerate(request.get("customAggregationUnits") or ()):
        if not UNIT_NAME.fullmatch(name):
            yield Complaint((*path, "customAggregationUnits", index), "invalid property")


def check_loading(request: Json, path: Path) -> Iterator[Complaint]:
    """Dots for 5, 10, 15 … 60 seconds, in a chat with one resident."""
    if request.get("loadingSeconds", 20) % 5:
        yield Complaint((*path, "loadingSeconds"), "Must be a multiple of 5")
    if not USER_ID.fullmatch(request["chatId"]):
        yield Complaint((*path, "chatId"), "invalid property")


def check_narrowcast_limit(limit: Json, path: Path) -> Iterator[Complaint]:
    """Refusing partial delivery only makes sense when the quota may cut the delivery short."""
    if limit.get("forbidPartialDelivery") and not limit.get("upToRemainingQuota"):
        yield Complaint((*path, "forbidPartialDelivery"), "requires upToRemainingQuota")


def _lies_inside(area: Json, size: Json) -> bool:
    return bool(area["x"] + area["width"] <= size["width"] and area["y"] + area["height"] <= size["height"])


def _check_short_text(card: Json, path: Path) -> Iterator[Complaint]:
    if (card.get("title") or card.get("thumbnailImageUrl")) and graphemes(card["text"]) > 60:
        yield Complaint((*path, "text"), "Length must be between 0 and 60")


def _check_default_action(card: Json, path: Path) -> Iterator[Complaint]:
    if card.get("defaultAction"):
        yield from check_action(card["defaultAction"], TEMPLATE, (*path, "defaultAction"))
