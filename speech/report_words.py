"""Whether somebody tells of damage on the road, of which kind, and the number written on a lamp's pole."""

import re
import tomllib
from functools import cache
from pathlib import Path

from speech.masking_names import narrow

WORDS = Path(__file__).parent / "report_words.toml"
LONGEST = 300  # characters; who writes more tells something else as well
ANY = ""  # a report, without saying of what
_POLE = re.compile(
    r"(?:管理|柱)?(?:番号)?[\s:は]*(?P<it>[A-Za-zァ-ヶ一-龥]{0,8}[\s-]?\d[\d\s-]{1,11}[A-Za-z]?)(?:番|号|です|。)*"
)
Patterns = tuple[re.Pattern[str], re.Pattern[str]]


def damage_told(text: str) -> str | None:
    """The kind («hole»), ANY for 「通報したい」, None for everything else: questions stay questions."""
    said = narrow(text).casefold()
    asks, says, kinds = _known()
    if len(said) > LONGEST or asks.search(said) or said.rstrip().endswith(("?", "か", "か。")):
        return None
    told = (kind for kind, (thing, trouble) in kinds if thing.search(said) and trouble.search(said))
    return next(told, ANY if says.search(said) else None)


def pole_number_in(text: str) -> str | None:
    """Only when nothing else is said: «本町 3丁目の角» is a place."""
    found = _POLE.fullmatch(narrow(text).strip())
    return found["it"].strip() if found else None


@cache
def _known() -> tuple[re.Pattern[str], re.Pattern[str], tuple[tuple[str, Patterns], ...]]:
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    kinds = [(kind, (_any(one["thing"]), _any(one["trouble"]))) for kind, one in written["kinds"].items()]
    return _any(written["asks"]), _any(written["says"]), tuple(kinds)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
