"""Answers in LINE's words: a status, a JSON object and headers; refusals are raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.complaints import Complaint, Json, error_body


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire."""

    status: int = 200
    body: Json = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None  # a photo or a picture instead of JSON
    media_type: str = "application/json"


class RefusedError(Exception):
    """LINE says no; the answer says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.get("message", ""))
        self.answer = answer


def refused(status: int, message: str) -> RefusedError:
    """A refusal with nothing but a sentence."""
    return RefusedError(Answer(status, {"message": message}))


def refused_because(complaints: list[Complaint]) -> RefusedError:
    """A refusal that lists what is wrong with the body."""
    return RefusedError(Answer(400, error_body(complaints)))


def bad_property(name: str) -> RefusedError:
    """LINE's sentence for an id that cannot be one."""
    return refused(400, f"The property, {name}, in the request body is invalid (line: -, column: -)")


def rate_exceeded() -> RefusedError:
    """Too many calls."""
    return refused(429, "The API rate limit has been exceeded. Try again later.")


def monthly_limit_reached() -> RefusedError:
    """The month's messages are used up."""
    return refused(429, "You have reached your monthly limit.")


def not_found() -> RefusedError:
    """There is no such thing."""
    return refused(404, "Not found")
