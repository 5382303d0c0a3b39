"""Which language somebody writes in: measured on what residents type."""

import tomllib
from pathlib import Path

import pytest

from speech.guess import guess_language, surely
from speech.language_names import language_named
from speech.languages import OWN_NAMES, Language

READ = tomllib.loads((Path(__file__).parent / "utterances.toml").read_text(encoding="utf-8"))
AFTERWARDS: dict[str, list[str]] = READ.pop("afterwards")
UTTERANCES: dict[str, list[str]] = READ
PASS_MARK, PASS_MARK_AFTERWARDS = 0.97, 0.85


def guessed(words: str) -> str:
    """Japanese in Latin letters tells no language, so that nothing is right there."""
    return guess_language(words) or "romaji"


def test_there_are_enough_utterances_to_measure_on():
    assert sum(len(words) for words in (*UTTERANCES.values(), *AFTERWARDS.values())) >= 250
    assert min(len(words) for words in UTTERANCES.values()) >= 30


@pytest.mark.parametrize(("said", "mark"), [(UTTERANCES, PASS_MARK), (AFTERWARDS, PASS_MARK_AFTERWARDS)])
def test_nearly_all_are_answered_in_the_language_they_are_written_in(said: dict[str, list[str]], mark: float):
    missed = {words: guessed(words) for language, all_ in said.items() for words in all_ if guessed(words) != language}
    count = sum(len(words) for words in said.values())
    assert len(missed) <= (1 - mark) * count, missed


@pytest.mark.parametrize("said", [UTTERANCES, AFTERWARDS])
def test_where_it_is_sure_it_is_right(said: dict[str, list[str]]):
    """Only what is sure makes us offer another language."""
    assert [words for language, all_ in said.items() for words in all_ if surely(words) not in (None, language)] == []


@pytest.mark.parametrize(
    "words",
    [
        "",
        "123",
        "???",
        "👍",
        "My Number",
        "LINE",
        "090-0000-0000",
        "https://mihon.example/",
        "MD-LY75-XD8D",
        "md ly75 xd8d",
        "M-2026-LY4F",
    ],
)
def test_what_has_no_language_is_given_none(words: str):
    assert guess_language(words) is None
    assert surely(words) is None


@pytest.mark.parametrize("words", ["住民票", "転入届", "東京都千代田区", "国民健康保険"])
def test_words_copied_from_a_letter_do_not_tell_who_copied_them(words: str):
    assert surely(words) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        *((name, language) for language, name in OWN_NAMES.items()),
        ("英語", Language.EN), ("えいごでお願いします", Language.EN), ("English please", Language.EN), ("inglês", Language.EN),
        ("tiếng anh", Language.EN), ("英语", Language.EN), ("やさしい日本語", Language.JA_EASY), ("easy Japanese", Language.JA_EASY),
        ("やさしいにほんごで おねがいします", Language.JA_EASY), ("中国語", Language.ZH), ("请用中文回答", Language.ZH),
        ("繁體中文", Language.ZH), ("ポルトガル語で答えて", Language.PT), ("em português, por favor", Language.PT),
        ("portugues", Language.PT), ("I speak Portuguese", Language.PT), ("tieng viet", Language.VI), ("Tiếng Việt!", Language.VI),
        ("ベトナム語にしてください", Language.VI), ("越南语", Language.VI), ("日本語", Language.JA), ("Japanese", Language.JA),
        ("日语", Language.JA), ("tiếng nhật", Language.JA),
    ],
)  # fmt: skip
def test_a_language_named_in_any_of_ours_is_understood(words: str, language: Language):
    assert language_named(words) is language


@pytest.mark.parametrize(
    "words", ["英語の教室はありますか", "日本語教室", "English class for kids", "Do you speak English?", "中国語の通訳がほしい", "curso de japonês", "", "で", "英" * 1000]
)  # fmt: skip
def test_a_question_about_a_language_is_a_question(words: str):
    assert language_named(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "マイナンバーカード丢了怎么办",
        "ごみ什么时候收",
        "コンビニ可以打印住民票吗",
        "在留カード更新要去哪里",
        "住民税太高了付不起",
    ],
)
def test_a_chinese_resident_borrows_the_words_of_the_towns_letters(words: str):
    assert guess_language(words) is Language.ZH


@pytest.mark.parametrize(
    "words",
    ["邓さんの在留カード", "「吗」って何て読みますか", "不起訴の証明", "カード更新", "中国語で你好と書いてある紙"],
)
def test_a_chinese_character_alone_makes_no_chinese(words: str):
    assert guess_language(words) is Language.JA
