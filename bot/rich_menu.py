"""The rich menu on LINE: created, given its picture and made the default, and nothing of that twice."""

import hashlib
from pathlib import Path

from linebot.v3.messaging import ApiClient, ApiException, Configuration, MessagingApi, MessagingApiBlob, RichMenuRequest

from bot.account import credentials, explained
from bot.rich_menu_picture import AREAS, HEIGHT, WIDTH, NoFontError, area_box
from bot.rich_menu_picture import draw as draw_picture
from settings import HOME, Settings, SettingsError
from speech.languages import Language
from speech.phrases import phrase

PICTURE = HOME / "assets/rich-menu/ja.png"
NAME_BEGINS = "madoguchi-"
TIMEOUT = (3.05, 30.0)


def draw() -> str:
    """Draw the picture anew and say where it is."""
    try:
        draw_picture(PICTURE)
    except NoFontError as error:
        raise SettingsError(str(error)) from None
    return f"{PICTURE.relative_to(HOME)} を描きました({PICTURE.stat().st_size // 1000} KB)。"


def menu(picture: Path = PICTURE) -> RichMenuRequest:
    """The menu as LINE wants it. Its name carries the picture's and the areas' fingerprint: same name, same menu."""
    areas = [
        {
            "bounds": dict(zip(("x", "y", "width", "height"), area_box(index), strict=True)),
            "action": {
                "type": "postback", "data": f"menu:{area}", "label": phrase(f"area.{area}", Language.JA),
                "displayText": phrase(f"area.{area}", Language.JA),
            },
        }
        for index, area in enumerate(AREAS)
    ]  # fmt: skip
    fingerprint = hashlib.sha256(picture.read_bytes() + repr(areas).encode()).hexdigest()[:16]
    return RichMenuRequest.from_dict({
        "size": {"width": WIDTH, "height": HEIGHT}, "selected": True, "name": NAME_BEGINS + fingerprint,
        "chatBarText": phrase("card.menu", Language.JA), "areas": areas,
    })  # fmt: skip


def publish(settings: Settings) -> str:
    """Make our menu the default one. Menus of ours that were published before are taken down; others are left alone."""
    token = credentials(settings)
    wanted = menu()
    api = MessagingApi(ApiClient(Configuration(host=settings.line_api_url, access_token=token)))
    blob = MessagingApiBlob(ApiClient(Configuration(host=settings.line_data_url, access_token=token)))
    with explained():
        ours = {
            one.name: one.rich_menu_id
            for one in api.get_rich_menu_list(_request_timeout=TIMEOUT).richmenus
            if one.name.startswith(NAME_BEGINS)
        }
        menu_id = ours.pop(wanted.name, None)
        is_new = menu_id is None
        if menu_id is None:
            menu_id = api.create_rich_menu(wanted, _request_timeout=TIMEOUT).rich_menu_id
        if is_new or not _has_picture(blob, menu_id):
            headers = {"Content-Type": "image/png"}
            blob.set_rich_menu_image(menu_id, body=PICTURE.read_bytes(), _headers=headers, _request_timeout=TIMEOUT)
        api.set_default_rich_menu(menu_id, _request_timeout=TIMEOUT)
        for old in ours.values():
            api.delete_rich_menu(old, _request_timeout=TIMEOUT)
    done = "を公開しました" if is_new else "は、すでに公開されています"
    return f"リッチメニュー {wanted.name} {done}。" + (f"前のメニュー {len(ours)} 件を消しました。" if ours else "")


def _has_picture(blob: MessagingApiBlob, menu_id: str) -> bool:
    """A publishing that broke off leaves a menu without one, which LINE shows to nobody."""
    try:
        blob.get_rich_menu_image(menu_id, _request_timeout=TIMEOUT)
    except ApiException as error:
        if error.status != 404:
            raise
        return False
    return True
