"""Which language somebody writes in, from script and words; for those who never chose one."""

import re
import unicodedata

from speech.languages import Language

_KANA = re.compile(r"[ぁ-ゟァ-ヺー-ヿｦ-ﾟ]")  # without ・, which Chinese has too
_HAN = re.compile(r"[㐀-鿿]")
# Words that make a sentence Chinese though every character of it is one Japanese uses too.
_CHINESE = re.compile(
    r"[你您吗嗎啊呢哪]|我(?!孫子|慢|流|々)|(?<![終完修満魅読])了(?=$|[!?,。、])|(?:不|有|被)[了人我能要]|救命$|求救|想(?:死|自)|[吃喝没]了"
)
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯẠ-ỹ]")
_PORTUGUESE = re.compile(r"[ãõçÃÕÇ]")
_WORDS = {
    Language.EN: frozenset("help fire my the is i he she we it isn need where how please call lost can get out earthquake flood hurt someone a to of in leak accident police abuse assault violence stalker suicide drank breathing poisoned bear".split()),  # noqa: SIM905
    Language.PT: frozenset("socorro ajuda ajude fogo incendio terremoto meu minha preciso onde como quero perdi crianca obrigado por favor casa carro bateu agua chamar chame policia esta estou fui nao sim para tem preso caiu rio vazamento cheiro violencia abuso assaltado atropelado acidente urso poste fio deslizamento".split()),  # noqa: SIM905
    Language.VI: frozenset("cuu chay toi nha giup voi dong dat lu lut khong can con bi o duoc lam giay muon chet chong danh trom duoi nuoc mui".split()),  # noqa: SIM905
}  # fmt: skip


def guess_language(text: str) -> Language | None:
    """None where nothing tells, as with numbers, signs, or Japanese written in Latin letters."""
    if _KANA.search(text):
        return Language.JA
    if _HAN.search(text):
        return (
            Language.ZH
            if _CHINESE.search(unicodedata.normalize("NFKC", text)) or _is_unknown_in_japan(text)
            else Language.JA
        )
    if _VIETNAMESE.search(text):
        return Language.VI
    if _PORTUGUESE.search(text):
        return Language.PT
    return _by_words(text)


def _is_unknown_in_japan(text: str) -> bool:
    """Whether a character is missing from Japan's own set (Microsoft's, with the rare characters of names)."""
    return any(not character.encode("cp932", "ignore") for character in _HAN.findall(text))


def _by_words(text: str) -> Language | None:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    said = set(re.findall(r"[a-z]+", plain))
    counts = {language: len(said & words) for language, words in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else None
