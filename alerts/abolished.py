"""Words a notice must not use any more, with the day each went; and «everybody flee», which nobody may say alone."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "abolished_words.toml"
# Whoever is safe where they are must not take to the road: 「危険な場所から全員避難」, never 「全員避難」 by itself.
_EVERYBODY = re.compile(
    r"(?<!危険な場所から)(?<!危ない場所から)(?<!危険な場所にいる方は)全員(?:が|は|で)?、?(?:速やかに|ただちに|直ちに|すぐに)?避難"
)


@dataclass(frozen=True)
class AbolishedWord:
    word: str
    since: date
    instead: str


class AbolishedWordError(ValueError):
    """Carries one Japanese sentence that names the word and what to write instead."""


@cache
def abolished_words() -> tuple[AbolishedWord, ...]:
    """The longest first, so that a whole word is named and not its beginning."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["words"]
    return tuple(sorted((AbolishedWord(**one) for one in found), key=lambda one: -len(one.word)))


def abolished_in(text: str, on: date | None = None) -> tuple[AbolishedWord, ...]:
    """Those in the text that had gone by that day, written wide, narrow or with gaps; without a day, all of them."""
    plain, found = _plain(text), []
    for one in abolished_words():
        word = _plain(one.word)
        if word in plain and (on is None or one.since <= on):
            found.append(one)
            plain = plain.replace(word, " ")
    return tuple(found)


def refuse_abolished(text: str, on: date) -> None:
    """Raises AbolishedWordError."""
    for one in abolished_in(text, on):
        raise AbolishedWordError(
            f"「{one.word}」は{one.since.year}年に廃止された言葉です。「{one.instead}」と書いてください。"
        )


def says_everybody_alone(text: str) -> bool:
    return _EVERYBODY.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return re.sub(r"[\s・]", "", unicodedata.normalize("NFKC", text))
