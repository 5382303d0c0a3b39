"""`madoguchi line check`: what LINE knows of this account, and what an officer must still set by hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import urllib3
from linebot.v3.messaging import ApiClient, ApiException, Configuration, MessagingApi, TestWebhookEndpointRequest

from settings import Settings, SettingsError

TIMEOUT = (3.05, 10.0)
BY_HAND = (
    "LINE Official Account Manager で、次のことを目で確かめてください(APIからは見えません):",
    "  □ 応答メッセージ: オフ(オンのままだと、すべての質問に2回答えてしまいます)",
    "  □ あいさつメッセージ: オフ(友だち追加のあいさつは、このプログラムが送ります)",
    "  □ Webhook: オン、Webhookの再送: オン",
    "  □ 権限管理: 一斉配信ができる人は、だれとだれですか(ここから送った文は、承認なしで全員に届きます)",
)


def credentials(settings: Settings) -> str:
    if settings.line_channel_token is None:
        raise SettingsError("LINE_CHANNEL_TOKEN がありません。.env に書いてください。")
    return settings.line_channel_token.get_secret_value()


@contextmanager
def explained() -> Iterator[None]:
    """LINE's refusals and silences as one sentence."""
    try:
        yield
    except ApiException as error:
        told = "チャネルアクセストークンが正しくありません" if error.status == 401 else "LINEが断りました"
        raise SettingsError(f"{told}(HTTP {error.status})。") from None
    except urllib3.exceptions.HTTPError as error:
        raise SettingsError(f"LINEにつながりません({type(error).__name__})。") from None


def check(settings: Settings) -> list[str]:
    """One line a finding; «!» marks what should be changed."""
    api = MessagingApi(ApiClient(Configuration(host=settings.line_api_url, access_token=credentials(settings))))
    with explained():
        info = api.get_bot_info(_request_timeout=TIMEOUT)
    lines = [f"  アカウント: {info.display_name}({info.basic_id})", f"  LINE_BOT_USER_ID={info.user_id}"]
    lines.append(_chat_mode(str(getattr(info.chat_mode, "value", info.chat_mode))))
    if settings.line_bot_user_id and settings.line_bot_user_id != info.user_id:
        lines.append("! LINE_BOT_USER_ID が、このアカウントのものと違います。届いたものに一切答えません。")
    for look in (_webhook, _quota):
        lines += look(api, settings)
    return [*lines, "", *BY_HAND]


def _chat_mode(mode: str) -> str:
    if mode == "chat":
        return "  チャット: オン(職員の手動チャットと併用。既読は、読んだ印を送ったときに付きます)"
    return "  チャット: オフ(自動応答だけ)"


def _webhook(api: MessagingApi, settings: Settings) -> list[str]:
    if settings.send_only:
        return ["  Webhook: 使いません(SEND_ONLY=1。送るだけ)"]
    endpoint = _asked(lambda: api.get_webhook_endpoint(_request_timeout=TIMEOUT))
    if endpoint is None or not endpoint.endpoint:
        return ["! Webhook: アドレスが登録されていません。https://(町のサーバー)/line/webhook を登録してください。"]
    lines = [f"  Webhook: {endpoint.endpoint}"]
    if not endpoint.endpoint.endswith("/line/webhook"):
        lines.append("! Webhook の道が /line/webhook ではありません。別の業者のボットが使っていませんか。")
    if not endpoint.active:
        lines.append("! Webhook がオフです。LINE Developers でオンにしてください。")
    request = TestWebhookEndpointRequest(endpoint=endpoint.endpoint)
    tested = _asked(lambda: api.test_webhook_endpoint(request, _request_timeout=TIMEOUT))
    if tested is not None:
        good = "  Webhook の試し送り: 届きました" if tested.success else f"! Webhook の試し送り: 失敗({tested.reason})"
        lines.append(good)
    return lines


def _quota(api: MessagingApi, settings: Settings) -> list[str]:
    quota = _asked(lambda: api.get_message_quota(_request_timeout=TIMEOUT))
    used = _asked(lambda: api.get_message_quota_consumption(_request_timeout=TIMEOUT))
    spent = f"今月 {used.total_usage} 通" if used else "今月の数は不明"
    if quota is None:
        return [f"! 送れる数: 分かりません({spent})"]
    if str(getattr(quota.type, "value", quota.type)) == "none":
        return [f"  送れる数: 上限なし({spent})"]
    lines = [f"  送れる数: 月 {quota.value} 通({spent})。返信は数えません"]
    if used and quota.value and used.total_usage >= quota.value * 0.8:
        lines.append("! 送れる数の8割を使いました。緊急のお知らせが届かなくなるおそれがあります。")
    return lines


def _asked(question: Callable[[], Any]) -> Any:
    """None where LINE does not tell this account."""
    try:
        return question()
    except (ApiException, urllib3.exceptions.HTTPError):
        return None
