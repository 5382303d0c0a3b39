"""Every language says everything, fits where it is shown, and nothing is said that nobody wrote."""

import ast
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from speech.languages import OWN_NAMES, Language
from speech.limits import QUICK_REPLY_LABEL, graphemes
from speech.phrases import BOOK, book, phrase

ROOT = Path(__file__).parents[2]
SPEAKERS = ("alerts", "bot", "handlers", "knowledge", "public", "reports", "scheduler", "speech", "staff")
BUTTONS = {"AskDate", "AskPhoto", "AskPlace", "Call", "Open", "Press"}
WITH_SPACES = (Language.JA_EASY, Language.EN, Language.PT, Language.VI)
WEEK = range(7)

every_language = pytest.mark.parametrize("language", list(Language))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def sources() -> tuple[ast.Module, ...]:
    files = sorted(path for folder in SPEAKERS for path in (ROOT / folder).rglob("*.py"))
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in files)


def calls_of(names: set[str]) -> Iterator[ast.Call]:
    """Calls of `name(…)` and `anything.name(…)` with at least one argument."""
    for node in (node for tree in sources() for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


def keys_in(said: ast.expr) -> set[str]:
    """The keys `phrase(said)` may ask for: a literal, either side of an `if`, or all that an f-string's start fits."""
    match said:
        case ast.Constant(value=str(key)):
            return {key}
        case ast.IfExp(body=one, orelse=other):
            return keys_in(one) | keys_in(other)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            return {key for key in book(Language.JA) if key.startswith(start)} or {start}
    return set()


def label_keys() -> set[str]:
    """Keys whose phrase is what a button says."""
    asked = {id(call): call for call in calls_of({"phrase"})}
    labels = [asked[id(call.args[0])] for call in calls_of(BUTTONS) if id(call.args[0]) in asked]
    return {key for call in labels for key in keys_in(call.args[0])}


@every_language
def test_every_language_says_everything_the_japanese_says(language: Language) -> None:
    assert set(book(language)) == set(book(Language.JA))


@every_language
def test_every_language_fills_in_the_same_things(language: Language) -> None:
    spoken = {key: placeholders(text) for key, text in book(language).items()}
    assert spoken == {key: placeholders(text) for key, text in book(Language.JA).items()}


@every_language
def test_no_phrase_is_empty_or_broken(language: Language) -> None:
    for key, text in book(language).items():
        assert phrase(key, language, **dict.fromkeys(placeholders(text), "○")).strip(), key
        assert unicodedata.is_normalized("NFC", text), key


@every_language
def test_what_a_button_says_is_not_cut_off(language: Language) -> None:
    labels = label_keys()
    assert {"area.procedures", "area.settings", "card.menu", "card.person", "contact.call_night"} <= labels
    for key in labels:
        text = book(language)[key]
        assert placeholders(text) or graphemes(text) <= QUICK_REPLY_LABEL, key


def test_nothing_is_said_that_the_phrasebook_does_not_know() -> None:
    asked = {key for call in calls_of({"phrase"}) for key in keys_in(call.args[0])}
    assert asked
    assert asked - set(book(Language.JA)) == set()


def test_whoever_speaks_hands_over_all_that_is_filled_in() -> None:
    for call in calls_of({"phrase"}):
        given = {keyword.arg for keyword in call.keywords}
        for key in keys_in(call.args[0]):
            assert placeholders(book(Language.JA)[key]) <= given, key


def test_no_phrase_waits_in_vain() -> None:
    written = {
        node.value
        for tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    started = {key for call in calls_of({"phrase"}) for key in keys_in(call.args[0])}
    assert set(book(Language.JA)) - written - started == set()


@every_language
def test_a_chosen_language_is_confirmed_in_that_language(language: Language) -> None:
    assert OWN_NAMES[language].casefold() in phrase("language.set", language).casefold()


def test_the_choice_of_languages_reads_the_same_in_all_of_them() -> None:
    assert len({phrase("greeting.language", language) for language in Language}) == 1


@every_language
def test_the_two_numbers_that_save_lives_stand_in_the_greeting(language: Language) -> None:
    greeting = phrase("greeting.welcome", language, town="みほん市")
    assert "119" in greeting
    assert "110" in greeting


@every_language
def test_every_day_of_the_week_has_its_own_name(language: Language) -> None:
    assert len({phrase(f"contact.weekday_{day}", language) for day in WEEK}) == len(WEEK)


@pytest.mark.parametrize("language", WITH_SPACES)
def test_sentences_said_one_after_another_do_not_stick_together(language: Language) -> None:
    assert phrase("contact.next", language, moment="8:30").startswith(" ")
    assert phrase("contact.night", language).startswith(" ")


@pytest.mark.parametrize("language", [one for one in Language if one is not Language.JA])
def test_every_translation_says_on_top_who_has_checked_it(language: Language) -> None:
    for path in BOOK.glob(f"*.{language}.toml"):
        assert path.read_text(encoding="utf-8").startswith("# checked_by: "), path.name
