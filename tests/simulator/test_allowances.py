"""Stories of the month's messages and of calls per second."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator.allowances import Rate
from simulator.ids import new_user_id
from simulator.server import RunningSimulator
from tests.simulator.conftest import Caller, Clock, Reply

Push = Callable[..., Reply]
TEXT = [{"type": "text", "text": "避難してください"}]
ID = "U" + "0" * 32


def test_an_account_without_a_limit_says_none(call: Caller) -> None:
    assert call("GET", "/v2/bot/message/quota").body == {"type": "none"}


def test_what_was_used_counts_recipients_and_not_messages(line: RunningSimulator, call: Caller, hanako: str) -> None:
    line.platform.quota.limit = 200

    call("POST", "/v2/bot/message/push", {"to": hanako, "messages": TEXT * 5})

    assert call("GET", "/v2/bot/message/quota").body == {"type": "limited", "value": 200}
    assert call("GET", "/v2/bot/message/quota/consumption").body == {"totalUsage": 1}


def test_the_month_is_used_up_and_nobody_gets_a_part(line: RunningSimulator, call: Caller, push: Push) -> None:
    line.platform.quota.limit = 2
    line.platform.residents.add_friends(new_user_id() for _ in range(3))

    reply = call("POST", "/v2/bot/message/broadcast", {"messages": TEXT})

    assert (reply.status, reply.body) == (429, {"message": "You have reached your monthly limit."})
    assert (len(line.platform.ledger), line.platform.quota.used) == (0, 0)


def test_answers_are_free_even_when_the_month_is_used_up(line: RunningSimulator, call: Caller, hanako: str) -> None:
    line.platform.quota.limit = 0
    token = line.says(hanako, "ごみの日は")["replyToken"]

    assert call("POST", "/v2/bot/message/reply", {"replyToken": token, "messages": TEXT}).status == 200


def test_the_two_hundred_and_first_multicast_of_a_second_is_refused(
    line: RunningSimulator, call: Caller, clock: Clock, hanako: str
) -> None:
    body = {"to": [hanako], "messages": TEXT}
    statuses = [call("POST", "/v2/bot/message/multicast", body).status for _ in range(201)]

    clock.turn(1)
    later = call("POST", "/v2/bot/message/multicast", body)

    assert statuses == [200] * 200 + [429]
    assert later.status == 200


def test_the_sixty_first_broadcast_of_an_hour_is_refused(call: Caller, clock: Clock) -> None:
    statuses = []
    for _ in range(61):
        clock.turn(50)
        statuses.append(call("POST", "/v2/bot/message/broadcast", {"messages": TEXT}).status)

    assert statuses == [200] * 60 + [429]


@pytest.mark.parametrize(
    ("method", "path", "endpoint", "body"),
    [
        ("POST", "/v2/bot/message/reply", "reply", {"replyToken": "t", "messages": TEXT}),
        ("POST", "/v2/bot/message/push", "push", {"to": ID, "messages": TEXT}),
        ("POST", "/v2/bot/message/narrowcast", "narrowcast", {"messages": TEXT}),
        ("POST", "/v2/bot/message/validate/push", "validate_push", {"messages": TEXT}),
        ("POST", "/v2/bot/chat/loading/start", "loading", {"chatId": ID}),
        ("POST", "/v2/bot/richmenu", "create_rich_menu", {}),
        ("DELETE", "/v2/bot/richmenu/richmenu-1", "delete_rich_menu", None),
        ("GET", "/v2/bot/channel/webhook/endpoint", "get_webhook_endpoint", None),
        ("POST", "/v2/bot/channel/webhook/test", "webhook_test", None),
        ("GET", f"/v2/bot/profile/{ID}", "profile", None),
    ],
)
def test_every_endpoint_has_its_own_rate(
    line: RunningSimulator, call: Caller, method: str, path: str, endpoint: str, body: object
) -> None:
    line.platform.meter.rates[endpoint] = Rate(1, 1.0)
    first = call(method, path, body)

    second = call(method, path, body)
    elsewhere = call("GET", "/v2/bot/info")

    assert first.status != 429
    assert second.body == {"message": "The API rate limit has been exceeded. Try again later."}
    assert elsewhere.status == 200


def test_deliveries_of_a_day_are_counted_when_it_is_over(
    line: RunningSimulator, call: Caller, push: Push, hanako: str, clock: Clock
) -> None:
    push(hanako)
    today = call("GET", "/v2/bot/message/delivery/push?date=20261121")

    clock.turn(24 * 3600)
    tomorrow = call("GET", "/v2/bot/message/delivery/push?date=20261121")

    assert today.body == {"status": "unready"}
    assert tomorrow.body == {"status": "ready", "success": 1}
    assert call("GET", "/v2/bot/message/delivery/push?date=2026-11-21").status == 400
