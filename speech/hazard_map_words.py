"""Whether somebody asks to see the hazard maps."""

import re
import tomllib
from functools import cache
from pathlib import Path

from speech import shelter_words
from speech.squash import squashed

WORDS = Path(__file__).parent / "hazard_map_words.toml"


def asks_for_hazard_map(text: str) -> bool:
    """Nothing but a map, a disaster and the words around them."""
    plain = squashed(text)
    if not plain or len(plain) > shelter_words.LONGEST:
        return False
    map_, anything = _patterns()
    return bool(map_.search(plain)) and not anything.sub("", plain)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    maps, around = ([word for words in written[part].values() for word in words] for part in ("maps", "around"))
    return shelter_words.any_of(maps), shelter_words.any_of([*maps, *around, *shelter_words.disasters()])
