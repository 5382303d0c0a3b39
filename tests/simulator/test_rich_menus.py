"""Stories of rich menus: made, pictured, shown to all or to one, turned over, taken away."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from simulator.ids import new_user_id
from simulator.menus import MOST_PICTURE_BYTES
from simulator.server import RunningSimulator
from tests.simulator.conftest import Bot, Caller

MENU: dict[str, Any] = {
    "size": {"width": 800, "height": 540},
    "selected": True,
    "name": "一枚目",
    "chatBarText": "メニュー",
    "areas": [
        {"bounds": {"x": 0, "y": 0, "width": 400, "height": 540}, "action": {"type": "message", "text": "手続き"}}
    ],
}


def picture(width: int = 800, height: int = 540, form: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#06C755").save(written, form)
    return written.getvalue()


def create(call: Caller, **changes: Any) -> str:
    menu_id: str = call("POST", "/v2/bot/richmenu", MENU | changes).body["richMenuId"]
    return menu_id


def upload(call: Caller, menu_id: str, drawn: bytes, media_type: str = "image/png") -> tuple[int, Any]:
    reply = call("POST", f"/v2/bot/richmenu/{menu_id}/content", drawn, Content_Type=media_type)
    return reply.status, reply.body.get("message")


@pytest.fixture
def menu(call: Caller) -> str:
    """A menu that has its picture."""
    menu_id = create(call)
    assert upload(call, menu_id, picture()) == (200, None)
    return menu_id


def seen(call: Caller, resident: str) -> Any:
    [found] = [each for each in call("GET", "/phone/api/state").body["residents"] if each["id"] == resident]
    return found["richMenu"] and found["richMenu"]["richMenuId"]


def test_a_menu_is_made_found_and_taken_away(call: Caller) -> None:
    menu_id = create(call)

    assert call("GET", f"/v2/bot/richmenu/{menu_id}").body == {"richMenuId": menu_id, **MENU}
    assert [each["richMenuId"] for each in call("GET", "/v2/bot/richmenu/list").body["richmenus"]] == [menu_id]
    assert call("DELETE", f"/v2/bot/richmenu/{menu_id}").status == 200
    assert call("GET", f"/v2/bot/richmenu/{menu_id}").body == {"message": "richmenu not found"}


def test_a_menu_taller_than_wide_is_refused_before_it_is_made(call: Caller) -> None:
    assert call("POST", "/v2/bot/richmenu/validate", MENU).status == 200
    assert call("POST", "/v2/bot/richmenu/validate", MENU | {"size": {"width": 800, "height": 600}}).status == 400


def test_a_menu_gets_exactly_one_picture_of_its_own_size(call: Caller) -> None:
    menu_id = create(call)

    assert upload(call, menu_id, picture(), "image/gif")[0] == 415
    assert upload(call, menu_id, picture(810, 540)) == (400, "The image size is not allowed for richmenu")
    assert upload(call, menu_id, picture(), "image/jpeg")[0] == 400
    assert upload(call, menu_id, bytes(MOST_PICTURE_BYTES + 1))[0] == 413
    assert upload(call, menu_id, picture(form="JPEG"), "image/jpeg") == (200, None)
    assert upload(call, menu_id, picture()) == (400, "An image has already been uploaded to the richmenu")


def test_the_picture_can_be_fetched(call: Caller, menu: str) -> None:
    assert call("GET", f"/v2/bot/richmenu/{menu}/content").body == picture()
    assert call("GET", f"/phone/api/richmenu/{menu}/image").headers["Content-Type"] == "image/png"
    assert call("GET", f"/v2/bot/richmenu/{create(call)}/content").status == 404


def test_a_menu_without_a_picture_cannot_be_shown(call: Caller, hanako: str) -> None:
    menu_id = create(call)
    sentence = {"message": "must upload richmenu image before applying it to user"}

    assert call("POST", f"/v2/bot/user/all/richmenu/{menu_id}").body == sentence
    assert call("POST", f"/v2/bot/user/{hanako}/richmenu/{menu_id}").body == sentence


def test_ones_own_menu_comes_before_the_default(call: Caller, menu: str, hanako: str) -> None:
    own = create(call)
    upload(call, own, picture())
    call("POST", f"/v2/bot/user/all/richmenu/{menu}")
    default = seen(call, hanako)

    call("POST", f"/v2/bot/user/{hanako}/richmenu/{own}")
    linked = seen(call, hanako), call("GET", f"/v2/bot/user/{hanako}/richmenu").body["richMenuId"]
    call("DELETE", f"/v2/bot/user/{hanako}/richmenu")

    assert (default, linked, seen(call, hanako)) == (menu, (own, own), menu)
    assert call("GET", f"/v2/bot/user/{hanako}/richmenu").body == {"message": "the user has no richmenu"}


def test_a_default_can_be_named_and_cleared(call: Caller, menu: str) -> None:
    assert call("GET", "/v2/bot/user/all/richmenu").status == 404
    call("POST", f"/v2/bot/user/all/richmenu/{menu}")
    assert call("GET", "/v2/bot/user/all/richmenu").body == {"richMenuId": menu}
    call("DELETE", "/v2/bot/user/all/richmenu")
    assert call("GET", "/v2/bot/user/all/richmenu").status == 404


def test_many_are_linked_at_once_and_strangers_are_passed_over(
    line: RunningSimulator, call: Caller, menu: str, hanako: str
) -> None:
    body = {"richMenuId": menu, "userIds": [hanako, new_user_id()]}

    assert call("POST", "/v2/bot/richmenu/bulk/link", body).status == 202
    assert seen(call, hanako) == menu
    assert call("POST", "/v2/bot/richmenu/bulk/unlink", {"userIds": [hanako]}).status == 202
    assert seen(call, hanako) is None
    assert call("POST", "/v2/bot/richmenu/bulk/unlink", {"userIds": ["hanako"]}).status == 400


def test_an_alias_is_made_moved_and_freed(call: Caller, menu: str) -> None:
    other = create(call)
    upload(call, other, picture())
    body = {"richMenuAliasId": "menu-a", "richMenuId": menu}

    assert call("POST", "/v2/bot/richmenu/alias", body).status == 200
    assert call("POST", "/v2/bot/richmenu/alias", body).body == {"message": "conflict richmenu alias id"}
    assert call("POST", "/v2/bot/richmenu/alias/menu-a", {"richMenuId": other}).status == 200
    assert call("GET", "/v2/bot/richmenu/alias/menu-a").body == {"richMenuAliasId": "menu-a", "richMenuId": other}
    assert call("GET", "/v2/bot/richmenu/alias/list").body["aliases"][0]["richMenuId"] == other
    assert call("DELETE", "/v2/bot/richmenu/alias/menu-a").status == 200
    assert call("GET", "/v2/bot/richmenu/alias/menu-a").status == 404


def test_a_resident_turns_the_menu_over(line: RunningSimulator, bot: Bot, call: Caller, menu: str, hanako: str) -> None:
    call("POST", "/v2/bot/richmenu/alias", {"richMenuAliasId": "menu-b", "richMenuId": menu})
    turn = f"/phone/api/residents/{hanako}/richmenuswitch?wait=1"

    call("POST", turn, {"richMenuAliasId": "menu-b", "data": "to=b"})
    call("POST", turn, {"richMenuAliasId": "menu-c", "data": "to=c"})

    assert [event["postback"]["params"] for event in bot.events] == [
        {"newRichMenuAliasId": "menu-b", "status": "SUCCESS"},
        {"newRichMenuAliasId": "menu-c", "status": "RICHMENU_ALIAS_ID_NOTFOUND"},
    ]
    assert seen(call, hanako) == menu


def test_a_batch_swaps_two_menus(line: RunningSimulator, call: Caller, menu: str, hanako: str) -> None:
    other = create(call)
    upload(call, other, picture())
    maria = line.platform.add_resident("Maria", "pt").id
    call("POST", f"/v2/bot/user/{hanako}/richmenu/{menu}")
    call("POST", f"/v2/bot/user/{maria}/richmenu/{other}")
    swap = [{"type": "link", "from": menu, "to": other}, {"type": "link", "from": other, "to": menu}]

    reply = call("POST", "/v2/bot/richmenu/batch", {"operations": swap})

    request_id = reply.headers["x-line-request-id"]
    assert (reply.status, seen(call, hanako), seen(call, maria)) == (202, other, menu)
    progress = call("GET", f"/v2/bot/richmenu/progress/batch?requestId={request_id}")
    assert progress.body["phase"] == "succeeded"
    assert call("POST", "/v2/bot/richmenu/validate/batch", {"operations": []}).status == 400
    assert call("POST", "/v2/bot/richmenu/batch", {"operations": [{"type": "unlinkAll"}]}).status == 202
    assert seen(call, hanako) is None
