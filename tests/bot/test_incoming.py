"""LINE's JSON in our words: every kind is understood or called unreadable, and nothing it holds can make us stumble."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot import incoming
from simulator import events
from speech.incoming import (
    Followed,
    Incoming,
    Overheard,
    Photo,
    Place,
    Pressed,
    Recording,
    Sticker,
    TakenBack,
    Text,
    Unfollowed,
    Unreadable,
)
from tests.bot.line_json import anything_like_an_event

KINDS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "simulator/webhook_kinds.yml").read_text(encoding="utf-8")
)["events"]
UNDERSTOOD = {"message": Text, "unsend": TakenBack, "follow": Followed, "unfollow": Unfollowed, "postback": Pressed}
HANAKO, GROUP, BOT = "U" + "a" * 32, "C" + "1" * 32, "U" + "b" * 32
NOW = 1_795_219_200.0


def heard(content: dict[str, Any]) -> object:
    return incoming.read(events.message(events.user(HANAKO), NOW, content)).said


def in_group(text: str, *spots: tuple[int, int], is_self: bool = True) -> object:
    named = [{"index": i, "length": n, "type": "user", "userId": BOT, "isSelf": is_self} for i, n in spots]
    content = events.text(text, {"mention": {"mentionees": named}} if spots else None)
    return incoming.read(events.message(events.group(GROUP, HANAKO), NOW, content)).said


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_is_understood_or_called_unreadable(kind: str):
    read = incoming.read(events.event(kind, events.user(HANAKO), NOW, KINDS[kind]))
    assert type(read.said) is UNDERSTOOD.get(kind, Unreadable)
    assert read.sender == HANAKO
    assert read.at == datetime.fromtimestamp(NOW, UTC)


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_group_every_kind_is_overheard_or_a_taking_back(kind: str):
    read = incoming.read(events.event(kind, events.group(GROUP, HANAKO), NOW, KINDS[kind]))
    assert type(read.said) is (TakenBack if kind == "unsend" else Overheard)
    assert (read.sender, read.is_group) == (GROUP, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (events.text("ごみは"), Text("ごみは")),
        ({**events.images(1)[0], "id": "7"}, Photo("7")),
        ({**events.images(1)[0], "id": "7", "imageSet": {"id": "S", "index": 1, "total": 2}}, Photo("7", "S", 2)),
        (events.location(34.75, 138.27, "本町1-1"), Place(34.75, 138.27, "本町1-1")),
        (events.location(34, 138), Place(34.0, 138.0)),
        (events.sticker("446", "1988"), Sticker(("Hello",))),
        (events.audio(2000), Recording("audio")),
        (events.video(2000), Recording("video")),
        (events.file("申請書.pdf", 1200), Recording("file")),
        ({"type": "hologram", "id": "1"}, Unreadable("message.hologram")),
        ({"type": "location", "latitude": "north"}, Unreadable("message.location")),
        ({"type": "text", "text": None}, Unreadable("message.text")),
        ({}, Unreadable("message.?")),
    ],
    ids=lambda value: str(value.get("type")) if isinstance(value, dict) else None,
)
def test_each_message_becomes_what_was_meant(content: dict[str, Any], said: object):
    assert heard(content) == said


def test_somebody_who_comes_back_is_told_from_a_new_friend():
    assert incoming.read(events.follow(events.user(HANAKO), NOW, is_unblocked=True)).said == Followed(is_unblocked=True)
    assert incoming.read({"type": "follow"}).said == Followed(is_unblocked=False)


@pytest.mark.parametrize(
    ("text", "spots", "asked"),
    [
        ("@窓口 プールは", [(0, 3)], "プールは"),
        ("プールは @窓口", [(5, 3)], "プールは"),
        ("👨‍👩‍👧 @窓口 プールは", [(9, 3)], "👨‍👩‍👧  プールは"),
        ("🏊@窓口🏊", [(2, 3)], "🏊🏊"),
        ("@窓口 @窓口 ごみ", [(0, 3), (4, 3)], "ごみ"),
        ("@窓口", [(0, 3)], ""),
        ("ごみ", [(90, 3)], "ごみ"),
    ],
)
def test_our_name_is_cut_out_where_line_says_it_stands(text: str, spots: list[tuple[int, int]], asked: str):
    """LINE counts in UTF-16 units: an emoji counts two, a family eight."""
    assert in_group(text, *spots) == Text(asked)


def test_in_a_group_nothing_is_heard_that_was_not_said_to_us():
    assert in_group("プールは何時から") == Overheard()
    assert in_group("@太郎 プールは", (0, 3), is_self=False) == Overheard()


@pytest.mark.parametrize("index", [None, "0", -1, 10**30, 1.5, [], {}])
def test_a_mention_at_an_impossible_place_is_still_a_mention(index: object):
    named = [{"index": index, "length": index, "isSelf": True}]
    content = {"type": "text", "text": "ごみは", "mention": {"mentionees": named}}
    assert isinstance(incoming.read({"type": "message", "source": {"type": "group"}, "message": content}).said, Text)


def test_half_an_emoji_does_not_travel_further():
    """A telephone that cuts a text in the middle of an emoji leaves a half that no encoder takes."""
    assert heard({"type": "text", "text": "ごみ\ud83c"}) == Text("ごみ\ufffd")


@given(anything_like_an_event())
def test_nothing_line_may_ever_send_makes_us_stumble(event: dict[str, Any]):
    read = incoming.read(event)
    assert isinstance(read, Incoming)
    assert read.reply_token is None or isinstance(read.reply_token, str)
    assert read.read_token is None or isinstance(read.read_token, str)
    assert len(incoming.kind_of(event)) <= 48
    if isinstance(read.said, Text):
        read.said.text.encode()


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text()))
def test_any_flat_mapping_is_read(event: dict[str, Any]):
    assert isinstance(incoming.read(event), Incoming)
