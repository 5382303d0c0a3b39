"""The wire by which photos come from LINE: read up to a limit, never trusted, never raising."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import quote

import structlog
import urllib3

from reports.pictures import LARGEST_BYTES

log = structlog.get_logger()

TIMEOUT = urllib3.Timeout(connect=3.05, read=20)


class Arrival(StrEnum):
    HERE = "here"
    NOT_YET = "not_yet"  # LINE prepares it, or cannot be reached
    GONE = "gone"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Fetched:
    arrival: Arrival
    body: bytes = b""


class Contents(Protocol):
    def fetch(self, message_id: str) -> Fetched: ...


class LineContent:
    """One pool per process. The SDK would read a photo of any size into memory, so it is not asked."""

    def __init__(self, token: str, address: str, threads: int = 2) -> None:
        self._address = address.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._pool = urllib3.PoolManager(maxsize=threads, retries=False, timeout=TIMEOUT)

    def fetch(self, message_id: str) -> Fetched:
        address = f"{self._address}/v2/bot/message/{quote(message_id, safe='')}/content"
        try:
            answer = self._pool.request(
                "GET", address, headers=self._headers, preload_content=False, redirect=False, decode_content=False
            )
            try:
                return _read(answer)
            finally:
                answer.close()
        except urllib3.exceptions.HTTPError as error:
            log.warning("line.content_unreachable", error=type(error).__name__)
            return Fetched(Arrival.NOT_YET)

    def close(self) -> None:
        self._pool.clear()


def _read(answer: urllib3.BaseHTTPResponse) -> Fetched:
    """404 and 410: LINE has it no more, or never had; nothing brings it back."""
    if answer.status in (404, 410):
        return Fetched(Arrival.GONE)
    if answer.status != 200:
        log.info("line.content_not_yet", status=answer.status)
        return Fetched(Arrival.NOT_YET)
    body = bytearray()
    for piece in answer.stream(65536, decode_content=False):
        body += piece
        if len(body) > LARGEST_BYTES:
            return Fetched(Arrival.TOO_LARGE)
    declared = answer.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) != len(body):
        return Fetched(Arrival.NOT_YET)  # the line broke in the middle
    return Fetched(Arrival.HERE, bytes(body))
