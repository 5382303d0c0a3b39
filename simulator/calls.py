"""One call of the bot to LINE: what came in, and reading it."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from simulator.answers import Answer, RefusedError, refused, refused_because
from simulator.complaints import Json
from simulator.contract import complaints_about
from simulator.platform import Platform

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Call:
    """A request, read to its end."""

    platform: Platform
    endpoint: str
    request_id: str
    now: float
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def checked(self, schema: str) -> Json:
        """The body, if LINE would accept it as the named schema."""
        body = self._parsed()
        complaints = complaints_about(schema, body)
        if complaints:
            raise refused_because(complaints)
        return body

    def retry_key(self) -> str | None:
        """The sender's key, which must look like a UUID."""
        key = self.headers.get("X-Line-Retry-Key")
        if key is not None and not _UUID.fullmatch(key):
            raise refused(400, "The value of the header, X-Line-Retry-Key, is invalid")
        return key

    def number(self, name: str, usual: int, most: int) -> int:
        """A number in the query."""
        written = self.query.get(name, str(usual))
        if not written.isdecimal() or not 1 <= int(written) <= most:
            raise refused(400, f"The value for the '{name}' parameter is invalid")
        return int(written)

    def _parsed(self) -> Json:
        media_type = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise refused(415, f"The content type, {media_type}, is not supported")
        try:
            body = json.loads(self.body)
        except json.JSONDecodeError as error:
            raise _unparseable(error.lineno, error.colno) from None
        except UnicodeDecodeError:
            raise _unparseable("-", "-") from None
        if not isinstance(body, dict):
            raise _unparseable(1, 1)
        return body


Handler = Callable[[Call], Answer | Awaitable[Answer]]


@dataclass(frozen=True)
class Route:
    """One line of the table of endpoints; `name` is what rates and faults call it."""

    method: str
    path: str
    name: str
    handler: Handler


def _unparseable(line: int | str, column: int | str) -> RefusedError:
    return refused(400, f"The request body could not be parsed as JSON (line: {line}, column: {column})")
