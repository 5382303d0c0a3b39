"""The form of a notice: its template's placeholders laid out as fields, and what comes back made a draft again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast
from alerts.drafting import Draft
from alerts.repeating import Rhythm
from alerts.templates import Choice, Placeholder, PlaceholderKind, Template, choices_of
from speech.languages import OWN_NAMES, Language
from town.calendar import JST, to_jst
from town.profile import Profile

SEVERAL = frozenset({PlaceholderKind.DISTRICTS, PlaceholderKind.SHELTERS})
ONE_OF = frozenset({PlaceholderKind.HAZARD, PlaceholderKind.RIVER, PlaceholderKind.ROAD, PlaceholderKind.CHOICE})
TYPES = {
    PlaceholderKind.TIME: "datetime-local", PlaceholderKind.DATE: "date", PlaceholderKind.NUMBER: "number",
    PlaceholderKind.PHONE: "tel", PlaceholderKind.URL: "url",
}  # fmt: skip
OTHER_LANGUAGES = {code: name for code, name in OWN_NAMES.items() if code is not Language.JA}
LONGEST_FACT = {"ordered_by": 80, "grounds": 400, "document_number": 80}


@dataclass(frozen=True)
class Field:
    """One placeholder on the page. `value` is a list where several may be chosen, `words` by language where translated."""

    placeholder: Placeholder
    choices: tuple[Choice, ...]
    value: Any
    complaints: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"v-{self.placeholder.name}"

    @property
    def shape(self) -> str:
        if self.placeholder.kind in SEVERAL:
            return "several"
        if self.placeholder.kind in ONE_OF:
            return "one"
        return "text" if self.placeholder.kind is PlaceholderKind.TEXT else "line"

    @property
    def type(self) -> str:
        return TYPES.get(self.placeholder.kind, "text")

    def words(self, code: str) -> str:
        """What stands in it in this language; the form names languages by their codes."""
        if isinstance(self.value, Mapping):
            return str(self.value.get(code, ""))
        return str(self.value or "") if code == Language.JA else ""


@dataclass(frozen=True)
class Spoken:
    """How one place of the form is called, and whatever stands in it, in Japanese words."""

    label: str
    choices: Mapping[str, str]

    def __call__(self, value: Any) -> str:
        match value:
            case list():
                return "・".join(self.choices.get(one, str(one)) for one in value)
            case dict():
                return " / ".join(f"{language}: {said}" for language, said in value.items())
        return self.choices.get(value, str(value or ""))


def spoken_values(template: Template, town: Profile) -> dict[str, Spoken]:
    return {
        one.name: Spoken(one.label, {choice.value: choice.label for choice in _choices(one, template, town)})
        for one in template.placeholders
    }


def fields_of(template: Template, notice: Broadcast, town: Profile, complaints: Mapping[str, list[str]]) -> list[Field]:
    values = dict(notice.content.get("values") or {})
    return [
        Field(one, _choices(one, template, town), values.get(one.name), tuple(complaints.get(one.name, ())))
        for one in template.placeholders
    ]


def read(form: MultiDict[str, str], template: Template, notice: Broadcast) -> Draft:
    """The draft as the form would have it. What the form does not show stays as it was."""
    values = dict(notice.content.get("values") or {})
    for one in template.placeholders:
        values[one.name] = _value(form, one)
    sorted_out = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    return Draft(
        content={**notice.content, "values": sorted_out},
        audience=_audience(form, notice, sorted_out),
        send_at=_moment(form, "send_at") if form.get("when") == "later" else None,
        expires_at=_moment(form, "expires_at"),
        repeats=form["repeats"] if form.get("repeats") in set(Rhythm) else None,
        repeats_until=_day(form, "repeats_until"),
        skips_closing_days="skips_closing_days" in form,
        ordered_at=_moment(form, "v-ordered_at" if template.placeholder("ordered_at") else "ordered_at"),
        ends_order_ids=tuple(int(one) for one in form.getlist("ends") if one.isascii() and one.isdecimal()),
        **{name: _said(form, name)[:longest] or None for name, longest in LONGEST_FACT.items()},
    )


def local(moment: datetime | None) -> str:
    """As a field for date and time wants it: Japan's clock."""
    return "" if moment is None else f"{to_jst(moment):%Y-%m-%dT%H:%M}"


def _choices(placeholder: Placeholder, template: Template, town: Profile) -> tuple[Choice, ...]:
    """«{river}の水位が…» names another field, and says so to whoever reads the list."""

    def called(found: re.Match[str]) -> str:
        other = template.placeholder(found[1])
        return f"({other.label if other else found[1]})"

    return tuple(replace(one, label=re.sub(r"{(\w+)}", called, one.label)) for one in choices_of(placeholder, town))


def _value(form: MultiDict[str, str], placeholder: Placeholder) -> Any:
    name = f"v-{placeholder.name}"
    if placeholder.kind in SEVERAL:
        return form.getlist(name)
    if placeholder.kind is not PlaceholderKind.TEXT:
        return _said(form, name)
    others = {one.value: _said(form, f"{name}-{one.value}") for one in OTHER_LANGUAGES}
    translated = {code: words for code, words in others.items() if words}
    return {Language.JA.value: _said(form, name), **translated} if translated else _said(form, name)


def _audience(form: MultiDict[str, str], notice: Broadcast, values: Mapping[str, Any]) -> Audience:
    """Unless somebody chose otherwise, a notice about districts goes to these districts."""
    if notice.is_drill:
        return Audience(Aim.TESTERS)
    aim = Aim(form["aim"]) if form.get("aim") in (Aim.DISTRICTS, Aim.TOPICS, Aim.LANGUAGES) else Aim.EVERYONE
    if aim is Aim.DISTRICTS:
        named = [*_listed(values.get("districts")), *form.getlist("to-districts")]
        return Audience(aim, tuple(dict.fromkeys(named)))
    return Audience(aim, tuple(form.getlist(f"to-{aim.value}")))


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _said(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").replace("\r\n", "\n").strip()


def _moment(form: Mapping[str, str], name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_said(form, name)).replace(tzinfo=JST)
    except ValueError:
        return None


def _day(form: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(_said(form, name))
    except ValueError:
        return None
