"""Which language somebody writes in, from script and words; for those who never chose one."""

import re
import unicodedata

from speech.languages import Language

_KANA = re.compile(r"[ぁ-ヿｦ-ﾟ]")
_HAN = re.compile(r"[㐀-鿿]")
# Characters of simplified Chinese that Japanese does not use, frequent in short messages.
_SIMPLIFIED = re.compile(
    r"[们这个说话请问吗么车东门时间还没给对让从网电图书应该谁钱买卖办证护险灾医药爱难过进远边现开关]"
)
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯẠ-ỹ]")
_PORTUGUESE = re.compile(r"[ãõçÃÕÇ]")
_WORDS = {
    Language.PT: frozenset("socorro ajuda fogo incendio terremoto meu minha preciso onde como quero perdi crianca obrigado por favor casa carro bateu agua chamar esta nao sim para".split()),  # noqa: SIM905
    Language.VI: frozenset("cuu chay toi nha giup voi dong dat lu lut khong can con bi o duoc lam giay".split()),  # noqa: SIM905
    Language.EN: frozenset("help fire my the is i need where how please call lost can earthquake flood hurt someone a to of in".split()),  # noqa: SIM905
}  # fmt: skip


def guess_language(text: str) -> Language | None:
    """None where nothing tells, as with numbers, signs, or Japanese written in Latin letters."""
    if _KANA.search(text):
        return Language.JA
    if _HAN.search(text):
        return Language.ZH if _SIMPLIFIED.search(text) else Language.JA
    if _VIETNAMESE.search(text):
        return Language.VI
    if _PORTUGUESE.search(text):
        return Language.PT
    return _by_words(text)


def _by_words(text: str) -> Language | None:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    said = set(re.findall(r"[a-z]+", plain))
    counts = {language: len(said & words) for language, words in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else None
