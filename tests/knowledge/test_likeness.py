"""Which questions are one and the same, and which only look so."""

from pathlib import Path

import pytest
import yaml

from knowledge.likeness import likeness

PAIRS = yaml.safe_load((Path(__file__).parent / "likeness.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("one", "other"), [tuple(pair) for pair in PAIRS["same"]])
def test_the_same_question_in_other_words_is_known_again(one: str, other: str):
    assert likeness(one) == likeness(other) != ""


@pytest.mark.parametrize(("one", "other"), [tuple(pair) for pair in PAIRS["different"]])
def test_a_question_that_only_looks_alike_is_not(one: str, other: str):
    assert likeness(one) != likeness(other)


@pytest.mark.parametrize("nothing", ["", "?", "!!!", "　", "教えてください"[:0], "🙂"])
def test_what_says_nothing_is_like_nothing(nothing: str):
    assert likeness(nothing) == ""
