"""Words of other languages in one form each: endings and accents cut off, Chinese characters as Japan writes them."""

import unicodedata
from functools import cache, lru_cache

import regex
from opencc import OpenCC
from snowballstemmer import stemmer

from speech.guess import guess_language
from speech.languages import Language

_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_SHORTEST = 4  # letters; shorter words have no ending to cut, and are syllables of Vietnamese
_ENDINGS = (
    ("coes", "cao"),
    ("soes", "sao"),
    ("idoes", "idao"),
    ("ais", "al"),
)  # plurals the stemmers do not know plain
# What stands around a Chinese question, in the characters of Japan; Sudachi would take it for names.
_AROUND = regex.compile(
    "請問|怎麼[辦样]?理?|什麼時候|什麼|在?[哪那這][裏児里]|需要|可以|我們|[我你您是能有很吧啊呀這那]|個(?!人|別)|想要?|[嗎呢吧了的請]|(?:剛|従)|手続|有沒有|應該|応該|該"
)
_MOST_KEPT = 20_000


@lru_cache(_MOST_KEPT)
def form_of(word: str) -> str:
    """«certidão» and «certidões», «registered» and «register», «giấy» and «giay».

    Nobody says of a single word which language it is, so English and Portuguese endings are cut one after the other, in
    texts and questions alike. Accents go first: many leave them out.
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).replace("đ", "d")
    if len(plain) < _SHORTEST:
        return plain
    for plural, singular in _ENDINGS:
        if plain.endswith(plural):
            plain = plain.removesuffix(plural) + singular
    return _without_endings(plain)


def _without_endings(word: str) -> str:
    """A stemmer keeps the word it works on, so each call has its own."""
    return str(stemmer("portuguese").stemWord(stemmer("english").stemWord(word)))


def as_japanese_writes(text: str) -> str:
    """«课税证明», «課稅證明» -> 課税証明, so that a Chinese question finds Japanese texts; Japanese stays as it is."""
    if not _is_chinese(text):
        return text
    traditional, japanese = _converters()
    return str(_AROUND.sub(" ", japanese.convert(traditional.convert(text))))


def _is_chinese(text: str) -> bool:
    """By a character that Japan does not have, or by words that only Chinese has; «ごみ» and «カード» are borrowed."""
    if _KANA.search(text):
        return guess_language(text) is Language.ZH
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return True
    return guess_language(text) is Language.ZH


@cache
def _converters() -> tuple[OpenCC, OpenCC]:
    return OpenCC("s2t"), OpenCC("t2jp")
