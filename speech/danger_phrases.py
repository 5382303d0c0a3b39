"""The sentences of danger cards and of masked numbers, in the resident's language."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from speech.danger_words import FOLDER, Danger
from speech.languages import Language
from speech.masking import Kind

Sentences = dict[str, str]


@cache
def _book() -> dict[str, Sentences]:
    """Keys joined with dots («danger.fire.act»), each with its six languages."""
    return dict(_flat(tomllib.loads((FOLDER / "phrases.toml").read_text(encoding="utf-8")), ""))


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Sentences]]:
    """A table whose values are text is one sentence; any other holds more tables."""
    if all(isinstance(value, str) for value in table.values()):
        yield prefix, dict(table)
        return
    for key, inner in table.items():
        yield from _flat(inner, f"{prefix}.{key}" if prefix else key)


def keys() -> frozenset[str]:
    return frozenset(_book())


def sentence(key: str, language: Language) -> str:
    return _book()[key][language]


def headline(danger: Danger, language: Language) -> str:
    return sentence(f"danger.{danger}.headline", language)


def instruction(danger: Danger, language: Language) -> str:
    """What to do now, in one breath."""
    return sentence(f"danger.{danger}.act", language)


def cannot_rescue(language: Language) -> str:
    """«このLINEでは救助を呼べません», on every card."""
    return sentence("card.cannot_rescue", language)


def masked_number(kind: Kind, language: Language) -> str:
    """That a number was found and not kept; `unsend` and `why` follow it."""
    return sentence(f"masking.{kind}", language)


def unsend(language: Language) -> str:
    return sentence("masking.unsend", language)


def why_unsend(language: Language) -> str:
    return sentence("masking.why", language)
