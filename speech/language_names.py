"""«英語», «em português, por favor»: a language named is a language chosen."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from speech.languages import OWN_NAMES, Language
from speech.squash import squashed

FILE = Path(__file__).parent / "language_names.toml"
LONGEST = 40  # characters; «英語の教室はありますか» asks for something else


def language_named(text: str) -> Language | None:
    """When the whole message names a language, with no more than politeness around it."""
    if len(text) > LONGEST:
        return None
    names, before, after = _known()
    todo, seen = [squashed(text)], set[str]()
    while todo:
        words = todo.pop()
        if words in names:
            return names[words]
        if words and words not in seen:
            seen.add(words)
            todo += [words[len(one) :] for one in before if words.startswith(one)]
            todo += [words[: -len(one)] for one in after if words.endswith(one)]
    return None


@cache
def _known() -> tuple[Mapping[str, Language], tuple[str, ...], tuple[str, ...]]:
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    names = {squashed(name): Language(code) for code, every in said["names"].items() for name in every}
    names |= {squashed(name): language for language, name in OWN_NAMES.items()}
    return names, _every(said["around"]["before"]), _every(said["around"]["after"])


def _every(words: Iterable[str]) -> tuple[str, ...]:
    return tuple({squashed(one) for one in words})
