"""One word that means several things: whoever says it and nothing else that tells is asked back."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.entry_file import EntryId
from knowledge.words import normalise, words
from town.yaml_file import read_checked


class Ambiguity(BaseModel):
    """A word that alone means several things, and the entries it may mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...]
    entries: tuple[EntryId, ...]


class Ambiguities:
    """«納期限», and also «納期限はいつですか»: the rest is how one asks."""

    def __init__(self, known: Iterable[Ambiguity]) -> None:
        self._said: dict[str, tuple[str, Ambiguity]] = {}
        self._telling: dict[tuple[str, ...], tuple[str, Ambiguity]] = {}
        for ambiguity in known:
            for word in ambiguity.words:
                self._said[normalise(word)] = word, ambiguity
                if telling := tuple(words(word)):
                    self._telling.setdefault(telling, (word, ambiguity))

    def find(self, text: str) -> tuple[str, tuple[EntryId, ...]] | None:
        """The word as it is written in the list, and what it may mean."""
        found = self._said.get(normalise(text).rstrip("?？。!！")) or self._telling.get(tuple(words(text)))
        return (found[0], found[1].entries) if found else None


_AMBIGUITIES = TypeAdapter(tuple[Ambiguity, ...])


def read_ambiguities(folder: Path) -> tuple[Ambiguity, ...]:
    path = folder / "ambiguous.yaml"
    return read_checked(path, _AMBIGUITIES) if path.exists() else ()
