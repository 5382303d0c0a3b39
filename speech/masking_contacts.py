"""Takes telephones, e-mail addresses and car plates out of a report. Addresses stay: they say where the damage is."""

import re

from speech.masking import MARK, mask
from speech.masking_digits import DIGIT, HYPHENS
from speech.masking_names import narrow

_DASH = rf"[\s{HYPHENS}()]{{0,2}}"
_RULES = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(rf"(?<!{DIGIT})(?:\+81{_DASH}|0){DIGIT}{{1,4}}{_DASH}{DIGIT}{{1,4}}{_DASH}{DIGIT}{{3,4}}(?!{DIGIT})"),
    # «静岡 500 あ 12-34»: place, class, one kana, up to four digits or dots.
    re.compile(rf"[一-龥]{{1,4}}\s?{DIGIT}{{2,3}}[A-Z]?\s?[ぁ-ん]\s?[{DIGIT[1:-1]}・.]{{1,2}}\s?[{HYPHENS}]?\s?{DIGIT}{{2}}"),
    re.compile(rf"(?<!{DIGIT})[ぁ-ん]\s?{DIGIT}{{2}}[{HYPHENS}]{DIGIT}{{2}}(?!{DIGIT})"),
)  # fmt: skip


def mask_contacts(text: str) -> tuple[str, bool]:
    """One mark for each letter that was taken out, and whether any was."""
    shown = mask(text).text
    letters = list(shown)
    for rule in _RULES:
        for match in rule.finditer(narrow(shown)):
            letters[match.start() : match.end()] = MARK * (match.end() - match.start())
    masked = "".join(letters)
    return masked, masked != text
