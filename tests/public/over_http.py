"""The same questions over a real socket: what comes back is what the wire carried, and nothing a framework knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen


@dataclass(frozen=True)
class Carried:
    status_code: int
    content_type: str
    body: bytes

    def get_data(self) -> bytes:
        return self.body


@dataclass(frozen=True)
class Wire:
    """A client that knows one address. `get` and `post` are all that the standard needs."""

    origin: str

    def get(self, path: str, query_string: Mapping[str, str] | None = None) -> Carried:
        asked = f"?{urlencode(query_string)}" if query_string else ""
        return self._carried(f"{self._whole(path)}{asked}", None)

    def post(self, path: str, data: Mapping[str, str]) -> Carried:
        return self._carried(self._whole(path), urlencode(data).encode())

    def _whole(self, path: str) -> str:
        """Discovery hands out whole addresses; nothing else may lead anywhere else."""
        assert not urlsplit(path).netloc or path.startswith(f"{self.origin}/"), path
        return path if urlsplit(path).netloc else f"{self.origin}{path}"

    def _carried(self, address: str, form: bytes | None) -> Carried:
        try:
            with urlopen(address, form, timeout=30) as answer:
                return Carried(answer.status, answer.headers["Content-Type"], answer.read())
        except HTTPError as refusal:
            with refusal:
                return Carried(refusal.code, refusal.headers["Content-Type"], refusal.read())
