"""What stands in templates/*.toml: its shape, what it may share, and the rules no template may break."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from alerts import template_rules
from speech.languages import Language
from town.hazards import Hazard
from town.shapes import Id, Strict
from town.yaml_file import TownFileError

FOLDER = Path(__file__).parent / "templates"
SHARED = FOLDER / "shared"


class PlaceholderKind(StrEnum):
    """What stands in `values`: ids for districts and shelters (a list); one id for hazard, river, road and choice;
    «2026-11-21T15:20» for a time (Japan's, unless it names its own), «2026-11-21» for a date; else what was typed.
    A text may also be {"ja": …, "en": …}, where somebody has translated it.
    """

    DISTRICTS = "districts"
    HAZARD = "hazard"
    SHELTERS = "shelters"
    RIVER = "river"
    ROAD = "road"
    CHOICE = "choice"
    TIME = "time"
    DATE = "date"
    NUMBER = "number"
    PHONE = "phone"
    URL = "url"
    TEXT = "text"


class TemplateFileError(TownFileError):
    """One sentence with the file and its fault."""


class Words(Strict):
    """The same in all six languages; none may be missing."""

    ja: str
    ja_easy: str
    en: str
    zh: str
    pt: str
    vi: str

    def by_language(self) -> Mapping[Language, str]:
        return {language: getattr(self, language.value) for language in Language}


class ChoiceFile(Words):
    """`label` is what officers choose by, where that is not the Japanese words themselves."""

    label: str = ""
    hazards: tuple[Hazard, ...] = ()


class PlaceholderFile(Strict):
    kind: PlaceholderKind
    label: str
    help: str = ""
    max_length: int | None = None
    when: Literal["past", "future"] | None = None
    unit: Words | None = None
    choices: dict[str, ChoiceFile] = Field(default_factory=dict)


LineWords = Words | dict[Hazard, Words]


class TemplateFile(Strict):
    """`asks` names the placeholders in their order, those that may stay empty with a «?»."""

    id: Id
    order: int
    name: str
    kind: str
    level: Literal[3, 4, 5] | None = None
    hazards: tuple[Hazard, ...] = ()
    effect: Literal["none", "orders", "ends"] = "none"
    is_pressing: bool = False
    is_drill_only: bool = False
    is_correction: bool = False
    is_quiet_at_night: bool = False  # never where somebody awake could be in danger
    asks: tuple[str, ...]
    elements: tuple[template_rules.Element, ...]
    lines: tuple[str, ...]
    called: Words
    placeholders: dict[str, PlaceholderFile] = Field(default_factory=dict)
    words: dict[str, LineWords] = Field(default_factory=dict)

    def asked_for(self, name: str) -> PlaceholderFile:
        return self.placeholders.get(name) or shared_placeholders()[name]


def read_templates(folder: Path = FOLDER) -> list[TemplateFile]:
    """In the order officers see them. Raises TemplateFileError."""
    found = [_checked(path) for path in sorted(folder.glob("*.toml"))]
    return sorted(found, key=lambda file: file.order)


@cache
def shared_words() -> Mapping[str, LineWords]:
    found: dict[str, LineWords] = _as(dict[str, LineWords], SHARED / "lines.toml")
    return found


@cache
def shared_placeholders() -> Mapping[str, PlaceholderFile]:
    found: dict[str, PlaceholderFile] = _as(dict[str, PlaceholderFile], SHARED / "placeholders.toml")
    return found


def tokens_of(words: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name)


def _checked(path: Path) -> TemplateFile:
    file: TemplateFile = _as(TemplateFile, path)
    if file.id != path.stem:
        raise TemplateFileError(f"{path.name}: id は、ファイルの名前と同じにしてください。")
    for fault in (*_gaps(file), *template_rules.faults(_facts(file))):
        raise TemplateFileError(f"{path.name}: {fault}")
    return file


def _gaps(file: TemplateFile) -> Iterator[str]:
    """Names that lead nowhere."""
    asked = {name.removesuffix("?") for name in file.asks}
    for name in asked:
        if name not in file.placeholders and name not in shared_placeholders():
            yield f"placeholders「{name}」がありません。"
    for line in file.lines:
        if line not in file.words and line not in shared_words():
            yield f"words「{line}」がありません。"
    if unused := file.words.keys() - set(file.lines):
        yield f"words「{min(unused)}」は、lines のどこにもありません。"
    for where, language, words in _every_sentence(file):
        if unknown := tokens_of(words) - asked - template_rules.BUILT_IN:
            yield f"{where} の {language} にある {{{min(unknown)}}} は、asks にありません。"


def _facts(file: TemplateFile) -> template_rules.Facts:
    return template_rules.Facts(
        kind=file.kind, level=file.level, hazards=frozenset(file.hazards), effect=file.effect,
        is_pressing=file.is_pressing, is_quiet_at_night=file.is_quiet_at_night, elements=file.elements, first_line=file.lines[0],
        required=frozenset(name for name in file.asks if not name.endswith("?")),
        sentences=tuple((hazard, language, words) for hazard, language, words in _by_hazard(file)),
        head=tuple(words for _, language, words in _by_hazard(file, only=file.lines[:1]) if language is Language.JA),
    )  # fmt: skip


def _by_hazard(file: TemplateFile, only: tuple[str, ...] | None = None) -> Iterator[tuple[str | None, Language, str]]:
    for name in only or file.lines:
        written = file.words.get(name) or shared_words()[name]
        parts = written.items() if isinstance(written, Mapping) else [(None, written)]
        for hazard, words in parts:
            if hazard is None or hazard in file.hazards:
                yield from ((hazard, language, text) for language, text in words.by_language().items())


def _every_sentence(file: TemplateFile) -> Iterator[tuple[str, Language, str]]:
    for name in (line for line in file.lines if line in file.words or line in shared_words()):
        for _, language, text in _by_hazard(file, only=(name,)):
            yield name, language, text


def _as(shape: Any, path: Path) -> Any:
    try:
        return TypeAdapter(shape).validate_python(_merged(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TemplateFileError(f"{path.name} の {where}: {first['msg']}") from None


def _merged(path: Path) -> dict[str, Any]:
    """A file that says `like = "other"` is the other one, but for what it says itself."""
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateFileError(f"{path.name}: TOML の形が崩れています({error})。") from None
    if (model := own.pop("like", None)) is None:
        return own
    if not re.fullmatch(r"[a-z][a-z0-9_]*", str(model)) or not (path.parent / f"{model}.toml").exists():
        raise TemplateFileError(f"{path.name}: like の「{model}」がありません。")
    other = _merged(path.parent / f"{model}.toml")
    return {
        **other,
        **own,
        **{part: {**other.get(part, {}), **own.get(part, {})} for part in ("words", "placeholders")},
    }
