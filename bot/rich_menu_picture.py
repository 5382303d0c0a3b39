"""The rich menu's picture, drawn: six large areas that an old thumb can hit and a weak eye can read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from speech.languages import Language
from speech.phrases import phrase

AREAS = ("procedures", "my_number", "facilities", "reports", "disaster", "settings")
WIDTH, HEIGHT, COLUMNS = 2500, 1686, 3  # LINE reference: width 800-2500, width/height at least 1.45
FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    Path("/System/Library/Fonts/ヒラギノ角ゴシック W6.ttc"),
    Path("C:/Windows/Fonts/YuGothB.ttc"),
)
# White on each of these has a contrast of at least 7:1.
TILES = ("#0B4A8F", "#1F5132", "#5B3A8C", "#7A3E00", "#8F1D2C", "#3A4250")
INK = "#FFFFFF"
Draw = ImageDraw.ImageDraw


@dataclass(frozen=True)
class Tile:
    """One of six areas: what is drawn on it, on which colour, what it says, and smaller, in another language."""

    icon: Callable[[Draw, int, int], None]
    colour: str
    words: str
    below: str


class NoFontError(Exception):
    """Carries the sentence that says which font to install."""


def area_box(index: int) -> tuple[int, int, int, int]:
    """x, y, width, height of an area in the picture, and in the menu LINE is told of."""
    width, height = WIDTH // COLUMNS, HEIGHT // 2
    column, row = index % COLUMNS, index // COLUMNS
    last = WIDTH - width * (COLUMNS - 1) if column == COLUMNS - 1 else width
    return column * width, row * height, last, height


def draw(path: Path) -> None:
    """The ordinary menu. Raises NoFontError where no Japanese font is installed."""
    draw_tiles(path, [
        Tile(ICONS[area], TILES[index], phrase(f"area.{area}", Language.JA), phrase(f"area.{area}", Language.EN))
        for index, area in enumerate(AREAS)
    ])  # fmt: skip


def draw_tiles(path: Path, tiles: Sequence[Tile]) -> None:
    """Write the PNG of six tiles."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#FFFFFF")
    pen = ImageDraw.Draw(picture)
    for index, tile in enumerate(tiles):
        _tile(pen, index, tile)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(64).save(path, optimize=True)


def _tile(pen: Draw, index: int, tile: Tile) -> None:
    x, y, width, height = area_box(index)
    pen.rounded_rectangle((x + 14, y + 14, x + width - 14, y + height - 14), 48, fill=tile.colour)
    centre = x + width // 2
    tile.icon(pen, centre, y + 265)
    _centred(pen, centre, y + 520, tile.words, 112, width - 90)
    _centred(pen, centre, y + 668, tile.below, 60, width - 90)


def _centred(pen: Draw, x: int, y: int, words: str, size: int, room: int) -> None:
    font = _font(size)
    while pen.textlength(words, font=font) > room:
        size -= 2
        font = _font(size)
    pen.text((x, y), words, font=font, fill=INK, anchor="mm")


def _font(size: int) -> ImageFont.FreeTypeFont:
    for path in FONTS:
        if path.exists():
            return ImageFont.truetype(str(path), size)
    raise NoFontError("日本語の書体がありません。Debian では fonts-noto-cjk を入れてください。")


def paper(pen: Draw, x: int, y: int) -> None:
    pen.rounded_rectangle((x - 110, y - 140, x + 110, y + 140), 20, outline=INK, width=18)
    for step in (-65, -5, 55):
        pen.line((x - 60, y + step, x + 60, y + step), fill=INK, width=18)


def _card(pen: Draw, x: int, y: int) -> None:
    pen.rounded_rectangle((x - 180, y - 115, x + 180, y + 115), 28, outline=INK, width=18)
    pen.ellipse((x - 130, y - 65, x - 40, y + 25), fill=INK)
    pen.rounded_rectangle((x - 140, y + 35, x - 30, y + 75), 20, fill=INK)
    for step in (-45, 5, 55):
        pen.line((x + 10, y + step, x + 130, y + step), fill=INK, width=16)


def _calendar(pen: Draw, x: int, y: int) -> None:
    pen.rounded_rectangle((x - 140, y - 110, x + 140, y + 140), 24, outline=INK, width=18)
    pen.line((x - 140, y - 35, x + 140, y - 35), fill=INK, width=18)
    for side in (-70, 70):
        pen.line((x + side, y - 150, x + side, y - 75), fill=INK, width=22)
    pen.line((x - 60, y + 50, x - 10, y + 95, x + 75, y + 5), fill=INK, width=22, joint="curve")


def _road(pen: Draw, x: int, y: int) -> None:
    pen.line((x - 70, y - 140, x - 160, y + 140), fill=INK, width=20)
    pen.line((x + 70, y - 140, x + 160, y + 140), fill=INK, width=20)
    for step in (-120, -25, 70):
        pen.line((x, y + step, x, y + step + 55), fill=INK, width=18)


def shield(pen: Draw, x: int, y: int) -> None:
    outline = [(x, y - 150), (x + 135, y - 95), (x + 120, y + 45), (x, y + 150), (x - 120, y + 45), (x - 135, y - 95)]
    pen.line([*outline, outline[0], outline[1]], fill=INK, width=20, joint="curve")
    pen.line((x, y - 70, x, y + 30), fill=INK, width=26)
    pen.ellipse((x - 16, y + 55, x + 16, y + 87), fill=INK)


def sliders(pen: Draw, x: int, y: int) -> None:
    for step, knob in ((-90, 60), (0, -70), (90, 20)):
        pen.line((x - 150, y + step, x + 150, y + step), fill=INK, width=18)
        pen.ellipse((x + knob - 36, y + step - 36, x + knob + 36, y + step + 36), fill=INK)


ICONS: dict[str, Callable[[Draw, int, int], None]] = {
    "procedures": paper, "my_number": _card, "facilities": _calendar,
    "reports": _road, "disaster": shield, "settings": sliders,
}  # fmt: skip
