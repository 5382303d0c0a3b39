"""Latin letters and kana -> one spelling of the sounds, so that «juminhyo», «juuminhyou» and «じゅうみんひょう» meet."""

import re
import unicodedata
from functools import lru_cache

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_SYLLABLES = {
    kana: consonant + vowel for consonant, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)
}
_SYLLABLES |= {
    "や": "ya",
    "ゆ": "yu",
    "よ": "yo",
    "わ": "wa",
    "を": "o",
    "ん": "n",
    "ゔ": "bu",
    "ー": "",
    "ゐ": "i",
    "ゑ": "e",
}
_SYLLABLES |= {"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu"}
_SMALL = {"ゃ": "a", "ゅ": "u", "ょ": "o", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
# The other ways people write the same sounds, in the order they must be replaced.
_WAYS = (
    ("sy", "sh"), ("zy", "j"), ("jy", "j"), ("ty", "ch"), ("cy", "ch"), ("tch", "cch"), ("si", "shi"), ("ti", "chi"),
    ("tu", "tsu"), ("zi", "ji"), ("di", "ji"), ("du", "zu"), ("dzu", "zu"), ("wo", "o"),
)  # fmt: skip
_SYLLABLE = re.compile(
    r"(?:(?:([kstpgzdbjfmr])(?=\1)|c(?=ch))?(?:[kgnhbpmr]?y|sh|ch|ts|[kgsztdnhbpmyrwfj])?[aeiou]|n|m(?=[bmp]))+"
)
_WORD = re.compile(r"[a-z]+")
_LONG_SIGNS = frozenset("\u0304\u0302")  # ō and ô; any other mark on a letter is another language
_MARKED = re.compile("[\u0300-\u036f\u0111]")
_HU = re.compile("(?<![sc])hu")  # ふ, but not in しゅ and ちゅ
_SPEAKABLE = 0.8  # so much of a text must be syllables of Japanese
_LONG = (
    ("ou", "o"),
    ("aa", "a"),
    ("ii", "i"),
    ("uu", "u"),
    ("ee", "e"),
    ("oo", "o"),
    ("nn", "n"),
    ("mb", "nb"),
    ("mp", "np"),
    ("mm", "nm"),
)


@lru_cache(maxsize=32_768)  # the words of a town and of the vocabulary: an index that is built anew hears the same
def of_kana(kana: str) -> str:
    """The sounds of hiragana, long vowels shortened."""
    sounds, doubled = "", False
    for sign in kana:
        if sign == "っ":
            doubled = True
            continue
        if sign in _SMALL and sounds:
            stem = sounds[:-1]
            glide = "y" if sign in "ゃゅょ" and not stem.endswith(("sh", "ch", "j")) else ""
            sounds = stem + glide + _SMALL[sign]
            continue
        syllable = _SYLLABLES.get(sign, sign)
        sounds += (syllable[:1] if doubled else "") + syllable
        doubled = False
    return _short(sounds)


def of_latin(text: str) -> str | None:
    """The sounds of a text in romaji, a blank between its words; None where its words cannot be Japanese."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if c not in _LONG_SIGNS)
    words = [_hepburn(word) for word in _WORD.findall(plain.replace("'", ""))]
    spoken = [word for word in words if _SYLLABLE.fullmatch(word)]
    if not words or _MARKED.search(plain) or sum(map(len, spoken)) < _SPEAKABLE * sum(map(len, words)):
        return None
    return _short(" ".join(spoken))


def _hepburn(word: str) -> str:
    for written, meant in _WAYS:
        word = word.replace(written, meant)
    return _HU.sub("fu", word)


def _short(sounds: str) -> str:
    for long, short in _LONG:
        sounds = sounds.replace(long, short)
    return sounds
