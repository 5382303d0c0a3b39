"""In a webhook event the words are masked; ids, tokens, times and coordinates never are."""

import copy
from typing import Any

from speech.masking import Kind, mask_event

MY_NUMBER = "123456789018"
# Every one of these would be a secret if a resident had typed it.
EVENT: dict[str, Any] = {
    "type": "message",
    "mode": "active",
    "timestamp": 4111111111111111,
    "webhookEventId": MY_NUMBER,
    "replyToken": "4111111111111111",
    "deliveryContext": {"isRedelivery": False},
    "source": {"type": "user", "userId": "U" + MY_NUMBER},
}


def event_with(message: dict[str, Any]) -> dict[str, Any]:
    return {**EVENT, "message": {"id": "411111111111111110", "quoteToken": MY_NUMBER, **message}}


def test_a_text_is_masked_and_its_ids_are_not() -> None:
    event = event_with({"type": "text", "text": f"番号は{MY_NUMBER}です", "quotedMessageId": "4111111111111111"})
    masked, kinds = mask_event(event)
    assert kinds == {Kind.MY_NUMBER}
    assert masked["message"].pop("text") == "番号は●●●●●●●●●●●●です"
    event["message"].pop("text")
    assert masked == event


def test_the_event_that_came_in_is_not_changed() -> None:
    event = event_with({"type": "text", "text": MY_NUMBER})
    before = copy.deepcopy(event)
    mask_event(event)
    assert event == before


def test_a_place_keeps_its_coordinates() -> None:
    place = {"type": "location", "title": f"家 {MY_NUMBER}", "address": "暗証番号は1234", "latitude": 34.97694444}
    masked, kinds = mask_event(event_with(place))
    assert kinds == {Kind.MY_NUMBER, Kind.PIN}
    assert masked["message"]["latitude"] == 34.97694444
    assert "1234" not in masked["message"]["title"] + masked["message"]["address"]


def test_the_name_of_a_file_is_masked() -> None:
    masked, kinds = mask_event(event_with({"type": "file", "fileName": f"通知カード{MY_NUMBER}.pdf", "fileSize": 4111}))
    assert kinds == {Kind.MY_NUMBER}
    assert masked["message"]["fileName"] == "通知カード●●●●●●●●●●●●.pdf"


def test_what_a_button_carries_is_ours_and_stays() -> None:
    event = {**EVENT, "type": "postback", "postback": {"data": MY_NUMBER, "params": {"datetime": "2026-08-01T10:00"}}}
    assert mask_event(event) == (event, frozenset())


def test_an_event_of_an_unknown_shape_passes() -> None:
    for message in (None, "text", {"text": 123456789018}, {}):
        event = {**EVENT, "message": message}
        assert mask_event(event) == (event, frozenset())
