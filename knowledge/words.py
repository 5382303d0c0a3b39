"""A question or a text -> the words worth comparing, whatever its script."""

import threading
import tomllib
import unicodedata
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern

import regex
from sudachipy import Dictionary, PosMatcher, SplitMode, Tokenizer

from knowledge import foreign

# Parts of speech that carry no meaning of their own: particles, auxiliaries, signs, blanks.
_EMPTY_POS = ("助詞", "助動詞", "補助記号", "空白", "記号", "接続詞", "感動詞", "連体詞")
_LISTS = tomllib.loads((Path(__file__).parent / "data/common/words.toml").read_text(encoding="utf-8"))
STOP = frozenset([*_LISTS["japanese"], *(foreign.form_of(word) for word in _LISTS["latin"])])
NARRATIVE = frozenset([*_LISTS["narrative"], *map(foreign.form_of, _LISTS["narrative"])])
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

    @property
    def is_narrative(self) -> bool:
        """Tells of who asks and when, not of what."""
        return self.form in NARRATIVE


_BETWEEN_WORDS = regex.compile(r"(?<=\p{Hiragana})\s+(?=[\p{Han}\p{Hiragana}\p{Katakana}])")  # as easy Japanese is set
_MUNICIPAL = frozenset("都道府県市区町村")
_AFTER_A_NAME = ("助詞", "補助記号", "空白", "助動詞")  # «東京電力» is no place

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
        return [Word(intern(foreign.form_of(word)), word) for word in _LATIN_WORD.findall(text)]
    text = _BETWEEN_WORDS.sub("", foreign.as_japanese_writes(text))
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


def is_one_word(text: str) -> bool:
    """Whether the dictionary knows it as one, as it knows 消費税 but not 住民表."""
    found = _tokenizer().tokenize(normalise(text), SplitMode.C)
    return len(found) == 1 and not found[0].is_oov()


def words(text: str) -> list[str]:
    """The telling words of a question."""
    return [word.form for word in read(text[:MOST_CHARACTERS]) if word.is_telling]


def place_spans(text: str, bare: Container[str]) -> list[tuple[int, int]]:
    """Where a folded text names municipalities and prefectures: «焼津市»; those of `bare` also without 市 or 県."""
    found = []
    morphemes = list(_tokenizer().tokenize(text))
    for place, after in zip(morphemes, [*morphemes[1:], None], strict=True):
        if place.part_of_speech()[1:3] != ("固有名詞", "地名") and place.surface() not in bare:
            continue
        if after and after.surface() in _MUNICIPAL:
            found.append((place.begin(), after.end()))
        elif place.surface() in bare and (after is None or after.part_of_speech()[0] in _AFTER_A_NAME):
            found.append((place.begin(), place.end()))
    return found


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
