"""`madoguchi line rich-menu`: our menus on LINE, each with its picture and none of them twice; and their pictures drawn."""

from bot import disaster_menu_picture, menu_variants
from bot.account import credentials, explained
from bot.line_menus import LineMenus
from bot.menu_variants import FOLDER
from bot.rich_menu_picture import NoFontError
from bot.rich_menu_picture import draw as draw_picture
from settings import HOME, Settings, SettingsError
from speech.languages import Language

PICTURE = FOLDER / "ja.png"


def draw() -> str:
    """Draw the pictures anew and say where they are."""
    try:
        draw_picture(PICTURE)
        pictures = [PICTURE, *disaster_menu_picture.draw(FOLDER)]
    except NoFontError as error:
        raise SettingsError(str(error)) from None
    kilobytes = sum(one.stat().st_size for one in pictures) // 1000
    return f"{FOLDER.relative_to(HOME)} に {len(pictures)} 枚を描きました(合わせて {kilobytes} KB)。"


def publish(settings: Settings) -> str:
    """Make our ordinary menu the default one and lay the disaster menus ready, so that nothing has to be made that night.

    Menus of ours with an older picture are taken down; others' are left alone. In disaster mode the default stays.
    """
    line = LineMenus(credentials(settings), settings.line_api_url, settings.line_data_url)
    with explained():
        known, default = line.ours(), line.default()
        is_disaster = default in menu_variants.of_the_disaster(known.items())
        ordinary = menu_variants.ordinary()
        wanted = {one.request.name: line.lay(one, known) for one in (ordinary, *_of_the_disaster())}
        if not is_disaster:
            line.set_default(wanted[ordinary.request.name])
        old = [menu_id for name, menu_id in known.items() if name not in wanted and menu_id != default]
        for menu_id in old:
            line.delete(menu_id)
    return _told(
        ordinary.request.name, is_new=ordinary.request.name not in known, old=len(old), is_disaster=is_disaster
    )


def _of_the_disaster() -> list[menu_variants.Variant]:
    return [menu_variants.disaster(language) for language in Language]


def _told(name: str, *, is_new: bool, old: int, is_disaster: bool) -> str:
    done = "を公開しました" if is_new else "は、すでに公開されています"
    gone = f"前のメニュー {old} 件を消しました。" if old else ""
    now = "いまは災害モードなので、災害用のメニューを出したままにしました。" if is_disaster else ""
    return f"リッチメニュー {name} {done}。災害用のメニュー {len(Language)} 件も用意してあります。{gone}{now}"
