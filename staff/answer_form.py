"""The form of an answer: an entry laid out as fields in one language, and what comes back made an entry again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from knowledge.entry_file import FACILITY_ONLY, EntryFile, EntryText, Kind
from speech.languages import Language
from speech.phrases import phrase

SLOTS = tuple(name for name in EntryText.model_fields if name not in ("title", "summary", "checked_by"))
IN_LINES = frozenset({"bring", "steps"})
FACTS = ("section", "topic", "checked_on", "review_by", "valid_from", "valid_until", "legal_basis")
LABELS = {
    "title": "題名", "summary": "要約", "section": "担当課", "topic": "分類", "source": "出典", "url": "アドレス",
    "read_on": "読んだ日", "checked_on": "内容を確かめた日", "review_by": "次に確かめる日", "valid_from": "いつから",
    "valid_until": "いつまで", "legal_basis": "根拠の法令", "aliases": "別の呼び方", "phrasings": "聞かれ方", "online": "電子申請",
    "texts": "本文", "checked_by": "訳を確かめた人", "id": "番号",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    is_long: bool = True
    hint: str = ""


class FormError(ValueError):
    """Carries the sentences for the officer."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def label(name: str) -> str:
    return LABELS.get(name) or phrase(f"slot.{name}", Language.JA)


def fields_of(entry: EntryFile, language: Language) -> list[Field]:
    """Every slot this kind of entry may have, filled or not."""
    text = entry.texts.get(language)
    found = [
        Field("title", label("title"), text.title if text else "", is_long=False, hint="60文字まで"),
        Field(
            "summary", label("summary"), text.summary if text else "", hint="いちばん先に読まれるところ。600文字まで"
        ),
    ]
    for slot in SLOTS:
        if slot in FACILITY_ONLY and entry.kind is not Kind.PUBLIC_FACILITY:
            continue
        value = getattr(text, slot) if text else None
        hint = "1行に1つ" if slot in IN_LINES else ""
        found.append(Field(slot, label(slot), "\n".join(value) if isinstance(value, tuple) else value or "", hint=hint))
    return found


def read(form: Mapping[str, str], entry: EntryFile, language: Language) -> EntryFile:
    """The entry as the form would have it; what the form does not show stays. Raises FormError."""
    plain = entry.model_dump(mode="json")
    plain |= {name: _said(form, name) for name in FACTS}
    plain["source"] = {
        "url": _said(form, "source_url"),
        "title": _said(form, "source_title"),
        "read_on": _said(form, "read_on"),
    }
    plain["online"] = _online(form)
    plain["aliases"] = _lines(form, "aliases")
    plain["phrasings"] = {**plain["phrasings"], str(language): _lines(form, "phrasings")}
    _put_text(plain, form, language)
    try:
        return EntryFile.model_validate(plain)
    except ValidationError as error:
        raise FormError([_sentence(one["loc"], one["type"], one["msg"]) for one in error.errors()]) from None


def _put_text(plain: dict[str, Any], form: Mapping[str, str], language: Language) -> None:
    known = plain["texts"].get(str(language)) or {}
    text: dict[str, str | list[str] | None] = {name: _said(form, name) for name in ("title", "summary")}
    text |= {slot: _lines(form, slot) if slot in IN_LINES else _said(form, slot) for slot in SLOTS}
    is_empty = not any(text.values())
    if is_empty and language is not Language.JA:
        plain["texts"].pop(str(language), None)
        return
    is_same = all((known.get(name) or None) == (value or None) for name, value in text.items())
    plain["texts"][str(language)] = {**text, "checked_by": known.get("checked_by") if is_same else None}


def _online(form: Mapping[str, str]) -> dict[str, object] | None:
    url = _said(form, "online_url")
    if url is None:
        return None
    return {"url": url, "needs_card": "needs_card" in form, "needs_signature": "needs_signature" in form}


def _said(form: Mapping[str, str], name: str) -> str | None:
    return form.get(name, "").replace("\r\n", "\n").strip() or None


def _lines(form: Mapping[str, str], name: str) -> list[str]:
    return [line.strip() for line in form.get(name, "").splitlines() if line.strip()]


def _sentence(place: tuple[int | str, ...], kind: str, said: str) -> str:
    names = [part for part in place if isinstance(part, str) and part not in ("texts", *Language)]
    where = "・".join(label(name) for name in names if name in LABELS or name in SLOTS) or "内容"
    if kind == "value_error":
        return said.removeprefix("Value error, ")
    told = {
        "string_too_long": "長すぎます", "string_type": "書いてください", "string_too_short": "書いてください",
        "url_type": "https:// から書いてください", "url_parsing": "https:// から書いてください",
        "date_type": "日付を書いてください", "date_from_datetime_parsing": "日付を書いてください",
    }  # fmt: skip
    return f"「{where}」: {told.get(kind, '書き方を確かめてください')}。"


def label_or_name(name: str) -> str:
    return LABELS.get(name, name)
