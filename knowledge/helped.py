"""Words by which residents tell whether the last answer helped."""

import tomllib
from pathlib import Path

import regex

from knowledge.words import normalise

_WORDS = tomllib.loads((Path(__file__).parent / "data/common/helped_words.toml").read_text(encoding="utf-8"))
_BETWEEN = regex.compile(r"[\p{P}\p{Z}]+")
LONGEST = 40


def helped_told(words: str) -> bool | None:
    """None when the message is about something else."""
    return _ANSWERS.get(_bare(words)) if len(words) <= LONGEST else None


def _bare(words: str) -> str:
    return str(_BETWEEN.sub("", normalise(words)))


_ANSWERS = {_bare(words): answer == "yes" for answer in ("yes", "no") for words in _WORDS[answer]}
