"""The calls about rich menus: making, picturing, showing, naming."""

from __future__ import annotations

from simulator.answers import Answer, bad_property, not_found, refused
from simulator.calls import Call, Route
from simulator.complaints import Json
from simulator.menus import Menu
from simulator.sending import USER_ID


def _described(menu: Menu) -> Json:
    return {"richMenuId": menu.id, **menu.body}


def create(call: Call) -> Answer:
    """A new menu."""
    return Answer(body={"richMenuId": call.platform.menus.create(call.checked("RichMenuRequest"))})


def validate(call: Call) -> Answer:
    """Would it be accepted?"""
    call.checked("RichMenuRequest")
    return Answer()


def listed(call: Call) -> Answer:
    """All menus."""
    return Answer(body={"richmenus": [_described(menu) for menu in call.platform.menus.all()]})


def one(call: Call) -> Answer:
    """One menu."""
    return Answer(body=_described(call.platform.menus.find(call.path["menu_id"])))


def delete(call: Call) -> Answer:
    """Take a menu away. Whoever looks at it goes on seeing it until the chat is opened again."""
    call.platform.menus.delete(call.path["menu_id"])
    return Answer()


def give_picture(call: Call) -> Answer:
    """Upload the one picture."""
    media_type = call.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    call.platform.menus.give_picture(call.path["menu_id"], media_type, call.body)
    return Answer()


def picture(call: Call) -> Answer:
    """Download the picture."""
    menu = call.platform.menus.find(call.path["menu_id"])
    if not menu.picture:
        raise not_found()
    return Answer(content=menu.picture, media_type=menu.media_type)


def set_default(call: Call) -> Answer:
    """The menu of everybody who has none of their own: seen when the chat is opened again, unlike a link."""
    call.platform.menus.default_id = call.platform.menus.usable(call.path["menu_id"]).id
    return Answer()


def default(call: Call) -> Answer:
    """Which menu is the default."""
    if call.platform.menus.default_id is None:
        raise refused(404, "no default richmenu")
    return Answer(body={"richMenuId": call.platform.menus.default_id})


def clear_default(call: Call) -> Answer:
    """No default any more, for whoever opens the chat again."""
    call.platform.menus.default_id = None
    return Answer()


def _link(call: Call, user_ids: list[str], menu_id: str | None) -> None:
    """Friends only; for others LINE says nothing and does nothing."""
    for user_id in user_ids:
        resident = call.platform.residents.find(user_id)
        if resident is not None and resident.is_following:
            resident.menu_id = menu_id
            call.platform.show_menu(resident)


def link(call: Call) -> Answer:
    """A menu for one resident, at once."""
    _check_ids([call.path["user_id"]])
    _link(call, [call.path["user_id"]], call.platform.menus.usable(call.path["menu_id"]).id)
    return Answer()


def unlink(call: Call) -> Answer:
    """Back to the default."""
    _check_ids([call.path["user_id"]])
    _link(call, [call.path["user_id"]], None)
    return Answer()


def linked(call: Call) -> Answer:
    """Which menu is a resident's own."""
    resident = call.platform.residents.find(call.path["user_id"])
    if resident is None or resident.menu_id is None:
        raise refused(404, "the user has no richmenu")
    return Answer(body={"richMenuId": resident.menu_id})


def link_many(call: Call) -> Answer:
    """Up to 500 residents."""
    body = call.checked("RichMenuBulkLinkRequest")
    _check_ids(body["userIds"], "userIds")
    _link(call, body["userIds"], call.platform.menus.usable(body["richMenuId"]).id)
    return Answer(202)


def unlink_many(call: Call) -> Answer:
    """Up to 500 residents back to the default."""
    body = call.checked("RichMenuBulkUnlinkRequest")
    _check_ids(body["userIds"], "userIds")
    _link(call, body["userIds"], None)
    return Answer(202)


def _check_ids(user_ids: list[str], name: str = "userId") -> None:
    for index, user_id in enumerate(user_ids):
        if not USER_ID.fullmatch(user_id):
            raise bad_property(f"{name}[{index}]" if len(user_ids) > 1 or name == "userIds" else name)


def create_alias(call: Call) -> Answer:
    """A name for a menu, so that menus can lead to each other."""
    body = call.checked("CreateRichMenuAliasRequest")
    call.platform.menus.name(body["richMenuAliasId"], body["richMenuId"])
    return Answer()


def update_alias(call: Call) -> Answer:
    """The name leads elsewhere."""
    body = call.checked("UpdateRichMenuAliasRequest")
    call.platform.menus.rename(call.path["alias"], body["richMenuId"])
    return Answer()


def delete_alias(call: Call) -> Answer:
    """The name is free again."""
    call.platform.menus.meaning_of(call.path["alias"])
    del call.platform.menus.aliases[call.path["alias"]]
    return Answer()


def alias(call: Call) -> Answer:
    """Where one name leads."""
    return Answer(body=_named(call.path["alias"], call.platform.menus.meaning_of(call.path["alias"])))


def aliases(call: Call) -> Answer:
    """All names."""
    return Answer(body={"aliases": [_named(name, menu_id) for name, menu_id in call.platform.menus.aliases.items()]})


def _named(name: str, menu_id: str) -> Json:
    return {"richMenuAliasId": name, "richMenuId": menu_id}


_MENU, _ALIAS = "/v2/bot/richmenu/{menu_id}", "/v2/bot/richmenu/alias/{alias}"

# Fixed words stand before {menu_id}: the first line that fits is taken.
ROUTES: tuple[Route, ...] = (
    Route("POST", "/v2/bot/richmenu", "create_rich_menu", create),
    Route("POST", "/v2/bot/richmenu/validate", "validate_rich_menu", validate),
    Route("GET", "/v2/bot/richmenu/list", "list_rich_menus", listed),
    Route("POST", "/v2/bot/richmenu/bulk/link", "link_rich_menu_bulk", link_many),
    Route("POST", "/v2/bot/richmenu/bulk/unlink", "unlink_rich_menu_bulk", unlink_many),
    Route("POST", "/v2/bot/richmenu/alias", "create_alias", create_alias),
    Route("GET", "/v2/bot/richmenu/alias/list", "list_aliases", aliases),
    Route("GET", _ALIAS, "get_alias", alias),
    Route("POST", _ALIAS, "update_alias", update_alias),
    Route("DELETE", _ALIAS, "delete_alias", delete_alias),
    Route("POST", f"{_MENU}/content", "upload_rich_menu_image", give_picture),
    Route("GET", f"{_MENU}/content", "download_rich_menu_image", picture),
    Route("GET", _MENU, "get_rich_menu", one),
    Route("DELETE", _MENU, "delete_rich_menu", delete),
    Route("POST", "/v2/bot/user/all/richmenu/{menu_id}", "set_default_rich_menu", set_default),
    Route("GET", "/v2/bot/user/all/richmenu", "get_default_rich_menu", default),
    Route("DELETE", "/v2/bot/user/all/richmenu", "cancel_default_rich_menu", clear_default),
    Route("POST", "/v2/bot/user/{user_id}/richmenu/{menu_id}", "link_rich_menu", link),
    Route("GET", "/v2/bot/user/{user_id}/richmenu", "get_user_rich_menu", linked),
    Route("DELETE", "/v2/bot/user/{user_id}/richmenu", "unlink_rich_menu", unlink),
)
