"""A plan and the town hall as it is -> the town hall as it will be. Pure: the dry run and the night itself ask the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from town.reorganisation_plan import Merge, Plan, Rename, Split, Target
from town.sections import SectionFile


class PlanError(ValueError):
    """The plan does not fit the town. Carries a Japanese sentence."""


@dataclass(frozen=True)
class Owned:
    """An entry, as far as a reorganisation is concerned."""

    section: str
    topic: str


@dataclass(frozen=True)
class Hall:
    """`heirs`: of each section that closed, who took over."""

    sections: Mapping[str, SectionFile]
    entries: Mapping[str, Owned]
    heirs: Mapping[str, str] = field(default_factory=dict)

    def orphans(self) -> list[str]:
        return sorted(entry_id for entry_id, one in self.entries.items() if one.section not in self.sections)


@dataclass(frozen=True)
class Change:
    """One thing that will be different; the shape of a row of `reorganised`."""

    subject: str
    before: Any
    after: Any


def replan(plan: Plan, hall: Hall) -> Hall:
    """Raises PlanError for a section, topic or entry that is not there, or a new one that is there already."""
    for rename in plan.rename:
        hall = _rename(rename, hall)
    for split in plan.split:
        hall = _split(split, hall)
    for merge in plan.merge:
        hall = _merge(merge, hall)
    return hall


def changes(before: Hall, after: Hall) -> Iterator[Change]:
    for section_id, section in before.sections.items():
        if section_id in after.sections:
            yield from _fields(section, after.sections[section_id])
        else:
            yield Change(f"closed:{section_id}", section.names.ja, after.heirs.get(section_id))
    for section_id, section in after.sections.items():
        if section_id not in before.sections:
            yield Change(f"opened:{section_id}", None, section.model_dump(mode="json"))
    for entry_id, owned in before.entries.items():
        if after.entries[entry_id].section != owned.section:
            yield Change(f"entry:{entry_id}", owned.section, after.entries[entry_id].section)


def _fields(before: SectionFile, after: SectionFile) -> Iterator[Change]:
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    for name, value in old.items():
        if new[name] != value:
            yield Change(f"field:{before.id}:{name}", value, new[name])


def _rename(rename: Rename, hall: Hall) -> Hall:
    old = _known(rename.section, hall)
    written = rename.model_dump(mode="json", exclude_none=True, exclude={"section"})
    try:
        new = SectionFile.model_validate({**old.model_dump(mode="json"), **written})
    except ValueError:
        raise PlanError(f"課「{rename.section}」: 見本の課と本物の電話番号は混ぜられません。") from None
    return replace(hall, sections={**hall.sections, old.id: new})


def _split(split: Split, hall: Hall) -> Hall:
    _known(split.section, hall)
    own = {entry_id for entry_id, one in hall.entries.items() if one.section == split.section}
    taken: set[str] = set()
    for part in split.into:
        hall = _with(part, hall)
        _refuse_strangers(split, part.entries, own)
        mine = {i for i in own if i in part.entries or hall.entries[i].topic in part.topics} - taken
        taken |= mine
        hall = _given(mine, part.id, hall)
    for part in split.into:
        if part.rest:
            hall = _given(own - taken, part.id, hall)
    heir = next((part.id for part in split.into if part.rest), split.into[0].id)
    stays = split.stays or any(part.id == split.section for part in split.into)
    return hall if stays else _without(split.section, heir, hall)


def _merge(merge: Merge, hall: Hall) -> Hall:
    for section_id in merge.sections:
        _known(section_id, hall)
    hall = _with(merge.into, hall)
    hall = _given({i for i, one in hall.entries.items() if one.section in merge.sections}, merge.into.id, hall)
    for section_id in merge.sections:
        if section_id != merge.into.id:
            hall = _without(section_id, merge.into.id, hall)
    return hall


def _known(section_id: str, hall: Hall) -> SectionFile:
    if section_id not in hall.sections:
        raise PlanError(f"課「{section_id}」がありません。")
    return hall.sections[section_id]


def _with(target: Target, hall: Hall) -> Hall:
    if target.new is None:
        _known(target.id, hall)
        return hall
    if hall.sections.get(target.id, target.new) != target.new:
        raise PlanError(f"課「{target.id}」はもうあります。new ではなく section と書いてください。")
    return replace(hall, sections={**hall.sections, target.id: target.new})


def _refuse_strangers(split: Split, named: tuple[str, ...], own: set[str]) -> None:
    if strangers := sorted(set(named) - own):
        raise PlanError(f"項目 {'、'.join(strangers)} は課「{split.section}」のものではありません。")


def _given(entry_ids: set[str], to: str, hall: Hall) -> Hall:
    moved = {entry_id: replace(hall.entries[entry_id], section=to) for entry_id in entry_ids}
    return replace(hall, entries={**hall.entries, **moved})


def _without(section_id: str, heir: str, hall: Hall) -> Hall:
    left = {one: section for one, section in hall.sections.items() if one != section_id}
    return replace(hall, sections=left, heirs={**hall.heirs, section_id: heir})
