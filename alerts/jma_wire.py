"""The agency's server: a feed if it changed, a telegram in whole, nothing larger than we read and nowhere else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from alerts import jma_xml
from alerts.jma_tree import text

TIMEOUT = urllib3.Timeout(connect=5, read=20)
ATOM = "{http://www.w3.org/2005/Atom}feed"
CHUNK = 64 * 1024
NAME = re.compile(r"[0-9A-Za-z_-]{1,100}\.xml")
AGENT = "madoguchi (municipal information desk)"


class WireError(Exception):
    """The server did not answer as it should. Carries a short word for the log."""


@dataclass(frozen=True)
class Fetched:
    """`body` is None where nothing changed. `size`: what came over the wire."""

    body: bytes | None
    size: int
    etag: str | None = None
    modified: str | None = None


class Wire:
    """Feeds lie below `base` in feed/, telegrams in data/."""

    def __init__(self, base: str) -> None:
        self._base = base if base.endswith("/") else f"{base}/"
        self._pool = urllib3.PoolManager(maxsize=2, retries=False, timeout=TIMEOUT)

    def feed(self, name: str, etag: str | None, modified: str | None) -> Fetched:
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        return self._get(f"{self._base}feed/{name}.xml", {key: value for key, value in headers.items() if value})

    def telegram(self, address: str) -> Fetched:
        return self._get(address, {})

    def located(self, address: str) -> str | None:
        """Where the telegram lies on our server: a feed names it, and may not lead us anywhere else."""
        name = urlsplit(address).path.rpartition("/")[2]
        return f"{self._base}data/{name}" if NAME.fullmatch(name) else None

    def _get(self, address: str, headers: dict[str, str]) -> Fetched:
        asked = {"User-Agent": AGENT, "Accept-Encoding": "gzip", **headers}
        try:
            answer = self._pool.request("GET", address, headers=asked, preload_content=False, redirect=False)
            try:
                return _read(answer)
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise WireError(type(error).__name__) from None


def _read(answer: urllib3.BaseHTTPResponse) -> Fetched:
    if answer.status == 304:
        return Fetched(None, 0)
    if answer.status != 200:
        raise WireError(f"HTTP {answer.status}")
    body = b""
    for piece in answer.stream(CHUNK, decode_content=True):
        body += piece
        if len(body) > jma_xml.LARGEST:
            raise WireError("too large")
    size = answer.tell() if hasattr(answer, "tell") else len(body)
    return Fetched(body, size, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))


def addresses(feed: bytes) -> Iterator[str]:
    """Every entry of a feed, oldest first as they stand there from below. Its own times are not believed."""
    root = jma_xml.tree(feed, ATOM)
    for entry in reversed(root.findall("entry")):
        link = entry.find("link")
        address = (link.get("href") if link is not None else None) or text(entry, "id")
        if address:
            yield address
