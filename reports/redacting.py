"""Faces and plates under black boxes: the pixels are gone from the copy, not hidden in it."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from reports.pictures import Picture, drawn

MOST_BOXES = 8
BLOCK = 16  # pixels: a JPEG smears what it shows within such squares, so a box always covers whole ones


@dataclass(frozen=True)
class Box:
    """In hundredths of the picture's width and height, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def __post_init__(self) -> None:
        """Raises ValueError for a box that covers nothing of the picture, or is no box."""
        sides = (self.left, self.top, self.width, self.height)
        is_inside = all(math.isfinite(one) for one in sides) and 0 <= self.left < 100 and 0 <= self.top < 100
        if not (is_inside and 0 < self.width <= 100 and 0 < self.height <= 100):
            raise ValueError("no box on the picture")


def covered(jpeg: bytes, boxes: Sequence[Box]) -> Picture:
    """A picture of ours with the boxes painted over; nothing of what lay under them is in the bytes."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as found:
        image = found.convert("RGB")
    pen = ImageDraw.Draw(image)
    for box in boxes:
        pen.rectangle(_pixels(box, image.width, image.height), fill="#000000")
    return drawn(image)


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Outwards to whole blocks; the last pixel counts in."""
    left, top = _down(box.left * width / 100), _down(box.top * height / 100)
    right = _up(min(box.left + box.width, 100) * width / 100)
    bottom = _up(min(box.top + box.height, 100) * height / 100)
    return left, top, min(right, width) - 1, min(bottom, height) - 1


def _down(pixel: float) -> int:
    return math.floor(pixel / BLOCK) * BLOCK


def _up(pixel: float) -> int:
    return math.ceil(pixel / BLOCK) * BLOCK
