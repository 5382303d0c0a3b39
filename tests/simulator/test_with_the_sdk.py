"""LINE's own SDK against LINE on this machine: it must not notice the difference."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    MulticastRequest,
    NarrowcastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    RichMenuRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
    ValidateMessageRequest,
)

from simulator.server import RunningSimulator
from tests.simulator.test_contents import photo
from tests.simulator.test_rich_menus import MENU, picture


@pytest.fixture
def client(line: RunningSimulator) -> Iterator[ApiClient]:
    """One client, whose sockets are closed by hand because close() leaves them open."""
    made = ApiClient(Configuration(host=line.url, access_token=line.channel.token))
    yield made
    made.rest_client.pool_manager.clear()
    made.close()


@pytest.fixture
def api(client: ApiClient) -> MessagingApi:
    return MessagingApi(client)


@pytest.fixture
def blob(client: ApiClient) -> MessagingApiBlob:
    return MessagingApiBlob(client)


def test_a_reply_is_accepted_once(line: RunningSimulator, api: MessagingApi, hanako: str) -> None:
    token = line.says(hanako, "ごみの日は")["replyToken"]
    request = ReplyMessageRequest(replyToken=token, messages=[TextMessage(text="水曜です")])

    first = api.reply_message_with_http_info(request)
    with pytest.raises(ApiException) as refused:
        api.reply_message(request)

    assert first.headers["x-line-request-id"]
    assert first.data.sent_messages[0].quote_token
    assert refused.value.status == 400
    assert [arrival.via for arrival in line.platform.ledger.arrivals(hanako)] == ["reply"]


def test_a_second_push_with_the_same_key_tells_the_first(api: MessagingApi, hanako: str) -> None:
    request = PushMessageRequest(to=hanako, messages=[TextMessage(text="訓練です")])
    key = str(uuid.uuid4())
    first = api.push_message_with_http_info(request, key)

    with pytest.raises(ApiException) as accepted:
        api.push_message(request, key)

    assert accepted.value.status == 409
    assert accepted.value.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]


def test_the_other_calls_come_back_as_the_sdk_expects(line: RunningSimulator, api: MessagingApi, hanako: str) -> None:
    messages = [TextMessage(text="訓練です")]

    api.multicast(MulticastRequest(to=[hanako], messages=messages), str(uuid.uuid4()))
    narrow = api.narrowcast_with_http_info(NarrowcastRequest(messages=messages), str(uuid.uuid4()))
    api.validate_push(ValidateMessageRequest(messages=messages))
    api.show_loading_animation(ShowLoadingAnimationRequest(chatId=hanako, loadingSeconds=5))

    assert api.get_narrowcast_progress(narrow.headers["x-line-request-id"]).phase == "failed"
    assert api.get_message_quota().type.value == "none"
    assert api.get_message_quota_consumption().total_usage == 1
    assert api.get_profile(hanako).display_name == "花子"
    assert api.get_followers(limit=10).user_ids == [hanako]
    assert api.get_bot_info().user_id == line.channel.bot_id
    assert api.get_webhook_endpoint().active
    assert api.test_webhook_endpoint().success
    assert api.get_number_of_sent_push_messages("20261120").success == 0


def test_a_photo_and_a_voice_that_is_not_ready(line: RunningSimulator, blob: MessagingApiBlob, hanako: str) -> None:
    taken = photo()
    [sent] = line.telephones.images(hanako, [taken])
    [spoken] = line.telephones.audio(hanako, 1000)
    line.platform.contents.delay(spoken["message"]["id"], asks=1)

    assert bytes(blob.get_message_content(sent["message"]["id"])) == taken.body
    assert blob.get_message_content_with_http_info(spoken["message"]["id"]).status_code == 202
    assert blob.get_message_content_transcoding_by_message_id(spoken["message"]["id"]).status == "succeeded"


def test_a_rich_menu_is_published(
    line: RunningSimulator, api: MessagingApi, blob: MessagingApiBlob, hanako: str
) -> None:
    menu_id = api.create_rich_menu(RichMenuRequest.from_dict(MENU)).rich_menu_id
    blob.set_rich_menu_image(menu_id, body=picture(), _headers={"Content-Type": "image/png"})
    api.set_default_rich_menu(menu_id)

    resident = line.platform.residents.find(hanako)
    assert resident is not None
    shown = line.platform.menu_of(resident)
    assert shown is not None
    assert shown["richMenuId"] == menu_id
    assert api.get_default_rich_menu_id().rich_menu_id == menu_id
    assert [menu.rich_menu_id for menu in api.get_rich_menu_list().richmenus] == [menu_id]
