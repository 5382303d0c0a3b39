"""Every sentence a resident reads, by key and language.

Two layouts, each handy for its writers: one file a language (`phrasebook/talk.en.toml`), and, where all languages must
be seen together, one file with the languages under each key (`danger/phrases.toml`).
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from speech.languages import FALLBACKS, Language

HERE = Path(__file__).parent
BOOK = HERE / "phrasebook"
DANGER = HERE / "danger/phrases.toml"
SIDE_BY_SIDE = (DANGER, *sorted((BOOK / "together").glob("*.toml")))


@cache
def book(language: Language) -> Mapping[str, str]:
    """All phrases of one language, keys joined with dots («contact.closed»)."""
    found: dict[str, str] = {}
    for path in sorted(BOOK.glob(f"*.{language}.toml")):
        found.update(_flat(_read(path)))
    found.update({key: texts[language] for key, texts in side_by_side().items() if language in texts})
    return found


@cache
def side_by_side(files: tuple[Path, ...] = SIDE_BY_SIDE) -> Mapping[str, Mapping[str, str]]:
    """The phrases of the files that hold all languages under each key: key → language → text."""
    found: dict[str, dict[str, str]] = {}
    for path in files:
        for key, text in _flat(_read(path)).items():
            name, _, language = key.rpartition(".")
            found.setdefault(name, {})[language] = text
    return found


def phrase(key: str, language: Language, **values: object) -> str:
    """The sentence in the resident's language. Raises KeyError for a key that no language has."""
    for candidate in FALLBACKS[language]:
        if (text := book(candidate).get(key)) is not None:
            return text.format(**values)
    raise KeyError(key)


def _read(path: Path) -> Mapping[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat
