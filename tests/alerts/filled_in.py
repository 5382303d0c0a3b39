"""Templates filled in as an officer of みほん市 would, at half past three on a Saturday in November."""

from datetime import datetime
from typing import Any

from alerts.templates import Placeholder, PlaceholderKind, Template, catalogue, choices_of
from alerts.wording import in_words
from alerts.written import Written
from settings import SAMPLE_TOWN
from speech.languages import Language
from town.calendar import JST
from town.profile import load_profile

MIHON = load_profile(SAMPLE_TOWN)
NOW = datetime(2026, 11, 21, 15, 30, tzinfo=JST)
TYPED: dict[PlaceholderKind, Any] = {
    PlaceholderKind.NUMBER: "97", PlaceholderKind.PHONE: "000-000-0100", PlaceholderKind.URL: "https://mihon.example/p/1",
    PlaceholderKind.TEXT: "市役所の前です。",
}  # fmt: skip


def fitting(place: Placeholder, hazard: str | None) -> list[str]:
    """What may be chosen when this danger threatens."""
    return [one.value for one in choices_of(place, MIHON) if not (one.hazards and hazard and hazard not in one.hazards)]


def values_of(template: Template, danger: str | None, **instead: Any) -> dict[str, Any]:
    """Everything filled in, the first of every list chosen."""
    found = {place.name: _value(place, danger) for place in template.placeholders}
    about = {"about": "evacuation_order"} if template.is_correction else {}
    return {**found, **about, **instead}


def content(template_id: str, danger: str | None = None, **instead: Any) -> dict[str, Any]:
    template = catalogue()[template_id]
    danger = danger or (template.hazards[0] if template.hazards else None)
    return {"template": template_id, "values": values_of(template, danger, **instead)}


def written(template_id: str, danger: str | None = None, *, is_drill: bool = False, **instead: Any) -> Written:
    return in_words(content(template_id, danger, **instead), MIHON, is_drill=is_drill, now=NOW)


def text(notice: Written, language: Language = Language.JA) -> str:
    (message,) = notice.messages[language]
    assert message["type"] == "text"
    return str(message["text"])


def _value(place: Placeholder, hazard: str | None) -> Any:
    match place.kind:
        case PlaceholderKind.DISTRICTS:
            return ["kawara", "minato"]
        case PlaceholderKind.SHELTERS:
            return fitting(place, hazard)[:1]
        case PlaceholderKind.HAZARD:
            return hazard
        case PlaceholderKind.TIME:
            return "2026-11-21T18:00" if place.when == "future" else "2026-11-21T15:20"
        case PlaceholderKind.DATE:
            return "2026-11-23" if place.when == "future" else "2026-11-21"
    return TYPED[place.kind] if place.kind in TYPED else fitting(place, hazard)[0]
