"""The agency's kinds in residents' languages: the words of the template that tells them."""

from functools import cache

from alerts.jma_rules import ORDINARY
from alerts.templates import Choice, catalogue
from speech.languages import Language


def named(hazard: str, code: str, name: str, language: Language) -> str:
    """A kind nobody listed keeps the agency's own name."""
    found = _choices().get(f"{hazard}_{code}")
    return found.words[language] if found and found.words else name


@cache
def _choices() -> dict[str, Choice]:
    place = catalogue()[ORDINARY].placeholder("kind")
    return {choice.value: choice for choice in place.choices} if place else {}
