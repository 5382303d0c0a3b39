"""Every sentence a resident reads, by key and language, from `phrasebook/*.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from speech.languages import FALLBACKS, Language

BOOK = Path(__file__).parent / "phrasebook"


@cache
def book(language: Language) -> Mapping[str, str]:
    """All phrases of one language, keys joined with dots («contact.closed»)."""
    found: dict[str, str] = {}
    for path in sorted(BOOK.glob(f"*.{language}.toml")):
        found.update(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
    return found


def phrase(key: str, language: Language, **values: object) -> str:
    """The sentence in the resident's language. Raises KeyError for a key that no language has."""
    for candidate in FALLBACKS[language]:
        if (text := book(candidate).get(key)) is not None:
            return text.format(**values)
    raise KeyError(key)


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat
