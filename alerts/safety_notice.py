"""The notice of a safety check on the telephone: rescue cannot be called here, the town's words, and three buttons."""

from collections.abc import Mapping
from typing import Any

from alerts.safety_checks import TEMPLATE
from alerts.safety_entries import Condition
from speech.cards import Card, Press
from speech.languages import Language
from speech.phrases import phrase
from speech.render import render
from town.profile import Profile

Messages = list[dict[str, Any]]


def no_rescue(town: Profile, language: Language) -> str:
    """The first line of everything said here. NET119 is named only where the town has it."""
    has_net119 = town.emergency.has_net119
    return phrase("safety.no_rescue" if has_net119 else "safety.no_rescue_by_phone", language)


def buttons(check_id: int, language: Language) -> tuple[Press, ...]:
    return tuple(Press(phrase(f"safety.condition.{one}", language), f"safety:{check_id}:{one}") for one in Condition)


def messages(content: Mapping[str, Any], text: str, town: Profile, language: Language) -> Messages:
    """A notice of any other template is plain words."""
    check_id = (content.get("values") or {}).get("check")
    if content.get("template") != TEMPLATE or not check_id:
        return [{"type": "text", "text": text}]
    head, _, rest = text.partition("\n")
    lead = f"{head}\n{rest}".strip()
    return render([Card(no_rescue(town, language), lead=lead, buttons=buttons(int(check_id), language))])
