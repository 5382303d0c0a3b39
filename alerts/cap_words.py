"""What a CAP message says, in our languages, and for whom it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alerts.audience import Aim, Audience
from alerts.cap import Area, CapMessage, Telling
from alerts.machine_intake import Fault, IntakeError, Texts
from speech.languages import Language
from speech.phrases import phrase
from town.profile import Profile

DISTRICT_CODE = "madoguchi:district"  # valueName of a geocode that names one of our districts by its id
_TAGS = {"ja": Language.JA, "en": Language.EN, "zh": Language.ZH, "pt": Language.PT, "vi": Language.VI}
_EASY = "ja-x-easy"
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@dataclass(frozen=True)
class Told:
    subject: Texts
    body: Texts
    page: str | None = None


def told(message: CapMessage) -> Told:
    """Raises IntakeError. Without any info (a Cancel may have none) nothing is told."""
    infos: dict[Language, Telling] = {}
    for info in message.infos:
        language = _language(info.language)
        if language in infos:
            raise IntakeError(Fault.UNFIT, "同じ言語の info が2つあります。電文を分けてください。")
        if language:
            infos[language] = info
    if message.infos and Language.JA not in infos:
        raise IntakeError(Fault.UNFIT, "日本語の info(language が ja-JP)がありません。")
    webs = [info.web for info in infos.values() if info.web.startswith("https://")]
    return Told(
        {language: info.headline or info.event for language, info in infos.items()},
        {language: _body(info) for language, info in infos.items()}, next(iter(webs), None),
    )  # fmt: skip


def cancelled(content: Mapping[str, Any]) -> Told:
    """For a Cancel without words of its own: that what was announced no longer holds."""
    values = content.get("values") or {}
    subject = values.get("subject") if isinstance(values, Mapping) else None
    title = str(subject.get(Language.JA, "")) if isinstance(subject, Mapping) else str(subject or "")
    return Told(
        {language: phrase("machine.cancelled", language) for language in Language},
        {language: phrase("machine.cancelled_body", language, title=title) for language in Language},
    )  # fmt: skip


def audience(message: CapMessage, town: Profile, *, is_drill: bool) -> Audience:
    """The districts it names, if every area is one we know; else everybody: the officer who adopts it decides."""
    if is_drill:
        return Audience(Aim.TESTERS)
    areas = [area for info in message.infos for area in info.areas]
    found = [_districts(area, town) for area in areas]
    if not found or not all(found):
        return Audience(Aim.EVERYONE)
    named = {district_id for ids in found for district_id in ids}
    return Audience(Aim.DISTRICTS, tuple(one.id for one in town.districts if one.id in named))


def _districts(area: Area, town: Profile) -> set[str]:
    coded = {value for name, value in area.codes if name == DISTRICT_CODE}
    return {one.id for one in town.districts if one.id in coded or _is_called(one.names.model_dump(), area.name)}


def _is_called(names: Mapping[str, str | None], written: str) -> bool:
    return written.casefold() in {name.casefold() for name in names.values() if name}


def _body(info: Telling) -> str:
    areas = "、".join(dict.fromkeys(area.name for area in info.areas))
    parts = (areas, info.description, info.instruction, info.contact)
    return "\n".join(part.replace("\t", " ") for part in parts if part) or info.event


def _language(tag: str) -> Language | None:
    """None: a language we do not speak; its info is left aside."""
    plain = tag.casefold()
    if plain == _EASY:
        return Language.JA_EASY
    return None if plain.startswith(_TRADITIONAL) else _TAGS.get(plain.split("-")[0])
