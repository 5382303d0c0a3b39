"""The templates of notices: what each asks for and says, read once from templates/*.toml and checked as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from alerts.template_files import PlaceholderFile, TemplateFile, Words, read_templates, shared_words, tokens_of
from alerts.template_files import PlaceholderKind as PlaceholderKind  # those who fill templates need no other file
from alerts.written import Effect
from speech.languages import Language
from speech.phrases import phrase
from town.hazards import Hazard
from town.places import Shelter
from town.profile import Profile
from town.shapes import Names

TYPED_FREELY = frozenset({PlaceholderKind.TEXT, PlaceholderKind.URL})
LONGEST = {PlaceholderKind.TEXT: 200, PlaceholderKind.URL: 300}


@dataclass(frozen=True)
class Choice:
    """One thing to choose. Where `hazards` are named, it fits only these."""

    value: str
    label: str
    hazards: frozenset[str] = frozenset()
    words: Mapping[Language, str] | None = None


@dataclass(frozen=True)
class Placeholder:
    """`when` is «past» or «future» where a moment can only lie there. What lists the town keeps: see `choices_of`."""

    name: str
    label: str
    kind: PlaceholderKind
    is_required: bool
    choices: tuple[Choice, ...] = ()
    help: str = ""
    max_length: int | None = None
    when: str | None = None
    unit: Mapping[Language, str] | None = None  # of a number: «{value}世帯»


@dataclass(frozen=True)
class Template:
    """`kind` is what the approver types. `lines` name, in their order, the words the text is made of."""

    id: str
    name: str
    kind: str
    level: int | None
    hazards: tuple[str, ...]
    effect: Effect
    is_pressing: bool
    is_drill_only: bool
    is_correction: bool  # prepared by the house; nobody begins one
    is_quiet_at_night: bool
    placeholders: tuple[Placeholder, ...]
    elements: tuple[str, ...]
    called: Mapping[Language, str]
    lines: tuple[str, ...]
    words: Mapping[str, Mapping[str, Mapping[Language, str]]]  # line → hazard (or ANY) → language → words

    @property
    def may_go_alone(self) -> bool:
        """Levels 3 to 5 and a tsunami order, as long as lists alone can fill them."""
        is_typed = any(one.is_required and one.kind in TYPED_FREELY for one in self.placeholders)
        is_grave = self.level is not None or Hazard.TSUNAMI in self.hazards
        return is_grave and self.effect is Effect.ORDERS and not is_typed

    def placeholder(self, name: str) -> Placeholder | None:
        return next((one for one in self.placeholders if one.name == name), None)

    def line(self, name: str, hazard: str | None, language: Language) -> str | None:
        """The words of one line; None where this hazard has nothing to say there."""
        found = self._of(name, hazard)
        return found[language] if found else None

    def tokens_in(self, name: str, hazard: str | None) -> frozenset[str]:
        """What a line needs to be told, in whichever language it is named."""
        return frozenset(token for words in self._of(name, hazard).values() for token in tokens_of(words))

    def _of(self, name: str, hazard: str | None) -> Mapping[Language, str]:
        by_hazard = self.words[name]
        return by_hazard.get(hazard or ANY) or by_hazard.get(ANY) or {}


ANY = "any"
FITS_NONE = frozenset({"none"})


@cache
def catalogue() -> Mapping[str, Template]:
    """Every template, in the order officers see them. Raises TemplateFileError, which names file and fault."""
    return {file.id: _template(file) for file in read_templates()}


def choices_of(placeholder: Placeholder, town: Profile) -> tuple[Choice, ...]:
    """What may be chosen here, in Japanese: the template's own list, or the town's."""
    match placeholder.kind:
        case PlaceholderKind.DISTRICTS:
            return tuple(Choice(one.id, _with_kana(one.names)) for one in town.districts)
        case PlaceholderKind.SHELTERS:
            return tuple(Choice(one.id, one.names.ja, _fits(one)) for one in town.places.shelters)
        case PlaceholderKind.RIVER:
            return tuple(Choice(one.id, one.names.ja) for one in town.places.rivers)
        case PlaceholderKind.ROAD:
            return tuple(Choice(one.id, one.names.ja) for one in town.places.roads)
        case PlaceholderKind.PHONE:
            return tuple(Choice(phone, phone) for phone in (town.night_desk_phone, town.phone) if phone)
    return placeholder.choices


def _fits(shelter: Shelter) -> frozenset[str]:
    """A shelter to stay in later, designated for no danger, is never one to flee to."""
    return frozenset(shelter.hazards) or FITS_NONE


def _with_kana(names: Names) -> str:
    return f"{names.ja}({names.kana})" if names.kana else names.ja


def _template(file: TemplateFile) -> Template:
    words = {name: _by_hazard(file.words.get(name) or shared_words()[name]) for name in file.lines}
    return Template(
        id=file.id, name=file.name, kind=file.kind, level=file.level, hazards=tuple(file.hazards),
        effect=Effect(file.effect), is_pressing=file.is_pressing, is_drill_only=file.is_drill_only,
        is_correction=file.is_correction, is_quiet_at_night=file.is_quiet_at_night, elements=file.elements, called=file.called.by_language(),
        placeholders=tuple(_placeholder(asked, file) for asked in file.asks), lines=file.lines, words=words,
    )  # fmt: skip


def _by_hazard(written: Words | Mapping[Hazard, Words]) -> Mapping[str, Mapping[Language, str]]:
    if isinstance(written, Words):
        return {ANY: written.by_language()}
    return {hazard.value: words.by_language() for hazard, words in written.items()}


def _placeholder(asked: str, file: TemplateFile) -> Placeholder:
    """«households?» is one that may stay empty."""
    name = asked.removesuffix("?")
    found = file.asked_for(name)
    return Placeholder(
        name=name, label=found.label, kind=found.kind, is_required=not asked.endswith("?"), choices=_choices(found, file),
        help=found.help, max_length=found.max_length or LONGEST.get(found.kind), when=found.when,
        unit=found.unit.by_language() if found.unit else None,
    )  # fmt: skip


def _choices(found: PlaceholderFile, file: TemplateFile) -> tuple[Choice, ...]:
    if found.kind is PlaceholderKind.HAZARD:
        return tuple(Choice(one.value, phrase(f"hazard.{one.value}", Language.JA)) for one in file.hazards)
    return tuple(
        Choice(value, one.label or one.ja, frozenset(one.hazards), one.by_language())
        for value, one in found.choices.items()
        if not one.hazards or set(one.hazards) & set(file.hazards)
    )
