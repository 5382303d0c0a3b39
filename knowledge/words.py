"""A question or a text -> the words worth comparing, whatever its script."""

import threading
import tomllib
import unicodedata
from pathlib import Path

import regex
from sudachipy import Dictionary, SplitMode, Tokenizer

# Parts of speech that carry no meaning of their own: particles, auxiliaries, signs, blanks.
_EMPTY_POS = frozenset({"助詞", "助動詞", "補助記号", "空白", "記号", "接続詞", "感動詞", "連体詞"})
_LISTS = tomllib.loads((Path(__file__).parent / "data/common/words.toml").read_text(encoding="utf-8"))
_STOP, _LATIN_STOP = frozenset(_LISTS["japanese"]), frozenset(_LISTS["latin"])
_SAME: dict[str, str] = _LISTS["same"]
_JAPANESE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]")
_LATIN_WORD = regex.compile(r"[\p{Latin}\p{M}0-9]+")
_MOST_CHARACTERS = 400  # of a question: LINE allows 5,000, a question never needs them

_here = threading.local()
_dictionary_lock = threading.Lock()
_dictionary: Dictionary | None = None


def normalise(text: str) -> str:
    """One spelling for one word: full-width and half-width folded, case folded, blanks at the ends gone."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def words(text: str) -> list[str]:
    """Sudachi mode A and normalised forms for Japanese; plain words for scripts with blanks."""
    text = normalise(text)[:_MOST_CHARACTERS]
    if not _JAPANESE.search(text):
        return [_bare(word) for word in _LATIN_WORD.findall(text) if word not in _LATIN_STOP]
    morphemes = [(m.normalized_form(), m.part_of_speech()[0]) for m in _tokenizer().tokenize(text)]
    return [
        normalise(_SAME.get(form, form))
        for form, pos in _lost(morphemes)
        if pos not in _EMPTY_POS and form not in _STOP
    ]


def _lost(morphemes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """«カードなくした» is read as «無い + する»; residents mean «無くす»."""
    found: list[tuple[str, str]] = []
    for form, pos in morphemes:
        if form == "為る" and found and found[-1][0] == "無い":
            found[-1] = ("無くす", "動詞")
        else:
            found.append((form, pos))
    return found


def place_names(text: str) -> list[str]:
    """Names of municipalities and prefectures a text speaks of («焼津市»), except as a place somebody came from."""
    found = []
    tokens = [(m.surface(), m.part_of_speech()) for m in _tokenizer().tokenize(normalise(text)[:_MOST_CHARACTERS])]
    for (name, pos), (suffix, _), *rest in zip(tokens, tokens[1:], [*tokens[2:], ("", ())], strict=False):
        is_from = bool(rest) and rest[0][0] in ("から", "より")
        if pos[1:3] == ("固有名詞", "地名") and suffix in ("市", "区", "町", "村", "県", "府") and not is_from:
            found.append(name + suffix)
    return found


def _bare(word: str) -> str:
    """«certidão» and «certidao», «books» and «book» are one word here."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") else plain


def _tokenizer() -> Tokenizer:
    """One tokenizer a thread (they are not shared safely), one dictionary a process (it is large)."""
    global _dictionary
    if not hasattr(_here, "tokenizer"):
        with _dictionary_lock:
            if _dictionary is None:
                _dictionary = Dictionary(dict="core")
            _here.tokenizer = _dictionary.tokenizer(mode=SplitMode.A)
    tokenizer: Tokenizer = _here.tokenizer
    return tokenizer
