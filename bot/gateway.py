"""What the rest of bot/ needs of LINE, without LINE's SDK: who only answers need not load it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from store.outcomes import Outcome

Messages: TypeAlias = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Sent:
    """How a request ended. `request_id`: LINE keeps no log for us, so this is the only trace there is."""

    outcome: Outcome
    request_id: str | None = None
    is_silence: bool = False  # nobody over there, or only an error of theirs


class Gateway(Protocol):
    """What the rest of bot/ needs of LINE. `is_silent`: it stands in the chat at once, and no telephone makes a sound."""

    def reply(self, reply_token: str, messages: Messages) -> Sent: ...
    def push(self, to: str, messages: Messages, retry_key: str, *, is_silent: bool = False) -> Sent: ...
    def multicast(
        self, to: Sequence[str], messages: Messages, retry_key: str, unit: str | None = None, *, is_silent: bool = False
    ) -> Sent: ...
    def broadcast(self, messages: Messages, retry_key: str, *, is_silent: bool = False) -> Sent: ...
    def show_loading(self, line_id: str, seconds: int) -> None: ...
    def mark_as_read(self, read_token: str) -> None: ...
