"""Conversations: several kinds at once, the highest rank is spoken to, and each grows old by itself."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import dialogues
from store.database import transaction
from store.dialogues import DialogueKind
from tests.conftest import NOON
from tests.thoroughness import tries

pytestmark = pytest.mark.usefixtures("db")

SHELTER = DialogueKind("shelter", 30, timedelta(minutes=10))
REPORT = DialogueKind("report", 20, timedelta(hours=1))
TOPIC = DialogueKind("topic", 10, timedelta(minutes=10))
RANKS = {kind.name: kind for kind in (TOPIC, SHELTER, REPORT)}
HANAKO, TARO = 1, 2
MINUTE = timedelta(minutes=1)


def put(kind: DialogueKind, step: str = "begin", now: datetime = NOON, who: int = HANAKO, **state: Any) -> int:
    with transaction() as session:
        return dialogues.put(session, who, kind, step, state, now).id


def taken(now: datetime = NOON, who: int = HANAKO) -> tuple[str, str, dict[str, Any]] | None:
    with transaction() as session:
        found = dialogues.take(session, who, RANKS, now)
        return (found.kind, found.step, found.state) if found else None


def test_a_conversation_is_found_where_it_stood():
    put(REPORT, "place", photos=["p1"], note="穴")
    assert taken() == ("report", "place", {"photos": ["p1"], "note": "穴"})


def test_nobody_hears_the_conversation_of_another():
    put(REPORT)
    assert taken(who=TARO) is None


def test_the_shelter_question_outranks_the_report_and_the_report_waits():
    put(REPORT, "photo")
    put(SHELTER, "place")
    put(TOPIC)
    assert taken() == ("shelter", "place", {})
    assert taken(NOON + SHELTER.lasts) == ("report", "photo", {})


def test_what_waits_can_be_offered():
    for kind in (TOPIC, SHELTER, REPORT):
        put(kind)
    with transaction() as session:
        found = [one.kind for one in dialogues.open_kinds(session, HANAKO, RANKS, NOON)]
    assert found == ["shelter", "report", "topic"]


def test_going_on_keeps_the_number_and_makes_it_last():
    first = put(TOPIC, now=NOON)
    assert put(TOPIC, "next", now=NOON + 9 * MINUTE) == first
    assert taken(NOON + 18 * MINUTE) == ("topic", "next", {})
    assert taken(NOON + 19 * MINUTE) is None


def test_after_it_expired_or_ended_a_conversation_begins_with_a_new_number():
    first = put(TOPIC)
    second = put(TOPIC, now=NOON + TOPIC.lasts)
    with transaction() as session:
        dialogues.end(session, HANAKO, TOPIC)
    assert len({first, second, put(TOPIC)}) == 3


def test_the_button_of_last_week_acts_on_nothing():
    old = put(REPORT, "confirm")
    with transaction() as session:
        dialogues.end(session, HANAKO, REPORT)
    new = put(REPORT, "confirm")
    with transaction() as session:
        pressed = [
            dialogues.pressed(session, HANAKO, REPORT, old, "confirm", NOON),
            dialogues.pressed(session, HANAKO, REPORT, new, "photo", NOON),
            dialogues.pressed(session, TARO, REPORT, new, "confirm", NOON),
            dialogues.pressed(session, HANAKO, REPORT, new, "confirm", NOON + REPORT.lasts),
        ]
        assert pressed == [None] * 4
        assert dialogues.pressed(session, HANAKO, REPORT, new, "confirm", NOON) is not None


def test_ending_one_leaves_the_others_and_ending_all_leaves_none():
    for kind in (TOPIC, SHELTER, REPORT):
        put(kind)
    put(TOPIC, who=TARO)
    with transaction() as session:
        dialogues.end(session, HANAKO, SHELTER, REPORT)
    assert taken() == ("topic", "begin", {})
    with transaction() as session:
        dialogues.end(session, HANAKO)
    assert taken() is None
    assert taken(who=TARO) is not None


def test_who_must_tidy_up_finds_what_expired_and_forgetting_takes_only_that():
    put(TOPIC)
    put(REPORT, "photo", photos=["p1"])
    put(REPORT, who=TARO, now=NOON + 30 * MINUTE)
    later = NOON + REPORT.lasts
    with transaction() as session:
        assert [one.state for one in dialogues.expired(session, REPORT, later)] == [{"photos": ["p1"]}]
        assert dialogues.forget(session, later) == 1  # the topic; the report expires in this very moment
        assert dialogues.forget(session, later + MINUTE) == 1
        assert dialogues.expired(session, REPORT, later + MINUTE) == []
    assert taken(later, TARO) is not None


@settings(max_examples=tries(40), suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(sorted(RANKS)), st.sampled_from(["put", "end"]), st.integers(0, 20))))
def test_whatever_happens_the_highest_open_rank_is_taken(acts: list[tuple[str, str, int]]):
    with transaction() as session:
        dialogues.end(session, HANAKO)
    open_until: dict[str, datetime] = {}
    now = NOON
    for name, act, minutes in acts:
        now += minutes * MINUTE
        kind = RANKS[name]
        with transaction() as session:
            if act == "put":
                dialogues.put(session, HANAKO, kind, act, {}, now)
                open_until[name] = now + kind.lasts
            else:
                dialogues.end(session, HANAKO, kind)
                open_until.pop(name, None)
        still = [RANKS[name] for name, until in open_until.items() if until > now]
        expected = max(still, key=lambda one: one.rank).name if still else None
        found = taken(now)
        assert (found[0] if found else None) == expected
