"""The rich menus there are: the ordinary one, and the disaster variant of each language. Each name carries a fingerprint."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from linebot.v3.messaging import RichMenuRequest

from bot import disaster_menu_picture
from bot.rich_menu_picture import AREAS, HEIGHT, WIDTH, area_box
from settings import HOME
from speech.languages import Language
from speech.phrases import phrase

FOLDER = HOME / "assets/rich-menu"
NAME_BEGINS = "madoguchi-"
DISASTER_BEGINS = f"{NAME_BEGINS}disaster-"
# What each area of the disaster menu says to us when it is pressed.
PRESSED = {
    "shelters": "shelter:", "warnings": "warnings:", "orders": "orders:", "damage": "report:begin",
    "certificate": "entry:disaster_certificate", "ordinary": "menu:top",
}  # fmt: skip


@dataclass(frozen=True)
class Area:
    data: str
    label: str


@dataclass(frozen=True)
class Variant:
    """`begins` opens its name on LINE; same picture and same areas, same name."""

    begins: str
    picture: Path
    bar: str
    areas: tuple[Area, ...]

    @property
    def request(self) -> RichMenuRequest:
        areas = [
            {
                "bounds": dict(zip(("x", "y", "width", "height"), area_box(index), strict=True)),
                "action": {"type": "postback", "data": area.data, "label": area.label, "displayText": area.label},
            }
            for index, area in enumerate(self.areas)
        ]
        fingerprint = hashlib.sha256(self.picture.read_bytes() + repr(areas).encode()).hexdigest()[:16]
        return RichMenuRequest.from_dict({
            "size": {"width": WIDTH, "height": HEIGHT}, "selected": True, "name": self.begins + fingerprint,
            "chatBarText": self.bar, "areas": areas,
        })  # fmt: skip


def ordinary() -> Variant:
    ja = Language.JA
    areas = tuple(Area(f"menu:{area}", phrase(f"area.{area}", ja)) for area in AREAS)
    return Variant(NAME_BEGINS, FOLDER / "ja.png", phrase("card.menu", ja), areas)


def disaster(language: Language) -> Variant:
    areas = tuple(
        Area(PRESSED[area], phrase(f"disaster_menu.{area}", language)) for area in disaster_menu_picture.AREAS
    )
    begins = f"{DISASTER_BEGINS}{language.replace('_', '-')}-"
    return Variant(begins, FOLDER / f"disaster-{language}.png", phrase("disaster_menu.bar", language), areas)


def of_the_disaster(names: Iterable[tuple[str, str]]) -> set[str]:
    """Of (name, id) those ids that are disaster menus of ours, of today or of an earlier picture."""
    return {menu_id for name, menu_id in names if name.startswith(DISASTER_BEGINS)}
