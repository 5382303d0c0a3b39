"""What the dictionary said of the town's sentences, kept on disk: a process that starts need not cut them up again."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.terms import Read, Reader
from logs import type_and_place

log = structlog.get_logger()

_HERE = Path(__file__).parent
_CUT_BY = ("sudachipy", "sudachidict-core", "opencc", "snowballstemmer", "regex")


class _File(BaseModel):
    """Plain words only: whatever else stands in the file, it is as if there were none."""

    model_config = ConfigDict(extra="forbid", strict=True)

    made_by: str
    sentences: dict[str, Read]
    readings: dict[str, str]


class ReadBefore:
    """A file beside the database, written whole or not at all. Without a path, or where none can be written, nothing
    is kept and everything is read anew.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def reader(self) -> Reader | None:
        """One that knows what was read; None where there is no file, or it is of another dictionary or code."""
        if self._path is None:
            return None
        try:
            found = _File.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return None
        return Reader.knowing(found.sentences, found.readings) if found.made_by == made_by() else None

    def keep(self, reader: Reader) -> None:
        """Only what is new is worth writing for."""
        if self._path is None or not reader.newly_read:
            return
        file = _File.model_construct(made_by=made_by(), sentences=reader.sentences(), readings=reader.readings.readings)
        try:
            _write(self._path, file.model_dump_json().encode())
        except OSError as error:
            log.warning("knowledge.readings_not_kept", **type_and_place(error))


@cache
def made_by() -> str:
    """Changes with every line of code and every word of vocabulary that has a say in how a sentence is read."""
    hashed = hashlib.sha256(repr([sys.version, *(f"{name} {version(name)}" for name in _CUT_BY)]).encode())
    for path in _decisive():
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def _decisive() -> Iterable[Path]:
    return sorted([*_HERE.glob("*.py"), *(_HERE / "data/common").rglob("*.toml")])


def _write(path: Path, content: bytes) -> None:
    """In one step: a reader finds the old file or the new one. For our own eyes, as the database is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, begun = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(begun).replace(path)
    except OSError:
        with suppress(OSError):
            Path(begun).unlink()
        raise
