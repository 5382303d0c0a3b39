"""Photos in a bucket that speaks S3: three calls, signed as Signature Version 4 says, over one pool."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self
from urllib.parse import parse_qs, quote, unquote, urlsplit

import urllib3

from reports.photo_shelf import SIZES, ShelfError, key

TIMEOUT = urllib3.Timeout(connect=3, read=20)
_SHAPE = "PHOTO_BUCKET は https://キー:秘密@ホスト/バケット?region=地域 の形で書いてください。"
_SIGNED = "host;x-amz-content-sha256;x-amz-date"


class BucketShelf:
    """`clock` gives the moment of each signature: a bucket refuses one that is a quarter of an hour off."""

    def __init__(
        self, address: str, bucket: str, key_id: str, secret: str, region: str, clock: Callable[[], datetime]
    ) -> None:
        self._address, self._bucket, self._key_id, self._secret = address, bucket, key_id, secret
        self._region, self._clock = region, clock
        self._pool = urllib3.PoolManager(maxsize=4, retries=False, timeout=TIMEOUT)

    @classmethod
    def parse(cls, url: str, clock: Callable[[], datetime]) -> Self:
        """Raises ValueError with one sentence, in which nothing of the secret stands."""
        try:
            parts = urlsplit(url)
            host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        except ValueError:
            raise ValueError(_SHAPE) from None
        bucket = parts.path.strip("/")
        if parts.scheme not in ("http", "https") or not (host and parts.username and parts.password and bucket):
            raise ValueError(_SHAPE)
        region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
        key_id, secret = unquote(parts.username), unquote(parts.password)
        return cls(f"{parts.scheme}://{host}", bucket, key_id, secret, region, clock)

    def put(self, name: str, size: str, jpeg: bytes) -> None:
        self._call("PUT", key(name, size), jpeg, expected=(200,))

    def get(self, name: str, size: str) -> bytes | None:
        answer = self._call("GET", key(name, size), expected=(200, 404))
        return answer.data if answer.status == 200 else None

    def destroy(self, name: str) -> None:
        for size in SIZES:
            self._call("DELETE", key(name, size), expected=(200, 204, 404))

    def _call(
        self, method: str, path: str, body: bytes = b"", *, expected: tuple[int, ...]
    ) -> urllib3.BaseHTTPResponse:
        whole = f"/{quote(self._bucket)}/{quote(path)}"
        headers = self._signed(method, whole, body)
        try:
            answer = self._pool.request(method, self._address + whole, body=body or None, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise ShelfError(type(error).__name__) from None
        if answer.status not in expected:
            raise ShelfError(f"status {answer.status}")
        return answer

    def _signed(self, method: str, path: str, body: bytes) -> dict[str, str]:
        """AWS Signature Version 4: what is called, hashed, under a key made for this day and region."""
        stamp = self._clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        digest = hashlib.sha256(body).hexdigest()
        host = urlsplit(self._address).netloc
        told = f"host:{host}\nx-amz-content-sha256:{digest}\nx-amz-date:{stamp}\n"
        called = hashlib.sha256(f"{method}\n{path}\n\n{told}\n{_SIGNED}\n{digest}".encode()).hexdigest()
        scope = f"{stamp[:8]}/{self._region}/s3/aws4_request"
        signature = self._key(scope, f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{called}")
        credential = f"Credential={self._key_id}/{scope}, SignedHeaders={_SIGNED}, Signature={signature}"
        return {
            "x-amz-content-sha256": digest, "x-amz-date": stamp, "Authorization": f"AWS4-HMAC-SHA256 {credential}",
            "Content-Type": "image/jpeg",
        }  # fmt: skip

    def _key(self, scope: str, signed: str) -> str:
        made = f"AWS4{self._secret}".encode()
        for part in (*scope.split("/"), signed):
            made = hmac.new(made, part.encode(), hashlib.sha256).digest()
        return made.hex()
