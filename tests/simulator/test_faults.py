"""Stories of bad days: slowness, refusals, lines that go dead before or after LINE has accepted."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3

from simulator.faults import Fault, Misfortune
from simulator.server import RunningSimulator
from tests.dams import Dam
from tests.patience import eventually
from tests.simulator.conftest import Caller, Reply

Push = Callable[..., Reply]


@pytest.mark.parametrize(
    ("misfortune", "status"),
    [
        (Misfortune.RATE_LIMIT, 429),
        (Misfortune.MONTHLY_LIMIT, 429),
        (Misfortune.SERVER_ERROR, 500),
        (Misfortune.UNAUTHORIZED, 401),
        (Misfortune.FORBIDDEN, 403),
    ],
)
def test_the_next_call_is_refused_and_the_one_after_works(
    line: RunningSimulator, push: Push, hanako: str, misfortune: Misfortune, status: int
) -> None:
    line.platform.faults.add(Fault("push", misfortune, calls_left=1))

    assert (push(hanako).status, push(hanako).status) == (status, 200)
    assert len(line.platform.ledger) == 1


def test_a_fault_stays_until_it_is_cleared_and_strikes_its_endpoint_only(call: Caller, push: Push, hanako: str) -> None:
    call("POST", "/phone/api/faults", {"endpoint": "push", "fault": "server_error"})
    refused = [push(hanako).status for _ in range(3)]
    elsewhere = call("GET", "/v2/bot/info").status

    call("POST", "/phone/api/faults", {"clear": True})

    assert (refused, elsewhere, push(hanako).status) == ([500] * 3, 200, 200)


def test_a_fault_may_strike_everything(call: Caller) -> None:
    call("POST", "/phone/api/faults", {"fault": "unauthorized", "calls": 2})

    assert [call("GET", f"/v2/bot/{path}").status for path in ("info", "followers/ids", "info")] == [401, 401, 200]


def test_a_line_that_went_dead_before_leaves_no_trace(line: RunningSimulator, push: Push, hanako: str) -> None:
    line.platform.faults.add(Fault("push", Misfortune.DROP_BEFORE, calls_left=1))
    key = str(uuid.uuid4())

    with pytest.raises(urllib3.exceptions.ProtocolError):
        push(hanako, X_Line_Retry_Key=key)

    assert len(line.platform.ledger) == 0
    assert push(hanako, X_Line_Retry_Key=key).status == 200


def test_a_line_that_went_dead_after_has_delivered_and_the_second_try_learns_it(
    line: RunningSimulator, push: Push, hanako: str
) -> None:
    line.platform.faults.add(Fault("push", Misfortune.DROP_AFTER, calls_left=1))
    key = str(uuid.uuid4())

    with pytest.raises(urllib3.exceptions.ProtocolError):
        push(hanako, X_Line_Retry_Key=key)

    assert push(hanako, X_Line_Retry_Key=key).status == 409
    [arrival] = line.platform.ledger.arrivals(hanako)
    assert arrival.retry_key == key


def test_a_reply_whose_answer_was_lost_has_used_its_token(line: RunningSimulator, call: Caller, hanako: str) -> None:
    line.platform.faults.add(Fault("reply", Misfortune.DROP_AFTER, calls_left=1))
    body = {"replyToken": line.says(hanako, "ごみ")["replyToken"], "messages": [{"type": "text", "text": "水曜"}]}

    with pytest.raises(urllib3.exceptions.ProtocolError):
        call("POST", "/v2/bot/message/reply", body)

    assert call("POST", "/v2/bot/message/reply", body).body == {"message": "Invalid reply token"}
    assert len(line.platform.ledger) == 1


@pytest.mark.parametrize(("misfortune", "arrivals"), [(Misfortune.LATENCY, 0), (Misfortune.LATENCY_AFTER, 1)])
def test_a_slow_line_is_slow_before_or_after_it_accepts(
    line: RunningSimulator, push: Push, hanako: str, misfortune: Misfortune, arrivals: int
) -> None:
    dam = Dam("push", misfortune)
    line.platform.faults.add(dam)

    with ThreadPoolExecutor(1) as caller:
        answer = caller.submit(push, hanako)
        eventually(lambda: dam.held, "a call that waits")
        arrived = len(line.platform.ledger)
        dam.is_open.set()

    assert (arrived, answer.result().status) == (arrivals, 200)


@pytest.mark.parametrize("misfortune", [Misfortune.LATENCY, Misfortune.LATENCY_AFTER])
def test_it_is_slow_for_as_long_as_it_was_told(
    line: RunningSimulator, push: Push, hanako: str, misfortune: Misfortune
) -> None:
    line.platform.faults.add(Fault("push", misfortune, seconds=0.2))
    began = time.monotonic()

    assert push(hanako).status == 200
    assert time.monotonic() - began >= 0.2


def test_waiting_calls_do_not_hold_up_each_other(line: RunningSimulator, push: Push, hanako: str) -> None:
    dam = Dam("push", Misfortune.LATENCY)
    line.platform.faults.add(dam)

    with ThreadPoolExecutor(20) as callers:
        answers = [callers.submit(push, hanako) for _ in range(20)]
        try:
            eventually(lambda: dam.held == 20, "all of them waiting at once")
        finally:
            dam.is_open.set()

    assert [answer.result().status for answer in answers] == [200] * 20
