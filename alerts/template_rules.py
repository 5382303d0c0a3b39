"""What no template may say, and what each must: the guideline on evacuation information (内閣府, 2021-05), as checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from alerts.abolished import abolished_in, says_everybody_alone
from speech.languages import Language
from town.hazards import Hazard

# Written by the house, not asked of officers.
BUILT_IN = frozenset({"town", "where", "numbers", "hazard", "contact", "sent_at", "power_company", "order", "other"})
WITH_LEVEL = frozenset({Hazard.FLOOD, Hazard.INLAND_FLOOD, Hazard.LANDSLIDE, Hazard.STORM_SURGE})
INDOORS = "屋内安全確保"
INDOORS_FOR = frozenset({Hazard.FLOOD, Hazard.STORM_SURGE})
NEED_HELP = ("高齢者", "障害のある方", "乳幼児", "妊婦", "支援")  # whom level 3 names


class Element(StrEnum):
    """What a reader must find in a notice."""

    ISSUER = "issuer"
    TIME = "time"
    HAZARD = "hazard"
    AREA = "area"
    REASON = "reason"
    ACTION = "action"
    SHELTERS = "shelters"
    CONTACT = "contact"


# By which tokens an element is in the text. An action is words, not a token: the line of that name.
TOKENS: dict[Element, frozenset[str]] = {
    Element.ISSUER: frozenset({"town"}), Element.TIME: frozenset({"ordered_at", "sent_at"}),
    Element.HAZARD: frozenset({"hazard"}), Element.AREA: frozenset({"districts"}),
    Element.REASON: frozenset({"reason"}), Element.SHELTERS: frozenset({"shelters"}),
    Element.CONTACT: frozenset({"contact"}),
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """A template as the rules see it. A sentence of one hazard alone names it."""

    kind: str
    level: int | None
    hazards: frozenset[Hazard]
    effect: str
    is_pressing: bool
    is_quiet_at_night: bool
    elements: tuple[Element, ...]
    first_line: str
    required: frozenset[str]
    sentences: tuple[tuple[str | None, Language, str], ...]
    head: tuple[str, ...]


def faults(facts: Facts) -> Iterator[str]:
    yield from _level_faults(facts)
    yield from _sound_faults(facts)
    yield from _wording_faults(facts)
    yield from _missing_elements(facts)


def _level_faults(facts: Facts) -> Iterator[str]:
    if facts.level and not facts.hazards <= WITH_LEVEL:
        yield "警戒レベルがあるのは、洪水・内水・土砂災害・高潮だけです。"
    if facts.level and not facts.is_pressing:
        yield "警戒レベル3以上は、is_pressing = true です。"
    if facts.effect == "orders" and not facts.hazards:
        yield "発令のひな形には、hazards が要ります。"
    if facts.level and any(f"警戒レベル{facts.level} {facts.kind}" not in head for head in facts.head):
        yield "はじめの行に、警戒レベルと種類を書いてください。"
    if facts.is_pressing and any("{where}" not in head for head in facts.head):
        yield "はじめの行に、地区({where})を書いてください。"


def _sound_faults(facts: Facts) -> Iterator[str]:
    is_end = facts.effect == "ends"
    if facts.is_quiet_at_night and (facts.level or facts.effect == "orders" or (facts.is_pressing and not is_end)):
        yield "is_quiet_at_night にできるのは、急がないお知らせと解除だけです。"
    if facts.is_quiet_at_night and facts.hazards and not is_end:
        yield "災害のお知らせは、夜も音を鳴らします(is_quiet_at_night は使えません)。"


def _wording_faults(facts: Facts) -> Iterator[str]:
    for hazard, language, text in facts.sentences:
        if language not in (Language.JA, Language.JA_EASY):
            continue
        named = {Hazard(hazard)} if hazard else facts.hazards
        if INDOORS in text and not named <= INDOORS_FOR:
            yield f"「{INDOORS}」は、洪水と高潮だけです。"
        if says_everybody_alone(text):
            yield "「全員避難」だけでは書けません。「危険な場所から全員避難」としてください。"
        if old := abolished_in(text):
            yield f"「{old[0].word}」は、廃止された言葉です。"
    if facts.level == 3 and (lost := [word for word in NEED_HELP if not _is_said(word, facts)]):
        yield f"警戒レベル3には、「{lost[0]}」が要ります。"


def _missing_elements(facts: Facts) -> Iterator[str]:
    for element in facts.elements:
        for token in sorted(TOKENS.get(element, ())):
            for language in Language:
                if not any(f"{{{token}}}" in text for _, one, text in facts.sentences if one is language):
                    yield f"{language} に {{{token}}} がありません。"
    if Element.SHELTERS in facts.elements and "shelters" not in facts.required:
        yield "避難所は、必ず選ぶものにしてください。"


def _is_said(word: str, facts: Facts) -> bool:
    return any(word in text for _, language, text in facts.sentences if language is Language.JA)
