"""«はい», «não», «ない»: an answer by itself, and nothing else."""

import tomllib
from pathlib import Path

import pytest

from speech import short_answers as told
from speech.danger import find_danger
from speech.short_answers import ShortAnswer, short_answers

WRITTEN = tomllib.loads(Path(told.__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("はい。", ShortAnswer.YES), ("HAI", ShortAnswer.YES), ("Yes!", ShortAnswer.YES), ("是", ShortAnswer.YES),
        ("Sim", ShortAnswer.YES), ("co", ShortAnswer.YES), ("いいえ", ShortAnswer.NO), ("iie", ShortAnswer.NO),
        ("No.", ShortAnswer.NO), ("不是", ShortAnswer.NO), ("NAO", ShortAnswer.NO), ("Không", ShortAnswer.NO),
        ("没有", ShortAnswer.THERE_IS_NOT), ("não há", ShortAnswer.THERE_IS_NOT), ("không có", ShortAnswer.THERE_IS_NOT),
    ],
)  # fmt: skip
def test_a_short_answer_is_heard_in_every_language_with_or_without_signs(said: str, meant: ShortAnswer):
    assert short_answers(said) == {meant}


def test_two_at_once_are_both_heard():
    assert short_answers("いいえ、危険はありません") == {ShortAnswer.NO, ShortAnswer.SAFE}
    assert short_answers("はい、ないです") == {ShortAnswer.YES, ShortAnswer.THERE_IS_NOT}


@pytest.mark.parametrize(
    "said",
    ["", "。", "はい、本町の橋です", "大丈夫です", "いいです", "結構です", "yes, in front of the station", "はい" * 30],
)
def test_what_says_more_or_may_be_meant_either_way_is_no_short_answer(said: str):
    assert short_answers(said) == frozenset()


def test_no_word_stands_in_two_lists_and_none_is_a_cry_for_help():
    for kind, every in WRITTEN.items():
        for one in every:
            assert short_answers(one) == {ShortAnswer(kind)}, one
            assert not find_danger(one), one
