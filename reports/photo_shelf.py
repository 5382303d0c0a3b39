"""Where the bytes of photos lie: a folder outside everything the web serves, or a bucket (photo_bucket.py)."""

import os
import re
import tempfile
from pathlib import Path
from typing import Protocol

SIZES = ("large", "small")
_NAME = re.compile(r"[0-9a-f]{16,48}")


class ShelfError(Exception):
    """The shelf cannot be reached just now. Carries no name of a photo."""


class Shelf(Protocol):
    """Photos by name and size. Putting and destroying twice does no harm."""

    def put(self, name: str, size: str, jpeg: bytes) -> None: ...
    def get(self, name: str, size: str) -> bytes | None: ...
    def destroy(self, name: str) -> None: ...


def key(name: str, size: str) -> str:
    """«3f/3f5c…-small.jpg». Raises ValueError for what no row of ours says."""
    if not _NAME.fullmatch(name) or size not in SIZES:
        raise ValueError("no name of a photo")
    return f"{name[:2]}/{name}-{size}.jpg"


class FolderShelf:
    """On this machine's disk, readable by this program's user alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, size: str, jpeg: bytes) -> None:
        """Whole or not at all: written aside, then moved to its place."""
        path = self._folder / key(name, size)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            number, aside = tempfile.mkstemp(dir=path.parent, prefix=".")
            with os.fdopen(number, "wb") as written:
                written.write(jpeg)
                written.flush()
                os.fsync(written.fileno())
            Path(aside).replace(path)
        except OSError as error:
            raise ShelfError(type(error).__name__) from None

    def get(self, name: str, size: str) -> bytes | None:
        path = self._folder / key(name, size)
        try:
            return path.read_bytes() if path.exists() else None
        except OSError as error:
            raise ShelfError(type(error).__name__) from None

    def destroy(self, name: str) -> None:
        for size in SIZES:
            try:
                (self._folder / key(name, size)).unlink(missing_ok=True)
            except OSError as error:
                raise ShelfError(type(error).__name__) from None
