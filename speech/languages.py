"""The languages residents may choose, and what each is called in itself."""

from enum import StrEnum


class Language(StrEnum):
    """Codes used in rows and files. `ja_easy` is やさしい日本語, a language of its own here; `zh` is 简体中文."""

    JA = "ja"
    JA_EASY = "ja_easy"
    EN = "en"
    ZH = "zh"
    PT = "pt"
    VI = "vi"


OWN_NAMES: dict[Language, str] = {
    Language.JA: "日本語",
    Language.JA_EASY: "やさしい日本語",
    Language.EN: "English",
    Language.ZH: "简体中文",
    Language.PT: "Português",
    Language.VI: "Tiếng Việt",
}

# What a resident reads when the town has no text in their language, best first.
FALLBACKS: dict[Language, tuple[Language, ...]] = {
    Language.JA: (Language.JA,),
    Language.JA_EASY: (Language.JA_EASY, Language.JA),
    Language.EN: (Language.EN, Language.JA_EASY, Language.JA),
    Language.ZH: (Language.ZH, Language.EN, Language.JA_EASY, Language.JA),
    Language.PT: (Language.PT, Language.EN, Language.JA_EASY, Language.JA),
    Language.VI: (Language.VI, Language.EN, Language.JA_EASY, Language.JA),
}

# Languages that somebody may answer a telephone in, though nobody can choose them here.
OF_TELEPHONES: dict[str, str] = {
    "ko": "한국어",
    "es": "Español",
    "tl": "Tagalog",
    "ne": "नेपाली",
    "id": "Bahasa Indonesia",
    "th": "ไทย",
}


def own_name(code: str) -> str:
    """What a language is called by those who speak it; its code where we do not know."""
    return OWN_NAMES[Language(code)] if code in list(Language) else OF_TELEPHONES.get(code, code)
