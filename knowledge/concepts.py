"""Civic vocabulary: which different words mean one thing to a town hall, kept as data, found in any text."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from sys import intern

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.words import is_japanese, normalise, read, reading_of

_DATA = Path(__file__).parent / "data/common"
# How far a word of the question speaks for a word of an entry. «スズメ» asks about wild birds in general, and an
# entry on wild birds may list «カラス»; but a question about sparrows is hardly about crows.
_MEANT = {(False, False): 1.0, (True, False): 0.8, (False, True): 0.5, (True, True): 0.2}


class Group(BaseModel):
    """Words for one thing, and narrower words that mean the thing but not each other."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    same: tuple[str, ...]
    kinds: tuple[str, ...] = ()


_FILE = TypeAdapter(dict[str, Group | tuple[str, ...]])


@dataclass
class _Node:
    after: dict[str, "_Node"] = field(default_factory=dict)
    meant: list[tuple[str, bool]] = field(default_factory=list)


class Concepts:
    """Read-only once built."""

    def __init__(self, groups: dict[str, Group]) -> None:
        self._root = _Node()
        self.readings: dict[str, str] = {}  # of every Japanese word, for those who write in kana or romaji
        for name, group in groups.items():
            for words, is_kind in ((group.same, False), (group.kinds, True)):
                for word in words:
                    self._learn([one.form for one in read(word)], (name, is_kind))
                    if is_japanese(word):
                        self.readings[normalise(word)] = reading_of(word)

    def in_text(self, forms: Sequence[str]) -> list[str]:
        """The terms of a text, doubled where it says a thing twice."""
        return [_term(name, is_kind) for _, name, is_kind in self._found(forms)]

    def in_question(self, forms: Sequence[str]) -> dict[str, float]:
        """The terms a question looks for, and how much each is meant."""
        sought: dict[str, float] = {}
        for _, name, is_kind in self._found(forms):
            for other in (False, True):
                term = _term(name, other)
                sought[term] = max(sought.get(term, 0.0), _MEANT[is_kind, other])
        return sought

    def of_words(self, forms: Sequence[str]) -> list[set[str]]:
        """For each word the groups it is part of, alone or with its neighbours."""
        groups: list[set[str]] = [set() for _ in forms]
        for run, name, _ in self._found(forms):
            for place in run:
                groups[place].add(name)
        return groups

    def _learn(self, forms: Iterable[str], meant: tuple[str, bool]) -> None:
        node = self._root
        for form in forms:
            node = node.after.setdefault(form, _Node())
        if node is not self._root and meant not in node.meant:
            node.meant.append(meant)

    def _found(self, forms: Sequence[str]) -> Iterable[tuple[range, str, bool]]:
        """Every run of words that some group knows; «粗大ごみ» is bulky waste, and waste."""
        for start in range(len(forms)):
            node = self._root
            for end in range(start, len(forms)):
                if (after := node.after.get(forms[end])) is None:
                    break
                node = after
                for name, is_kind in node.meant:
                    yield range(start, end + 1), name, is_kind


def _term(name: str, is_kind: bool) -> str:
    return intern(f"#{name}>" if is_kind else f"#{name}")


def _groups(path: Path) -> dict[str, Group]:
    read_groups = _FILE.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    return {name: group if isinstance(group, Group) else Group(same=group) for name, group in read_groups.items()}


def read_concepts(folder: Path) -> Concepts:
    """All files of a folder; a name may stand in one of them only."""
    groups: dict[str, Group] = {}
    for path in sorted(folder.glob("*.toml")):
        read_groups = _groups(path)
        if twice := groups.keys() & read_groups.keys():
            raise ValueError(f"{path.name}: {sorted(twice)} は別のファイルにもあります。")
        groups |= read_groups
    return Concepts(groups)


@cache
def civic() -> Concepts:
    """The vocabulary that comes with the house; read when it is first needed, for it opens the dictionary."""
    return read_concepts(_DATA / "concepts")


@cache
def not_ours() -> Concepts:
    """Words of matters that no town hall deals with."""
    return Concepts(_groups(_DATA / "not_ours.toml"))
