"""How names, moments and numbers are told in each language: places with kana and romaji, so that one can ask the way."""

from collections.abc import Sequence
from datetime import date, datetime

from alerts.template_files import Words, shared_words
from speech.languages import FALLBACKS, Language
from town.calendar import to_jst
from town.districts import DistrictFile
from town.places import Place
from town.profile import Profile
from town.shapes import Names

_WIDE = frozenset({Language.JA, Language.JA_EASY, Language.ZH})


def spoken(key: str, language: Language, **values: object) -> str:
    """A piece of the words all templates share."""
    words = shared_words()[key]
    assert isinstance(words, Words)  # noqa: S101 - pieces never differ by hazard; lines may
    return words.by_language()[language].format(**values)


def town_name(town: Profile, language: Language) -> str:
    return town.names.first_of(FALLBACKS[language])


def short_name(names: Names, language: Language) -> str:
    return names.first_of(FALLBACKS[language])


def full_name(names: Names, romaji: str | None, language: Language) -> str:
    """«Kawara (川原・かわら)»: what stands on the sign, and how one says it."""
    own = short_name(names, language)
    if language is Language.JA:
        return own
    beside = list(dict.fromkeys(one for one in (names.ja, names.kana, romaji) if one and one != own))
    if not beside:
        return own
    return f"{own}({'・'.join(beside)})" if language in _WIDE else f"{own} ({'・'.join(beside)})"


def district_name(district: DistrictFile, language: Language) -> str:
    """A district's English name is its romaji."""
    return full_name(district.names, district.names.en, language)


def place_name(place: Place, language: Language) -> str:
    return full_name(place.names, place.romaji, language)


def listed(names: Sequence[str], language: Language) -> str:
    return ("、" if language in _WIDE else ", ").join(names)


def moment(at: datetime, language: Language) -> str:
    here = to_jst(at)
    return spoken("moment", language, month=here.month, day=here.day, hour=here.hour, minute=f"{here.minute:02}")


def day(on: date, language: Language) -> str:
    return spoken("day", language, month=on.month, day=on.day)


def where(chosen: Sequence[DistrictFile], town: Profile, language: Language, room: int) -> str:
    """The area in few letters, for the first line: as many names as fit, then how many more."""
    if len(chosen) == len(town.districts) > 1:
        return spoken("everywhere", language, town=town_name(town, language))
    names = [short_name(one.names, language) for one in chosen]
    said = ""
    for count in range(len(names), 0, -1):
        rest = spoken("more", language, n=len(names) - count) if count < len(names) else ""
        if len(said := listed(names[:count], language) + rest) <= room:
            break
    return said  # one whole name at least, however little room there is
