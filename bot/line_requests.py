"""The SDK's own requests, with the messages as they were stored and the addresses as LINE once gave them."""

from collections.abc import Mapping
from typing import Any

from linebot.v3.messaging import BroadcastRequest, MulticastRequest, PushMessageRequest, ReplyMessageRequest


class _AsStored:
    """What was stored is what goes out.

    The SDK reads each message through its models and writes it out again: 2.4 ms of processor for a card, and a field
    younger than the SDK is silently left out. LINE itself judges what it is given.
    """

    dict: Any

    def to_dict(self) -> Mapping[str, Any]:
        whole = {"messages", "to"}
        beside: Mapping[str, Any] = self.dict(by_alias=True, exclude=whole, exclude_none=True)
        return {**beside, **{name: getattr(self, name) for name in whole if hasattr(self, name)}}


class Answer(_AsStored, ReplyMessageRequest):  # type: ignore[misc]  # the SDK is not typed
    messages: Any


class ToOne(_AsStored, PushMessageRequest):  # type: ignore[misc]
    messages: Any


class ToAll(_AsStored, BroadcastRequest):  # type: ignore[misc]
    messages: Any


class ToMany(_AsStored, MulticastRequest):  # type: ignore[misc]
    """The SDK walks four times over five hundred addresses, half of the whole call; a town of 300,000 would wait a
    third longer. They come from our own table and were LINE's to begin with.
    """

    messages: Any
    to: Any
