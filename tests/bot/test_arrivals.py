"""What the inbox keeps of a webhook: nothing raises, nobody in a group is written down, and ids stay as they were."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.arrivals import arrivals
from store import database, inbox
from store.database import reading, transaction
from store.inbox import Arrival, InboxEvent
from tests.bot.line_json import JSON, anything_like_an_event
from tests.conftest import NOON
from tests.thoroughness import tries

MEMBER, BOT, GROUP = "U" + "d" * 32, "U" + "b" * 32, "C" + "1" * 32
# LINE's ids look like numbers that must not be kept: a check digit or Luhn may fit by chance.
NUMBERS = st.integers(10**11, 10**20).map(str)


def arrive(*events: Any, own_id: str | None = None) -> list[Arrival]:
    return arrivals({"destination": BOT, "events": list(events)}, own_id)


def with_members(value: Any, depth: int = 0) -> Any:
    """The same event with one person's id wherever LINE might put one."""
    if isinstance(value, dict):
        inner = {name: with_members(one, depth + 1) for name, one in value.items()}
        return {**inner, "userId": MEMBER} if depth else inner
    return [with_members(one, depth + 1) for one in value] if isinstance(value, list) else value


@given(st.dictionaries(st.sampled_from(["events", "destination"]), JSON) | st.fixed_dictionaries({"events": st.lists(JSON | anything_like_an_event())}))  # fmt: skip
def test_no_body_line_may_ever_send_makes_the_door_stumble(body: dict[str, Any]):
    arrived = arrivals(body, BOT)
    events = body.get("events")
    assert len(arrived) == (len(events) if isinstance(events, list) else 0)
    for one in arrived:
        assert 0 < len(one.event_id) <= 64
        assert len(one.lane) <= 64
        assert len(one.kind) <= 48
        assert one.message_id is None or 0 < len(one.message_id) <= 64


@given(st.lists(JSON | anything_like_an_event(), min_size=1, max_size=5))
def test_the_same_bytes_have_the_same_name_twice(events: list[Any]):
    assert [one.event_id for one in arrive(*events)] == [one.event_id for one in arrive(*events)]


@given(anything_like_an_event("group", "room").map(with_members))
def test_of_a_group_nobodys_id_is_kept(event: dict[str, Any]):
    [kept] = arrive(event)
    assert MEMBER not in json.dumps(kept.raw)
    assert kept.lane != MEMBER


@given(anything_like_an_event("group", "room"))
def test_of_a_group_no_word_is_kept_that_was_not_said_to_us(event: dict[str, Any]):
    event["message"] = {"type": "text", "id": "1", "text": "ないしょ", "mention": {"mentionees": [{"userId": MEMBER}]}}
    [kept] = arrive(event)
    assert "ないしょ" not in json.dumps(kept.raw, ensure_ascii=False)


@given(user=st.from_regex(r"U[0-9]{32}", fullmatch=True), number=NUMBERS, token=NUMBERS, event_id=NUMBERS)
def test_ids_and_tokens_stay_as_they_were(user: str, number: str, token: str, event_id: str):
    event = {
        "type": "message", "webhookEventId": event_id, "replyToken": token, "timestamp": int(number) % 10**13,
        "source": {"type": "user", "userId": user},
        "message": {"type": "text", "id": number, "quoteToken": token, "text": "わたしの番号は123456789018です"},
    }  # fmt: skip
    [kept] = arrive(event)
    words = kept.raw["message"].pop("text")
    event["message"].pop("text")
    assert kept.raw == event
    assert "123456789018" not in words
    assert (kept.event_id, kept.lane, kept.message_id, kept.masked) == (event_id, user, number, ("my_number",))


def test_the_one_who_takes_a_message_back_names_it():
    [kept] = arrive({"type": "unsend", "unsend": {"messageId": "42"}, "source": {"type": "user", "userId": MEMBER}})
    assert (kept.kind, kept.message_id) == ("unsend", "42")


@pytest.mark.parametrize(
    ("own_id", "mode", "may_answer"),
    [(None, "active", True), (BOT, "active", True), (MEMBER, "active", False), (BOT, "standby", False), (BOT, None, False)],
)  # fmt: skip
def test_only_what_is_ours_and_active_may_be_answered(own_id: str | None, mode: str | None, may_answer: bool):
    event = {"type": "message", "mode": mode, "source": {"type": "user", "userId": MEMBER}, "message": {"type": "text"}}
    [kept] = arrive(event, own_id=own_id)
    assert kept.may_answer is may_answer


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "odd",
    [
        {"webhookEventId": "E\u0000"},
        {"source": {"type": "user", "userId": "U\u0000"}},
        {"type": "tele\u0000pathy"},
        {"message": {"type": "text", "id": "\ud800", "text": "\ud800\u0000"}},
        {"type": "\ud800"},
        {"timestamp": 10**400},
        {"message": {"id": {"a": [1]}}},
    ],
    ids=str,
)
def test_an_odd_event_is_kept_beside_the_others(odd: dict[str, Any]):
    plain = {"type": "message", "webhookEventId": "E1", "message": {"type": "text", "text": "ごみは"}}
    with transaction() as session:
        inbox.put(session, arrive(odd, plain), NOON)
    with reading() as session:
        assert len(list(session.scalars(select(InboxEvent)))) == 2


@pytest.fixture
def open_sqlite(sqlite_template: Path, tmp_path: Path, broker: object) -> Iterator[None]:
    shutil.copy(sqlite_template, tmp_path / "town.db")
    database.connect(f"sqlite:///{tmp_path}/town.db")
    yield
    database.disconnect()


@settings(deadline=None, max_examples=tries(60), suppress_health_check=list(HealthCheck))
@given(events=st.lists(anything_like_an_event(), max_size=4))
def test_whatever_comes_can_be_written_down(open_sqlite: None, events: list[dict[str, Any]]):
    arrived = arrive(*events)
    with transaction() as session:
        inbox.put(session, arrived, NOON)
    with reading() as session:
        kept = set(session.scalars(select(InboxEvent.event_id)))
    assert {one.event_id for one in arrived} <= kept
