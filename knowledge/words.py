"""A question or a text -> the words worth comparing, whatever its script."""

import threading
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern

import regex
from sudachipy import Dictionary, PosMatcher, SplitMode, Tokenizer

# Parts of speech that carry no meaning of their own: particles, auxiliaries, signs, blanks.
_EMPTY_POS = ("助詞", "助動詞", "補助記号", "空白", "記号", "接続詞", "感動詞", "連体詞")
_LISTS = tomllib.loads((Path(__file__).parent / "data/common/words.toml").read_text(encoding="utf-8"))
STOP = frozenset([*_LISTS["japanese"], *_LISTS["latin"]])
ASKING: tuple[str, ...] = tuple(_LISTS["asking"]["phrases"])
_SAME: dict[str, str] = _LISTS["same"]
_JAPANESE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]")
_LATIN_WORD = regex.compile(r"[\p{Latin}\p{M}0-9]+")
MOST_CHARACTERS = 400  # of a question: LINE allows 5,000, a question never needs them


@dataclass(frozen=True, slots=True)
class Word:
    """`form`: one spelling for every way of writing the word; `synonyms`: numbers of Sudachi's groups it belongs to."""

    form: str
    surface: str
    synonyms: tuple[int, ...] = ()

    @property
    def is_telling(self) -> bool:
        """Not a word that every question is full of."""
        return self.form not in STOP


_here = threading.local()
_opening = threading.Lock()


def normalise(text: str) -> str:
    """One spelling for one word: full-width and half-width folded, case folded, blanks at the ends gone."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def is_japanese(text: str) -> bool:
    """Written with kana or kanji (Chinese, too: it is cut up the same way)."""
    return bool(_JAPANESE.search(text))


def read(text: str, hear: Callable[[str, Callable[[], str]], None] | None = None) -> list[Word]:
    """Sudachi mode A for Japanese; plain words for scripts with blanks. Particles and signs are left out.

    `hear` is told of every word as it stands in the text, particles too, with a way to get its reading.
    """
    text = normalise(text)
    if not is_japanese(text):
        return [Word(_bare(word), word) for word in _LATIN_WORD.findall(text)]
    tokenizer, is_empty = _tokenizer(), _is_empty()
    found: list[Word] = []
    for m in tokenizer.tokenize(text):
        surface = m.surface()
        if hear:
            hear(surface, m.reading_form)
        if is_empty(m):
            continue
        form = m.normalized_form()
        if form == "為る" and found and found[-1].form == "無い":  # «カードなくした» is read as «無い + する»
            found[-1] = Word("無くす", found[-1].surface + surface)
        else:
            form = _SAME.get(form, form)
            found.append(Word(intern(form.casefold()), surface, tuple(m.synonym_group_ids())))
    return found


def reading_of(text: str) -> str:
    """In katakana, as Sudachi reads it."""
    return "".join(m.reading_form() for m in _tokenizer().tokenize(normalise(text)))


def words(text: str) -> list[str]:
    """The telling words of a question."""
    return [word.form for word in read(text[:MOST_CHARACTERS]) if word.is_telling]


def place_names(text: str) -> list[str]:
    """Names of municipalities and prefectures a text speaks of («焼津市»), except as a place somebody came from."""
    found = []
    morphemes = _tokenizer().tokenize(normalise(text)[:MOST_CHARACTERS])
    tokens = [(m.surface(), m.part_of_speech()) for m in morphemes]
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
    """One tokenizer a thread: they are not shared safely."""
    if not hasattr(_here, "tokenizer"):
        _here.tokenizer = _dictionary().tokenizer(mode=SplitMode.A)
    tokenizer: Tokenizer = _here.tokenizer
    return tokenizer


@cache
def _is_empty() -> PosMatcher:
    return _dictionary().pos_matcher([(pos,) for pos in _EMPTY_POS])


def _dictionary() -> Dictionary:
    with _opening:
        return _open_dictionary()


@cache
def _open_dictionary() -> Dictionary:
    """One a process, opened when first needed: it is large."""
    return Dictionary(dict="core")
