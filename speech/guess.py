"""Which language somebody writes in, from script and words; for those who never chose one, and to offer another."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from speech.languages import Language

_KANA = re.compile(r"[ぁ-ゟァ-ヺー-ヿｦ-ﾟ]")  # without ・, which Chinese has too
_HAN = re.compile(r"[㐀-鿿]")
# Words that make a sentence Chinese though every character of it is one Japanese uses too.
_CHINESE = re.compile(
    r"[你您吗嗎啊呢哪怎么麼这這那们們很]|我(?!孫子|慢|流|々)|(?<![終完修満魅読])了(?=$|[!?,。、])|(?:不|有|被|想|要|去|在)[了人我能要去是在办]"
    r"|救命$|求救|想(?:死|自)|[吃喝没]了|什[么麼]|多少|[哪那]里|垃圾|孩子|[几幾][点點]|请|請问|請問|太[高贵貴多大]了|不起(?!訴)"
)
_HIRAGANA = re.compile(r"[ぁ-ゟ]")
# What no Japanese writes, though a Chinese resident writes «ごみ» and «マイナンバーカード» as the letters of the town do.
_ONLY_CHINESE = re.compile(
    r"怎[么麼]|[什甚][么麼]|哪[里裡儿兒]|[吗嗎你您请们們]|可以|没有|沒有|多少[钱錢]|[几幾][点點]|时候|時候|忘记|丢了"
)
MOST_BORROWED = 3  # hiragana; a Japanese sentence has more
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯẠ-ỹ]")
_PORTUGUESE = re.compile(r"[ãõçÃÕÇ]")
_OF_EVERY_LANGUAGE = re.compile(r"\b(?:my number|line|sms|e-?mail|qr|ic|wi-?fi|ok)\b")
_CODE = re.compile(r"\b(?=[a-z\d-]*\d)[a-z\d]+(?:-[a-z\d]+)*\b")  # «md-ly75-xd8d»: letters by chance are no words
_ENOUGH = 1.0  # one word that only one language has
_SURE = 2.0
SHORTEST_WITH_ENDING = 4  # letters; in shorter words an ending says nothing

Scores = Mapping[Language | None, float]  # None: Japanese in Latin letters, which tells nothing about its reader


def guess_language(text: str) -> Language | None:
    """None where nothing tells, as with numbers, signs, or Japanese written in Latin letters."""
    return _by_script(text) or _by_words(text, _ENOUGH)


def surely(text: str) -> Language | None:
    """Only what can hardly be meant otherwise; a Chinese resident, too, copies «住民票» from a letter."""
    if _HAN.search(text) and not _KANA.search(text):
        return Language.ZH if _is_chinese(text) else None
    return _by_script(text) or _by_words(text, _SURE)


def _by_script(text: str) -> Language | None:
    if _KANA.search(text):
        return Language.ZH if _is_chinese_with_borrowed_words(text) else Language.JA
    if _HAN.search(text):
        return Language.ZH if _is_chinese(text) else Language.JA
    if _VIETNAMESE.search(text):
        return Language.VI
    return Language.PT if _PORTUGUESE.search(text) else None


def _is_chinese(text: str) -> bool:
    return _CHINESE.search(unicodedata.normalize("NFKC", text)) is not None or _is_unknown_in_japan(text)


def _is_chinese_with_borrowed_words(text: str) -> bool:
    """«マイナンバーカード丢了怎么办», «ごみ什么时候收»."""
    hiragana = len(_HIRAGANA.findall(text))
    if hiragana > MOST_BORROWED:
        return False
    return _ONLY_CHINESE.search(text) is not None or (not hiragana and _is_unknown_in_japan(text))


def _is_unknown_in_japan(text: str) -> bool:
    """Whether a character is missing from Japan's own set (Microsoft's, with the rare characters of names)."""
    return any(not character.encode("cp932", "ignore") for character in _HAN.findall(text))


def _by_words(text: str, enough: float) -> Language | None:
    """The language most words speak for, if it is ahead of every other."""
    (first, most), (_, next_most) = sorted(_scores(text).items(), key=lambda one: -one[1])[:2]
    return first if most >= enough and most > next_most else None


def _scores(text: str) -> Scores:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    said = re.findall(r"[a-z]+", _OF_EVERY_LANGUAGE.sub(" ", _CODE.sub(" ", plain)))
    return {language: sum(listed.weight(word) for word in said) for language, listed in _listed().items()}


@dataclass(frozen=True)
class Listed:
    """What speaks for one language."""

    words: frozenset[str]
    shared: frozenset[str]
    endings: tuple[str, ...]

    def weight(self, word: str) -> float:
        if word in self.words:
            return 0.5 if word in self.shared else 1.0
        return 1.0 if len(word) > SHORTEST_WITH_ENDING and word.endswith(self.endings) else 0.0


@cache
def _listed() -> Mapping[Language | None, Listed]:
    read = tomllib.loads((Path(__file__).parent / "guess_words.toml").read_text(encoding="utf-8"))
    names: dict[Language | None, str] = {one: one.value for one in (Language.EN, Language.PT, Language.VI)}
    return {
        language: Listed(
            frozenset(read[name].split()), frozenset(read["shared"].split()), tuple(read["endings"].get(name, ()))
        )
        for language, name in {**names, None: "romaji"}.items()
    }
