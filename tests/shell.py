"""A shell: commands of `madoguchi` are said in it, and what they print is read."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

import cli
from settings import get_settings

Shell = Callable[..., tuple[int, str]]


@contextmanager
def a_shell(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    """Says a command, with something on standard input; gives its exit code and what it printed. Who fails, and only
    who fails, says so on standard error.
    """
    monkeypatch.setenv("DATABASE_URL", database_url)
    get_settings.cache_clear()

    def says(*words: str, hears: bytes = b"") -> tuple[int, str]:
        capsys.readouterr()  # what somebody said before is not the command's
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(hears)))
        try:
            code = cli.main(list(words))
        except SystemExit as end:
            code = int(str(end.code))
        told = capsys.readouterr()
        assert (code == 0) == (told.err == ""), told.err
        return code, told.out + told.err

    yield says
    get_settings.cache_clear()
