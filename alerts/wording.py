"""From what officers chose to the words on the telephones, in six languages; or every complaint at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alerts import safety_notice
from alerts.abolished import abolished_in, says_everybody_alone
from alerts.filling import Complaint, fill
from alerts.telling import Telling, text_in
from alerts.templates import PlaceholderKind, catalogue
from alerts.written import Written
from speech.languages import Language
from speech.limits import TEXT, utf16
from town.calendar import to_jst
from town.profile import Profile

SHORT = 500  # the Japanese of a pressing notice: one screen, read while running
DRILL_MARK, DRILL_END = "【訓練】", "これは訓練です"


class UnfitError(ValueError):
    """The notice cannot go out like this; `complaints` names every wrong place."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__(" ".join(one.sentence for one in complaints))
        self.complaints = complaints


def in_words(content: Mapping[str, Any], town: Profile, *, is_drill: bool, now: datetime) -> Written:
    """Raises UnfitError."""
    telling, complaints = read(content, town, is_drill=is_drill, now=now)
    texts = {} if complaints else {language: text_in(telling, language) for language in Language}
    complaints += _too_long(telling, texts)
    if complaints:
        raise UnfitError(tuple(complaints))
    filled, template, meant = telling.filled, telling.filled.template, telling.meant
    return Written(
        template_id=template.id, kind=template.kind, level=meant.level, hazard=filled.hazard,
        is_pressing=meant.is_pressing, has_free_text=filled.has_free_text,
        districts=tuple(one.id for one in filled.districts), effect=template.effect,
        untranslated=filled.untranslated, is_quiet_at_night=telling.is_quiet_at_night,
        messages={one: safety_notice.messages(content, text, town, one) for one, text in texts.items()},
    )  # fmt: skip


def read(
    content: Mapping[str, Any], town: Profile, *, is_drill: bool, now: datetime
) -> tuple[Telling, list[Complaint]]:
    """What was filled in, and what is wrong with it. Raises UnfitError where there is no such template."""
    template = catalogue().get(str(content.get("template")))
    values = content.get("values")
    if template is None or not isinstance(values, Mapping):
        raise UnfitError((Complaint(None, "ひな形がありません。選び直してください。"),))
    about = catalogue().get(str(values.get("about"))) if template.is_correction else None
    if template.is_correction and (about is None or about.is_correction):
        raise UnfitError((Complaint(None, "どのお知らせの訂正なのかが、わかりません。"),))
    filled = fill(template, values, town, now)
    telling = Telling(filled, is_drill, about)
    return telling, [*filled.complaints, *_unfit_words(telling, now)]


def _unfit_words(telling: Telling, now: datetime) -> list[Complaint]:
    template = telling.filled.template
    found = []
    if template.is_drill_only and not telling.is_drill:
        found.append(Complaint(None, "このひな形は、訓練だけで使います。"))
    if telling.corrects_order and not telling.filled.districts:
        found.append(Complaint("districts", "もとのお知らせの対象地区を選んでください。"))
    for name, given in telling.filled.given.items():
        place = template.placeholder(name)
        if place and place.kind is PlaceholderKind.TEXT:
            said = "\n".join(given.words.values())
            found += [Complaint(name, sentence) for sentence in _word_faults(said, telling.is_drill, now)]
    return found


def _word_faults(text: str, is_drill: bool, now: datetime) -> list[str]:
    found = []
    if says_everybody_alone(text):
        found.append("「全員避難」だけでは書けません。「危険な場所から全員避難」としてください。")
    if not is_drill:
        for old in abolished_in(text, to_jst(now).date()):
            found.append(f"「{old.word}」は廃止された言葉です。「{old.instead}」と書いてください。")
        if DRILL_MARK in text or DRILL_END in text:
            found.append("訓練ではないお知らせに、訓練の印は書けません。")
    return found


def _too_long(telling: Telling, texts: Mapping[Language, str]) -> list[Complaint]:
    found = [
        Complaint(None, f"長すぎます({language.value})。LINEの1通は5,000文字までです。")
        for language, text in texts.items() if utf16(text) > TEXT
    ]  # fmt: skip
    if telling.meant.is_pressing and utf16(texts.get(Language.JA, "")) > SHORT:
        found.append(
            Complaint(None, f"急ぎのお知らせは、日本語{SHORT}文字までです。地区や避難所を分けて送ってください。")
        )
    return found
