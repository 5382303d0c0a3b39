"""«確定申告の相談»: whose matter it usually is when the town has no answer."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from speech.languages import FALLBACKS, Language

FILE = Path(__file__).parent / "data/common/other_offices.toml"
_LATIN = re.compile(r"^[a-z]")


def office_named(text: str, language: Language) -> str | None:
    """The office's name in that language, by the longest of its words that is said; None where no word is."""
    said = _plain(text)
    heard = [word for word in _words() if _says(said, word)]
    if not heard:
        return None
    names = _words()[max(heard, key=len)]
    return next(names[one] for one in FALLBACKS[language] if one in names)


def _says(said: str, word: str) -> bool:
    """A Latin word stands by itself: no «visa» in «divisa»."""
    if _LATIN.match(word):
        return re.search(rf"\b{re.escape(word)}\b", said) is not None
    return word in said


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {_plain(word): office for office in read.values() for word in office["words"]}
