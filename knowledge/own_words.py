"""What a town says in its own words about a common entry: its fee, its counter, its page; the rest stays common."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from knowledge.entry_file import EntryFile, EntryId, EntryText, Line, Online, Source, Title
from speech.languages import Language
from town.yaml_file import TownFileError, read_checked

FILE = "own_words.yaml"


class SomeText(BaseModel):
    """The slots of an entry that a town may say in its own words; what is not written here stays as it is for all."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    title: Title | None = None
    summary: Line | None = None
    who: Line | None = None
    when: Line | None = None
    where: Line | None = None
    bring: tuple[Line, ...] = ()
    fee: Line | None = None
    duration: Line | None = None
    steps: tuple[Line, ...] = ()
    notes: Line | None = None


class OwnWords(BaseModel):
    """One common entry as this town speaks of it. `source` is the town's own page."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: EntryId
    is_sample: bool = False
    source: Source
    checked_on: date
    review_by: date
    section: EntryId | None = None
    online: Online | None = None
    aliases: tuple[Line, ...] = ()
    texts: dict[Language, SomeText] = Field(min_length=1)


_SHAPE = TypeAdapter(tuple[OwnWords, ...])


def read_own_words(folder: Path) -> tuple[OwnWords, ...]:
    """None where the town has no such file. Raises TownFileError with file, line and field."""
    path = folder / FILE
    return read_checked(path, _SHAPE) if path.exists() else ()


def in_own_words(common: Iterable[EntryFile], own: Iterable[OwnWords]) -> list[EntryFile]:
    """The common entries, each with what the town says of it. Raises TownFileError for an entry nobody knows."""
    words = {one.id: one for one in own}
    told = [_told(entry, words.pop(entry.id)) if entry.id in words else entry for entry in common]
    if words:
        raise TownFileError(f"{FILE} の項目「{min(words)}」: この id の共通の項目がありません。")
    return told


def _told(entry: EntryFile, own: OwnWords) -> EntryFile:
    given = {slot for text in own.texts.values() for slot in text.model_fields_set}
    if Language.JA not in own.texts or given - own.texts[Language.JA].model_fields_set:
        raise TownFileError(f"{FILE} の項目「{own.id}」: 書きかえる欄は、texts.ja にも書いてください。")
    texts = {language: _over(text, own.texts.get(language), given) for language, text in entry.texts.items()}
    more: dict[str, Any] = {name: value for name in ("section", "online") if (value := getattr(own, name))}
    changed = entry.model_copy(
        update={
            "texts": texts, "own_source": own.source, "checked_on": max(entry.checked_on, own.checked_on),
            "review_by": min(entry.review_by, own.review_by), "is_sample": entry.is_sample or own.is_sample,
            "aliases": (*entry.aliases, *own.aliases), **more,
        }
    )  # fmt: skip
    return EntryFile.model_validate(changed.model_dump())


def _over(common: EntryText, own: SomeText | None, given: set[str]) -> EntryText:
    """A slot the town changed and did not translate is left out: the common words would now say something else."""
    empty = {slot: EntryText.model_fields[slot].default for slot in given - {"title", "summary"}}
    said = {slot: getattr(own, slot) for slot in own.model_fields_set} if own else {}
    return common.model_copy(update=empty | said)
