"""What may stand inside what in a Flex Message, and how big the whole may be."""

from __future__ import annotations

import json
from collections.abc import Iterator

from simulator.action_rules import FLEX, FLEX_BUTTON, check_action
from simulator.complaints import Complaint, Json, Path

BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
MOST_ANIMATED_IMAGES = 10
IN_HERO = frozenset({"box", "image", "video"})
IN_BOX = frozenset({"box", "button", "image", "text", "separator", "filler"})
IN_BASELINE = frozenset({"icon", "text", "filler"})
SIZES_WITH_VIDEO = frozenset({"kilo", "mega", "giga"})


def json_bytes(body: Json) -> int:
    """Size as LINE would receive it at its shortest: UTF-8, no spaces."""
    return len(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


def check_bubble(bubble: Json, path: Path) -> Iterator[Complaint]:
    """30 KB; only a picture, a box or a film on top; a film only in a bubble wide enough."""
    if json_bytes(bubble) > BUBBLE_BYTES:
        yield Complaint(path, f"The size of the bubble must be at most {BUBBLE_BYTES} bytes")
    hero = bubble.get("hero")
    if hero and hero["type"] not in IN_HERO:
        yield Complaint((*path, "hero"), "invalid component type in hero")
    if hero and hero["type"] == "video" and bubble.get("size", "mega") not in SIZES_WITH_VIDEO:
        yield Complaint((*path, "hero"), "video requires the size kilo, mega or giga")
    yield from _check_optional_action(bubble, path)


def check_carousel(carousel: Json, path: Path) -> Iterator[Complaint]:
    """50 KB; bubbles of one size; no films."""
    bubbles = carousel["contents"]
    if json_bytes(carousel) > CAROUSEL_BYTES:
        yield Complaint(path, f"The size of the carousel must be at most {CAROUSEL_BYTES} bytes")
    if len({bubble.get("size", "mega") for bubble in bubbles}) > 1:
        yield Complaint((*path, "contents"), "all bubbles in a carousel must have the same size")
    for index, bubble in enumerate(bubbles):
        if bubble.get("hero", {}).get("type") == "video":
            yield Complaint((*path, "contents", index, "hero"), "video is not supported in a carousel")


def check_box(box: Json, path: Path) -> Iterator[Complaint]:
    """A baseline box holds words and icons, the others everything but those icons."""
    allowed = IN_BASELINE if box["layout"] == "baseline" else IN_BOX
    for index, component in enumerate(box["contents"]):
        if component["type"] not in allowed:
            yield Complaint((*path, "contents", index, "type"), f"{component['type']} is not allowed in this box")
    yield from _check_optional_action(box, path)


def check_text(text: Json, path: Path) -> Iterator[Complaint]:
    """A text says something: words, or spans."""
    if not text.get("contents") and not text.get("text"):
        yield Complaint((*path, "text"), "must be non-empty text")
    yield from _check_optional_action(text, path)


def check_button(button: Json, path: Path) -> Iterator[Complaint]:
    """A button must have a label a person can read."""
    yield from check_action(button["action"], FLEX_BUTTON, (*path, "action"))


def check_image(image: Json, path: Path) -> Iterator[Complaint]:
    """Not taller than three times its width."""
    yield from _check_aspect(image, path)
    yield from _check_optional_action(image, path)


def check_video(video: Json, path: Path) -> Iterator[Complaint]:
    """Beside a film stands a picture or a box for phones that cannot play it."""
    if video["altContent"]["type"] not in {"box", "image"}:
        yield Complaint((*path, "altContent"), "altContent must be a box or an image")
    yield from _check_aspect(video, path)
    if "action" in video and video["action"]["type"] != "uri":
        yield Complaint((*path, "action"), "only a uri action is supported")
    yield from _check_optional_action(video, path)


def check_icon(icon: Json, path: Path) -> Iterator[Complaint]:
    """Not taller than three times its width."""
    yield from _check_aspect(icon, path)


def check_animations(message: Json, path: Path) -> Iterator[Complaint]:
    """At most ten moving pictures in a message."""
    if _animated(message["contents"]) > MOST_ANIMATED_IMAGES:
        yield Complaint((*path, "contents"), f"at most {MOST_ANIMATED_IMAGES} animated images")


def _animated(part: object) -> int:
    if isinstance(part, dict):
        return int(part.get("animated") is True) + sum(map(_animated, part.values()))
    return sum(map(_animated, part)) if isinstance(part, list) else 0


def _check_aspect(component: Json, path: Path) -> Iterator[Complaint]:
    width, _, height = component.get("aspectRatio", "1:1").partition(":")
    if not (width.isdigit() and height.isdigit()):
        return  # the table of formats has complained already
    if int(width) > 100_000 or int(height) > 100_000 or int(height) > 3 * int(width):
        yield Complaint((*path, "aspectRatio"), "invalid aspect ratio")


def _check_optional_action(component: Json, path: Path) -> Iterator[Complaint]:
    if component.get("action"):
        yield from check_action(component["action"], FLEX, (*path, "action"))
