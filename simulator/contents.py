"""Photos, voices and films residents have sent: ready, still being prepared, or gone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.answers import RefusedError, refused


class Preparation(StrEnum):
    """How far LINE is with a voice or a film."""

    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass
class Content:
    """The bytes of one message."""

    kind: str
    media_type: str
    body: bytes
    preparation: Preparation = Preparation.SUCCEEDED
    asks_until_ready: int = 0
    is_gone: bool = False


class Contents:
    """What can be fetched by message id."""

    def __init__(self) -> None:
        self._by_message: dict[str, Content] = {}

    def keep(self, message_id: str, content: Content) -> None:
        """Store what came with a message."""
        self._by_message[message_id] = content

    def forget(self, message_id: str) -> None:
        """The resident took the message back."""
        content = self._by_message.get(message_id)
        if content is not None:
            content.is_gone, content.body = True, b""

    def find(self, message_id: str) -> Content:
        """The content, or LINE's refusal."""
        content = self._by_message.get(message_id)
        if content is None:
            raise _missing()
        if content.is_gone:
            raise refused(410, "The content is gone")
        return content

    def fetch(self, message_id: str) -> Content | None:
        """The content, or None while it is being prepared."""
        content = self.find(message_id)
        if content.preparation is not Preparation.SUCCEEDED:
            self._ask_again(content)
            return None
        return content

    def preparation(self, message_id: str) -> Preparation:
        """How far a voice or a film is."""
        content = self.find(message_id)
        if content.kind not in ("video", "audio"):
            raise refused(400, "Transcoding status doesn't support this type of content")
        state = content.preparation
        self._ask_again(content)
        return state

    def delay(self, message_id: str, asks: int, ends_well: bool = True) -> None:
        """Say «not yet» so many times; a preparation that fails never becomes ready."""
        content = self.find(message_id)
        content.preparation = Preparation.PROCESSING if ends_well else Preparation.FAILED
        content.asks_until_ready = asks

    def _ask_again(self, content: Content) -> None:
        if content.preparation is Preparation.PROCESSING:
            content.asks_until_ready -= 1
            if content.asks_until_ready <= 0:
                content.preparation = Preparation.SUCCEEDED


def _missing() -> RefusedError:
    return refused(404, "not found")
