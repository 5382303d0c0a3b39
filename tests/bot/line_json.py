"""Events as LINE might send them on its strangest day, for the property-based stories of the door."""

from typing import Any

from hypothesis import strategies as st

IDS = st.text(alphabet="UCR0123456789abcdef", min_size=1, max_size=33)
WORDS = st.text(max_size=20) | st.sampled_from(["@窓口 ごみ", "1234 5678 9018", "\ud800", "a\u0000b", "👨‍👩‍👧"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3))
KINDS = st.sampled_from(
    ["message", "unsend", "follow", "unfollow", "postback", "memberJoined", "memberLeft", "join", "telepathy"]
)
CONTENTS = st.sampled_from(["text", "image", "location", "sticker", "audio", "video", "file", "dream"])


def or_anything(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(usual, usual, usual, JSON)


def mentions() -> st.SearchStrategy[Any]:
    mentionee = {"index": or_anything(st.integers(-3, 9)), "length": or_anything(st.integers(-3, 9)),
                 "type": st.just("user"), "userId": IDS, "isSelf": st.booleans()}  # fmt: skip
    return st.fixed_dictionaries({"mentionees": or_anything(st.lists(st.fixed_dictionaries(mentionee), max_size=3))})


def messages() -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": or_anything(CONTENTS), "id": or_anything(IDS)},
        optional={
            "text": or_anything(WORDS), "mention": or_anything(mentions()), "markAsReadToken": or_anything(WORDS),
            "latitude": JSON, "longitude": JSON, "address": or_anything(WORDS), "title": or_anything(WORDS),
            "keywords": JSON, "imageSet": JSON, "fileName": or_anything(WORDS),
        },
    )  # fmt: skip


def sources(*kinds: str) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": st.sampled_from(kinds)}, optional={"userId": IDS, "groupId": IDS, "roomId": IDS}
    )


def anything_like_an_event(*kinds: str) -> st.SearchStrategy[dict[str, Any]]:
    """`kinds` of source; with none given, every kind and none at all."""
    source = sources(*kinds) if kinds else or_anything(sources("user", "group", "room", "galaxy"))
    return st.fixed_dictionaries(
        {"source": source},
        optional={
            "type": or_anything(KINDS), "mode": or_anything(st.sampled_from(["active", "standby"])),
            "timestamp": JSON, "webhookEventId": or_anything(IDS), "replyToken": or_anything(IDS),
            "deliveryContext": JSON, "message": or_anything(messages()), "unsend": JSON, "postback": JSON,
            "follow": JSON, "joined": JSON, "left": JSON,
        },
    )  # fmt: skip
