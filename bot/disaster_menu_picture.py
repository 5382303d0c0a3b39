"""The disaster rich menu's pictures: the same six places for the thumb as on ordinary days, in each language."""

from pathlib import Path

from bot.rich_menu_picture import INK, Draw, Tile, draw_tiles, paper, sliders
from speech.languages import Language
from speech.phrases import phrase

RED, GREY = "#8A0F1E", "#3A4250"


def draw(folder: Path) -> list[Path]:
    """One PNG for each language. Raises NoFontError where no Japanese font is installed."""
    made = []
    for language in Language:
        path = folder / f"disaster-{language}.png"
        draw_tiles(path, [_tile(area, language) for area in AREAS])
        made.append(path)
    return made


def _tile(area: str, language: Language) -> Tile:
    """Below stands the Japanese term, which is what signs and loudspeakers say; for Japanese readers the English one."""
    other = Language.EN if language in (Language.JA, Language.JA_EASY) else Language.JA
    icon, colour = AREAS[area]
    return Tile(icon, colour, phrase(f"disaster_menu.{area}", language), phrase(f"disaster_menu.{area}", other))


def _refuge(pen: Draw, x: int, y: int) -> None:
    """A house with a door, and the way to it."""
    roof = [(x - 190, y - 10), (x, y - 150), (x + 190, y - 10)]
    pen.line(roof, fill=INK, width=24, joint="curve")
    pen.line([(x - 135, y - 40), (x - 135, y + 140), (x + 135, y + 140), (x + 135, y - 40)], fill=INK, width=22, joint="curve")  # fmt: skip
    pen.rectangle((x - 40, y + 20, x + 40, y + 140), fill=INK)


def _triangle(pen: Draw, x: int, y: int) -> None:
    corners = [(x, y - 145), (x + 175, y + 135), (x - 175, y + 135)]
    pen.line([*corners, corners[0], corners[1]], fill=INK, width=24, joint="curve")
    pen.line((x, y - 50, x, y + 45), fill=INK, width=28)
    pen.ellipse((x - 17, y + 72, x + 17, y + 106), fill=INK)


def _loudspeaker(pen: Draw, x: int, y: int) -> None:
    horn = [(x - 60, y - 45), (x + 90, y - 135), (x + 90, y + 135), (x - 60, y + 45)]
    pen.polygon(horn, fill=INK)
    pen.rounded_rectangle((x - 165, y - 45, x - 75, y + 45), 16, fill=INK)
    for step in (-75, 0, 75):
        pen.line((x + 125, y + step // 2, x + 190, y + step), fill=INK, width=20)


def _broken_house(pen: Draw, x: int, y: int) -> None:
    pen.line([(x - 190, y - 10), (x, y - 150), (x + 190, y - 10)], fill=INK, width=24, joint="curve")
    pen.line([(x - 135, y - 40), (x - 135, y + 140), (x + 135, y + 140), (x + 135, y - 40)], fill=INK, width=22, joint="curve")  # fmt: skip
    crack = [(x + 10, y - 130), (x - 45, y - 40), (x + 35, y + 15), (x - 30, y + 75), (x + 15, y + 140)]
    pen.line(crack, fill=INK, width=20, joint="curve")


AREAS = {
    "shelters": (_refuge, RED), "warnings": (_triangle, RED), "orders": (_loudspeaker, RED),
    "damage": (_broken_house, GREY), "certificate": (paper, GREY), "ordinary": (sliders, GREY),
}  # fmt: skip
