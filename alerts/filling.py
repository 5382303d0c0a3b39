"""What officers filled in, read and checked place by place: every wrong place is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alerts import value_readers
from alerts.templates import PlaceholderKind, Template
from alerts.value_readers import Given, Setting, UnreadableError
from speech.languages import Language
from speech.phrases import phrase
from town.districts import DistrictFile
from town.profile import Profile

_EMPTY: tuple[object, ...] = (None, "", [], (), {})


@dataclass(frozen=True)
class Complaint:
    """One wrong place; None where it is the whole."""

    placeholder: str | None
    sentence: str


@dataclass(frozen=True)
class Filled:
    """A template with its places filled. `given` holds those that are, by name."""

    template: Template
    town: Profile
    hazard: str | None
    given: Mapping[str, Given]
    complaints: tuple[Complaint, ...] = field(default=())

    @property
    def districts(self) -> tuple[DistrictFile, ...]:
        chosen = self._ids(PlaceholderKind.DISTRICTS)
        return tuple(one for one in self.town.districts if one.id in chosen)

    @property
    def has_free_text(self) -> bool:
        return any(one.is_free for one in self.given.values())

    @property
    def untranslated(self) -> tuple[Language, ...]:
        lacking = {language for one in self.given.values() for language in one.lacking}
        return tuple(language for language in Language if language in lacking)

    def says(self, name: str, language: Language) -> str | None:
        return self.given[name].words[language] if name in self.given else None

    def _ids(self, kind: PlaceholderKind) -> frozenset[str]:
        asked = (one.name for one in self.template.placeholders if one.kind is kind)
        return frozenset(id_ for name in asked if name in self.given for id_ in self.given[name].ids)


def fill(template: Template, values: Mapping[str, Any], town: Profile, now: datetime) -> Filled:
    hazard, complaints = _hazard(template, values)
    setting, given = Setting(town, now, hazard), {}
    for place in template.placeholders:
        raw = values.get(place.name)
        if raw in _EMPTY or (isinstance(raw, str) and not raw.strip()):
            if place.is_required and place.kind is not PlaceholderKind.HAZARD:
                complaints.append(Complaint(place.name, f"「{place.label}」を入れてください。"))
            continue
        try:
            given[place.name] = value_readers.READERS[place.kind](place, raw, setting)
        except UnreadableError as fault:
            complaints.append(Complaint(place.name, str(fault)))
    complaints += _complain_of_lost_partners(template, given)
    return Filled(template, town, hazard, given, tuple(complaints))


def _hazard(template: Template, values: Mapping[str, Any]) -> tuple[str | None, list[Complaint]]:
    """The one the template is for, or the one chosen."""
    chosen = next((one for one in template.placeholders if one.kind is PlaceholderKind.HAZARD), None)
    if chosen is None:
        return (template.hazards[0] if template.hazards else None), []
    raw = values.get(chosen.name)
    if isinstance(raw, str) and raw in template.hazards:
        return raw, []
    if raw in _EMPTY:
        sentence = f"「{chosen.label}」を選んでください。"
        return None, [Complaint(chosen.name, sentence)] if chosen.is_required else []
    return None, [Complaint(chosen.name, f"「{chosen.label}」は、一覧から選んでください。")]


def _complain_of_lost_partners(template: Template, given: Mapping[str, Given]) -> list[Complaint]:
    """«{river}の水位が…» needs to know which river."""
    needed = {token for one in given.values() for token in one.needs}
    lost = [place for place in template.placeholders if place.name in needed and place.name not in given]
    return [Complaint(place.name, f"選んだ内容には「{place.label}」が要ります。") for place in lost]


def hazard_words(hazard: str | None, language: Language) -> str | None:
    return phrase(f"hazard.{hazard}", language) if hazard else None
