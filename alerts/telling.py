"""One notice being told: its template, what was filled in, and the lines and texts that come of both."""

from dataclasses import dataclass

from alerts import naming
from alerts.filling import Filled, hazard_words
from alerts.template_files import tokens_of
from alerts.templates import PlaceholderKind, Template
from alerts.written import SENT_AT, Effect
from speech.languages import FALLBACKS, Language

AHEAD = 40  # letters: what a locked telephone shows. Kind, level and area stand within


@dataclass(frozen=True)
class Telling:
    filled: Filled
    is_drill: bool
    about: Template | None  # of a correction: what it corrects

    @property
    def meant(self) -> Template:
        """Whose level and haste this has: a correction goes as fast as what it corrects."""
        return self.about or self.filled.template

    @property
    def is_quiet_at_night(self) -> bool:
        """Who put right or took back the end of an order speaks of an order."""
        return self.meant.is_quiet_at_night and (self.about is None or self.about.effect is Effect.NONE)

    @property
    def corrects_order(self) -> bool:
        return self.about is not None and self.about.effect is Effect.ORDERS


def text_in(telling: Telling, language: Language) -> str:
    """The whole text. A line whose placeholder was left open is left out."""
    lines = [said for line in telling.filled.template.lines if (said := line_in(telling, line, language))]
    if not telling.is_drill:
        return "\n".join(lines)
    opening, end = (naming.spoken(key, language) for key in ("drill_opening", "drill_end"))
    return "\n".join([f"{opening}{lines[0]}", *lines[1:], end])


def line_in(telling: Telling, line: str, language: Language) -> str | None:
    filled = telling.filled
    words = filled.template.line(line, filled.hazard, language)
    if words is None:
        return None
    asked = filled.template.tokens_in(line, filled.hazard) - {"where"}
    told = {name: token(name, telling, language) for name in asked}
    if None in told.values():  # the same line is left out in every language, whichever of them names what is missing
        return None
    if "where" in tokens_of(words):
        told["where"] = _where(telling, words.format(**told, where=""), language)
    return words.format(**told)


def _corrected(telling: Telling, language: Language) -> str | None:
    return telling.about.called[language] if telling.about else None


def _where(telling: Telling, around: str, language: Language) -> str:
    before = naming.spoken("drill_opening", language) if telling.is_drill else ""
    room = AHEAD - len(before) - len(around)
    return naming.where(telling.filled.districts, telling.filled.town, language, room)


def token(name: str, telling: Telling, language: Language) -> str | None:
    """What stands for one name in braces; None where nobody filled it in."""
    filled = telling.filled
    match name:
        case "town":
            return naming.town_name(filled.town, language)
        case "sent_at":
            return SENT_AT
        case "hazard":
            return hazard_words(filled.hazard, language)
        case "contact":
            return filled.says(name, language) or filled.town.night_desk_phone or filled.town.phone
        case "order" | "other":
            return _corrected(telling, language) if telling.corrects_order == (name == "order") else None
        case "power_company":
            company = filled.town.companies.electricity
            return f"{company.names.first_of(FALLBACKS[language])} {company.phone}" if company else None
        case "numbers":
            return _numbers(filled, language)
    said = filled.says(name, language)
    # Words that were chosen from a list may name others in turn: «{river}の水位が…».
    needs = filled.given[name].needs if said else frozenset()
    return said.format(**{one: filled.says(one, language) for one in needs}) if said and needs else said


def _numbers(filled: Filled, language: Language) -> str:
    counted = [one.name for one in filled.template.placeholders if one.kind is PlaceholderKind.NUMBER]
    told = [said for name in counted if (said := filled.says(name, language))]
    return naming.spoken("numbers", language, numbers=naming.listed(told, language)) if told else ""
