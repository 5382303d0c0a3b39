"""Stories of refusals: in LINE's words, in LINE's shape."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.server import RunningSimulator
from tests.simulator.conftest import Caller, Reply

TEXT = {"type": "text", "text": "はい"}
APPLE, FAMILY = "🍎", "👨‍👩‍👧"


def checked(call: Caller, *messages: Any) -> Reply:
    return call("POST", "/v2/bot/message/validate/push", {"messages": list(messages)})


def flex(contents: Any) -> Any:
    return {"type": "flex", "altText": "窓口", "contents": contents}


def bubble(*parts: Any, **more: Any) -> Any:
    return {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": list(parts)}, **more}


def quick_reply(*actions: Any) -> Any:
    return TEXT | {"quickReply": {"items": [{"type": "action", "action": action} for action in actions]}}


def test_every_answer_carries_a_request_id_of_its_own(call: Caller) -> None:
    ids = {call("GET", path).headers["x-line-request-id"] for path in ("/v2/bot/info", "/v2/bot/nothing")}

    assert len(ids) == 2


def test_without_our_token_nothing_is_done(line: RunningSimulator, call: Caller, hanako: str) -> None:
    body = {"to": hanako, "messages": [TEXT]}
    reply = call("POST", "/v2/bot/message/push", body, Authorization="Bearer somebody-else")

    assert reply.status == 401
    assert reply.body["message"].startswith("Authentication failed due to the following reason: ")
    assert len(line.platform.ledger) == 0


def test_faults_are_listed_with_their_places(call: Caller) -> None:
    reply = checked(call, {"type": "text"}, {"type": "song"})

    assert reply.status == 400
    assert reply.body["message"] == "The request body has 2 error(s)"
    assert reply.body["details"][0] == {"message": "May not be empty", "property": "messages[0].text"}
    assert reply.body["details"][1]["property"] == "messages[1].type"
    assert reply.body["details"][1]["message"].startswith("Must be one of the following values: [audio, ")


@pytest.mark.parametrize("count", [0, 6])
def test_one_to_five_messages(call: Caller, count: int) -> None:
    reply = checked(call, *[TEXT] * count)

    assert reply.body["details"] == [{"message": "Size must be between 1 and 5", "property": "messages"}]


def test_broken_json_names_line_and_column(call: Caller) -> None:
    reply = call("POST", "/v2/bot/message/push", b'{"to": \n }')

    assert reply.body["message"] == "The request body could not be parsed as JSON (line: 2, column: 2)"
    assert call("POST", "/v2/bot/message/push", b"[]").status == 400
    assert call("POST", "/v2/bot/message/push", b"\xff").status == 400


def test_another_content_type_is_refused(call: Caller) -> None:
    reply = call("POST", "/v2/bot/message/push", b"a=1", Content_Type="application/x-www-form-urlencoded")

    expected = "The content type, application/x-www-form-urlencoded, is not supported"
    assert (reply.status, reply.body["message"]) == (415, expected)


def test_a_body_over_two_megabytes_is_refused(call: Caller) -> None:
    assert call("POST", "/v2/bot/message/push", b" " * (2 * 1024 * 1024 + 1)).status == 413


def test_faults_in_a_flex_message_are_told_as_a_json_pointer(call: Caller) -> None:
    reply = checked(call, TEXT, flex(bubble(None)))

    assert reply.body == {
        "message": "A message (messages[1]) in the request body is invalid",
        "details": [{"message": "cannot contain null elements", "property": "/body/contents"}],
    }


def test_long_text_is_counted_in_utf16_units(call: Caller) -> None:
    assert checked(call, {"type": "text", "text": APPLE * 2500}).status == 200
    assert checked(call, {"type": "text", "text": APPLE * 2501}).body["details"] == [
        {"message": "Length must be between 0 and 5000", "property": "messages[0].text"}
    ]


def test_a_label_is_counted_as_a_person_sees_it(call: Caller) -> None:
    assert checked(call, quick_reply({"type": "message", "label": FAMILY * 20, "text": "はい"})).status == 200
    assert checked(call, quick_reply({"type": "message", "label": FAMILY * 21, "text": "はい"})).status == 400


@pytest.mark.parametrize(("length", "status"), [(40, 200), (41, 400), (0, 400)])
def test_a_flex_button_has_a_label_of_forty(call: Caller, length: int, status: int) -> None:
    button = {"type": "button", "action": {"type": "message", "label": "あ" * length, "text": "はい"}}

    assert checked(call, flex(bubble(button))).status == status


def test_thirty_kilobytes_for_a_bubble_fifty_for_a_carousel(call: Caller) -> None:
    def of_size(letters: int) -> Any:
        return bubble({"type": "text", "text": "a" * letters})

    assert checked(call, flex(of_size(29_800))).status == 200
    assert checked(call, flex(of_size(30_000))).status == 400
    assert checked(call, flex({"type": "carousel", "contents": [of_size(16_500)] * 3})).status == 200
    assert checked(call, flex({"type": "carousel", "contents": [of_size(16_700)] * 3})).status == 400


def test_an_icon_stands_in_a_baseline_box_only(call: Caller) -> None:
    icon = {"type": "icon", "url": "https://mihon.example/i.png"}
    line = {"type": "box", "layout": "baseline", "contents": [icon, {"type": "text", "text": "はい"}]}

    assert checked(call, flex(bubble(line))).status == 200
    assert checked(call, flex(bubble(icon))).status == 400
    assert checked(call, flex(bubble({"type": "span", "text": "はい"}))).status == 400


def test_a_film_stands_on_top_of_a_single_wide_bubble_only(call: Caller) -> None:
    still = {"type": "image", "url": "https://mihon.example/a.jpg"}
    film = {"type": "video", "url": "https://mihon.example/a.mp4", "previewUrl": still["url"], "altContent": still}

    assert checked(call, flex(bubble(hero=film, size="mega"))).status == 200
    assert checked(call, flex(bubble(hero=film, size="micro"))).status == 400
    assert checked(call, flex(bubble(film))).status == 400
    assert checked(call, flex({"type": "carousel", "contents": [bubble(hero=film)]})).status == 400


def test_eleven_moving_pictures_are_too_many(call: Caller) -> None:
    moving = {"type": "image", "url": "https://mihon.example/a.png", "animated": True}

    assert checked(call, flex(bubble(*[moving] * 10))).status == 200
    assert checked(call, flex(bubble(*[moving] * 11))).status == 400


@pytest.mark.parametrize("kind", ["camera", "cameraRoll", "location"])
def test_camera_and_place_are_quick_replies_only(call: Caller, kind: str) -> None:
    action = {"type": kind, "label": "送る"}

    assert checked(call, quick_reply(action)).status == 200
    assert checked(call, flex(bubble({"type": "button", "action": action}))).status == 400


def test_turning_the_menu_belongs_to_the_menu_and_the_desktop_address_to_flex(call: Caller) -> None:
    turn = {"type": "richmenuswitch", "label": "次へ", "richMenuAliasId": "b", "data": "to=b"}
    uri = {"type": "uri", "label": "開く", "uri": "https://mihon.example/", "altUri": {"desktop": "tel:0"}}

    assert checked(call, quick_reply(turn)).status == 400
    assert checked(call, quick_reply(uri)).status == 400
    assert checked(call, flex(bubble({"type": "button", "action": uri}))).status == 200


def test_a_title_leaves_room_for_sixty_characters(call: Caller) -> None:
    card = {"type": "buttons", "text": "あ" * 61, "actions": [{"type": "message", "label": "はい", "text": "はい"}]}

    def sent(template: Any) -> int:
        return checked(call, {"type": "template", "altText": "窓口", "template": template}).status

    assert sent(card) == 200
    assert sent(card | {"title": "窓口"}) == 400
    assert sent(card | {"title": "窓口", "text": "あ" * 60}) == 200


def test_display_text_and_the_older_text_exclude_each_other(call: Caller) -> None:
    both = {"type": "postback", "label": "はい", "data": "a=1", "displayText": "はい", "text": "はい"}

    assert checked(call, quick_reply(both)).status == 400


def test_an_emoji_points_at_a_dollar_sign_counted_in_utf16(call: Caller) -> None:
    emoji = {"index": 2, "productId": "5ac1bfd5040ab15980c9b435", "emojiId": "001"}

    assert checked(call, {"type": "text", "text": f"{APPLE}$", "emojis": [emoji]}).status == 200
    assert checked(call, {"type": "text", "text": f"a{APPLE}$", "emojis": [emoji]}).status == 400


def test_more_than_twenty_mentions_are_too_many(call: Caller) -> None:
    def greeting(count: int) -> Any:
        keys = {f"k{number}": {"type": "mention", "mentionee": {"type": "all"}} for number in range(count)}
        return {"type": "textV2", "text": "".join(f"{{{key}}}" for key in keys), "substitution": keys}

    assert checked(call, greeting(20)).status == 200
    assert checked(call, greeting(21)).status == 400
    assert checked(call, {"type": "textV2", "text": "半開き {"}).status == 400
    assert checked(call, {"type": "textV2", "text": "{a-b}", "substitution": {"a-b": {"type": "x"}}}).status == 400
