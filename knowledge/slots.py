"""What one may ask about a thing already named: the slots, the cases and the days, read from their files."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from knowledge.entry_file import EntryText
from knowledge.slots_words import Phrases
from knowledge.words import normalise
from speech.languages import Language

FOLDER = Path(__file__).parent / "data/common"
COMPUTED = ("online", "phone")  # answered from more than the entry's text
NOTHING = "-"  # what a word means that must not be taken for one of these: «年末調整» is no day
_KIN = ("父", "母", "夫", "妻", "主人", "祖父", "祖母", "親", "兄", "弟", "姉", "妹", "家族", "息子", "娘", "お父さん", "お母さん", "おじ", "おば", "配偶者")  # fmt: skip

Words = tuple[Annotated[str, StringConstraints(min_length=1, max_length=60)], ...]
ByLanguage = dict[Language, Words]


class _Asked(BaseModel):
    """Words of one thing, by the language residents use; ja serves やさしい日本語 too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ja: Words = ()
    en: Words = ()
    zh: Words = ()
    pt: Words = ()
    vi: Words = ()

    def every(self) -> list[str]:
        return [normalise(word) for word in (*self.ja, *self.en, *self.zh, *self.pt, *self.vi)]


class Slot(_Asked):
    """See slots.toml for what each line means."""

    fields: tuple[str, ...]
    mentions: ByLanguage = Field(default_factory=dict)
    alone: Words = ()
    is_own_topic: bool = False
    is_vague: bool = False
    is_whole_page: bool = False
    facility_only: bool = False
    not_of_topics: Words = ()


class Condition(_Asked):
    """See conditions.toml."""

    names: dict[Language, str]
    mentions: ByLanguage
    kin: Words = ()
    is_quiet: bool = False

    def every(self) -> list[str]:
        return super().every() + [normalise(word.replace("{kin}", kin)) for word in self.kin for kin in _KIN]


class _Fillers(_Asked):
    not_asked: Words


@cache
def slots() -> dict[str, Slot]:
    found = TypeAdapter(dict[str, Slot]).validate_python(_read("slots"))
    known = {*EntryText.model_fields, *COMPUTED}
    if unknown := {field for slot in found.values() for field in slot.fields} - known:
        raise ValueError(f"slots.toml: {sorted(unknown)} は項目にありません。")
    return found


@cache
def conditions() -> dict[str, Condition]:
    return TypeAdapter(dict[str, Condition]).validate_python(_read("conditions"))


@cache
def day_words() -> dict[str, _Asked]:
    return TypeAdapter(dict[str, _Asked]).validate_python(_read("slot_days"))


@cache
def said() -> Phrases:
    """Every phrase of the three files → «slot:fee», «case:proxy», «day:today»."""
    return Phrases(_nothing() | _meanings())


@cache
def said_alone() -> Phrases:
    """With those that count only where nothing else is said."""
    alone = {normalise(word): f"slot:{name}" for name, slot in slots().items() for word in slot.alone}
    return Phrases(_nothing() | alone | _meanings())


@cache
def fillers() -> Phrases:
    return Phrases(dict.fromkeys(_fillers().every(), NOTHING))


def _meanings() -> dict[str, str]:
    files = (("day", day_words()), ("case", conditions()), ("slot", slots()))
    return {word: f"{sort}:{name}" for sort, found in files for name, one in found.items() for word in one.every()}


def _nothing() -> dict[str, str]:
    return {normalise(word): NOTHING for word in _fillers().not_asked}


@cache
def _fillers() -> _Fillers:
    return _Fillers.model_validate(_read("fillers"))


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
