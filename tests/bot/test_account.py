"""`madoguchi line check`: what LINE says of the account, in lines an officer can act on."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pydantic import SecretStr

from bot import account, webhook
from settings import Settings, SettingsError
from simulator.faults import Fault, Misfortune
from simulator.server import RunningSimulator
from tests.patience import PATIENCE
from tests.people import open_door


@pytest.fixture
def line() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        running.sender.switches.patience_seconds = PATIENCE  # a busy machine is no fault of the bot
        yield running


def settings(line: RunningSimulator, **more: Any) -> Settings:
    return Settings(
        _env_file=None, line_api_url=line.url, line_channel_secret=SecretStr(line.channel.secret),
        **{"line_channel_token": SecretStr(line.channel.token), **more},
    )  # fmt: skip


def found(line: RunningSimulator, **more: Any) -> str:
    return "\n".join(account.check(settings(line, **more)))


def warnings(line: RunningSimulator, **more: Any) -> list[str]:
    return [one for one in account.check(settings(line, **more)) if one.startswith("!")]


@pytest.fixture
def answering_door(line: RunningSimulator) -> Iterator[None]:
    """A webhook at the right address that takes LINE's empty test request; it needs no database for that."""
    app = Flask("door")

    @app.post("/line/webhook")
    def take() -> str:
        return "" if webhook.LONGEST_BODY else "closed"

    with open_door(app) as url:
        line.sender.webhook = f"{url}/line/webhook"
        yield


@pytest.mark.usefixtures("answering_door")
def test_an_account_that_is_well_has_nothing_to_change(line: RunningSimulator):
    assert warnings(line) == []
    read = found(line)
    assert f"LINE_BOT_USER_ID={line.channel.bot_id}" in read
    assert "みほん市" in read
    assert "試し送り: 届きました" in read


def test_what_no_program_can_see_is_left_to_an_officer(line: RunningSimulator):
    read = found(line)
    for matter in ("応答メッセージ: オフ", "あいさつメッセージ: オフ", "一斉配信ができる人"):
        assert matter in read


def test_a_webhook_that_does_not_answer_is_told(line: RunningSimulator):
    assert any("試し送り: 失敗" in one for one in warnings(line))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/callback", "http://127.0.0.1:9/line/webhook/extra"])
def test_a_webhook_of_another_make_is_noticed(line: RunningSimulator, address: str):
    line.sender.webhook = address
    assert any("/line/webhook ではありません" in one for one in warnings(line))


def test_an_account_without_a_webhook_is_told_which_address_to_register(line: RunningSimulator):
    line.platform.faults.add(Fault("get_webhook_endpoint", Misfortune.SERVER_ERROR))
    assert any("https://(町のサーバー)/line/webhook" in one for one in warnings(line))


def test_a_town_that_only_sends_needs_no_webhook(line: RunningSimulator):
    assert warnings(line, send_only=True) == []
    assert "送るだけ" in found(line, send_only=True)


def test_another_accounts_id_is_noticed(line: RunningSimulator):
    assert any("LINE_BOT_USER_ID" in one for one in warnings(line, line_bot_user_id="U" + "0" * 32))
    assert not any("LINE_BOT_USER_ID" in one for one in warnings(line, line_bot_user_id=line.channel.bot_id))


@pytest.mark.parametrize(("is_chat", "told"), [(False, "チャット: オフ"), (True, "チャット: オン")])
def test_chatting_by_hand_is_told(line: RunningSimulator, is_chat: bool, told: str):
    line.platform.is_chat_mode = is_chat
    assert told in found(line)


@pytest.mark.parametrize(
    ("limit", "used", "told", "is_warned"),
    [
        (None, 12, "上限なし(今月 12 通)", False),
        (5000, 12, "月 5000 通(今月 12 通)", False),
        (5000, 4000, "月 5000 通(今月 4000 通)", True),
        (0, 0, "月 0 通(今月 0 通)", False),
    ],
)
def test_how_much_may_still_be_sent(line: RunningSimulator, limit: int | None, used: int, told: str, is_warned: bool):
    line.platform.quota.limit, line.platform.quota.used = limit, used
    assert told in found(line)
    assert any("8割" in one for one in warnings(line)) is is_warned


def test_a_quota_line_does_not_tell_is_called_unknown(line: RunningSimulator):
    line.platform.faults.add(Fault("quota", Misfortune.FORBIDDEN))
    line.platform.faults.add(Fault("consumption", Misfortune.FORBIDDEN))
    assert "! 送れる数: 分かりません(今月の数は不明)" in warnings(line)


def test_a_wrong_token_is_one_sentence(line: RunningSimulator):
    with pytest.raises(SettingsError) as refused:
        account.check(settings(line, line_channel_token=SecretStr("himitsu-token")))
    assert str(refused.value) == "チャネルアクセストークンが正しくありません(HTTP 401)。"


def test_a_line_that_cannot_be_reached_is_one_sentence():
    nowhere = Settings(_env_file=None, line_api_url="http://127.0.0.1:9", line_channel_secret=SecretStr("s"), line_channel_token=SecretStr("t"))  # fmt: skip
    with pytest.raises(SettingsError, match="LINEにつながりません"):
        account.check(nowhere)


def test_without_a_token_the_setting_is_named():
    with pytest.raises(SettingsError, match="LINE_CHANNEL_TOKEN"):
        account.check(Settings(_env_file=None))
