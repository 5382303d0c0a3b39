"""Rich menus: created, given one picture, made the default or linked to a resident, reached by an alias."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PIL import Image, UnidentifiedImageError

from simulator.answers import RefusedError, refused
from simulator.complaints import Json
from simulator.ids import new_rich_menu_id

MOST_MENUS = 1000
MOST_ALIASES = 1000
MOST_PICTURE_BYTES = 1_000_000
PICTURE_TYPES = {"image/png": "PNG", "image/jpeg": "JPEG"}


@dataclass(frozen=True)
class Menu:
    """One rich menu and its picture, once it has one."""

    id: str
    body: Json
    media_type: str = ""
    picture: bytes = b""


class Menus:
    """Every rich menu of the account."""

    def __init__(self) -> None:
        self._menus: dict[str, Menu] = {}
        self.aliases: dict[str, str] = {}
        self.default_id: str | None = None

    def create(self, body: Json) -> str:
        """A new menu, still without a picture."""
        if len(self._menus) >= MOST_MENUS:
            raise refused(400, "The maximum number of rich menus has been reached")
        menu = Menu(new_rich_menu_id(), body)
        self._menus[menu.id] = menu
        return menu.id

    def find(self, menu_id: str) -> Menu:
        """The menu, or LINE's refusal."""
        menu = self._menus.get(menu_id)
        if menu is None:
            raise _unknown()
        return menu

    def all(self) -> Iterable[Menu]:
        """In the order in which they were made."""
        return self._menus.values()

    def delete(self, menu_id: str) -> None:
        """The menu is gone, and the default with it if it was that one."""
        del self._menus[self.find(menu_id).id]
        if self.default_id == menu_id:
            self.default_id = None

    def give_picture(self, menu_id: str, media_type: str, picture: bytes) -> None:
        """Exactly one picture per menu, of the menu's size; it cannot be replaced."""
        menu = self.find(menu_id)
        if menu.picture:
            raise refused(400, "An image has already been uploaded to the richmenu")
        if media_type not in PICTURE_TYPES:
            raise refused(415, f"The content type, {media_type}, is not supported")
        if len(picture) > MOST_PICTURE_BYTES:
            raise refused(413, "The image is larger than 1 MB")
        size = (menu.body["size"]["width"], menu.body["size"]["height"])
        if _size_of(picture, PICTURE_TYPES[media_type]) != size:
            raise refused(400, "The image size is not allowed for richmenu")
        self._menus[menu_id] = replace(menu, media_type=media_type, picture=picture)

    def usable(self, menu_id: str) -> Menu:
        """A menu that can be shown: it exists and has its picture."""
        menu = self.find(menu_id)
        if not menu.picture:
            raise refused(400, "must upload richmenu image before applying it to user")
        return menu

    def seen_by(self, own_menu_id: str | None) -> Menu | None:
        """What a resident sees: their own menu before the default one."""
        for menu_id in (own_menu_id, self.default_id):
            if menu_id is not None and menu_id in self._menus:
                return self._menus[menu_id]
        return None

    def name(self, alias: str, menu_id: str) -> None:
        """A new alias for a menu that has its picture."""
        self.usable(menu_id)
        if alias in self.aliases:
            raise refused(400, "conflict richmenu alias id")
        if len(self.aliases) >= MOST_ALIASES:
            raise refused(400, "The maximum number of rich menu aliases has been reached")
        self.aliases[alias] = menu_id

    def rename(self, alias: str, menu_id: str) -> None:
        """Let an alias lead to another menu."""
        self.usable(menu_id)
        self.meaning_of(alias)
        self.aliases[alias] = menu_id

    def meaning_of(self, alias: str) -> str:
        """The menu an alias leads to."""
        if alias not in self.aliases:
            raise refused(404, "richmenu alias not found")
        return self.aliases[alias]


def _size_of(picture: bytes, form: str) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(picture), formats=[form]) as image:
            return image.size
    except (UnidentifiedImageError, OSError):
        return None


def _unknown() -> RefusedError:
    return refused(404, "richmenu not found")
