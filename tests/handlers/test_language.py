"""Which language somebody is answered in who never chose one."""

import tomllib
from pathlib import Path

import pytest

from speech.guess import guess_language
from speech.languages import OWN_NAMES, Language
from tests.handlers.window import Window, every_language

SENTENCES: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parents[1] / "speech/danger_sentences/harmless.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("words", SENTENCES["ja"])
def test_nobody_who_writes_japanese_is_answered_in_chinese(words: str):
    assert guess_language(words) is Language.JA


@pytest.mark.parametrize("words", ["歯医者", "医院", "医療費控除", "没収", "終了", "完了", "修了証明書", "我孫子市"])
def test_words_without_kana_are_japanese_when_japan_writes_them(words: str):
    assert guess_language(words) is Language.JA


@pytest.mark.parametrize("words", [one for one in SENTENCES["zh"] if one not in ("急救箱", "熊本")])
def test_who_writes_chinese_is_answered_in_chinese(words: str):
    """«急救箱» and «熊本» are written alike in both."""
    assert guess_language(words) is Language.ZH


@pytest.mark.parametrize(
    "words", ["着火了", "救命啊!", "我不想活了", "有人溺水", "孩子不见了", "老人摔倒了不能动", "儿童津贴(出生・迁入)"]
)
def test_a_cry_in_chinese_is_known_as_chinese(words: str):
    assert guess_language(words) is Language.ZH


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("he isn't breathing", Language.EN),
        ("we can't get out", Language.EN),
        ("me ajude!", Language.PT),
        ("fui assaltado", Language.PT),
        ("muon chet", Language.VI),
        ("bi ket trong thang may", Language.VI),
        ("火事です", Language.JA),
    ],
)
def test_a_cry_in_another_language_is_known_as_that(words: str, language: Language):
    assert guess_language(words) is language


@pytest.mark.parametrize("words", SENTENCES["romaji"])
def test_japanese_in_latin_letters_tells_nothing(words: str):
    assert guess_language(words) in (None, Language.JA)


@every_language
def test_who_chose_keeps_the_language_whatever_they_write(window: Window, language: Language):
    answers = {window.of(language).says(words).text for words in ("メニュー", "menu", "菜单")}
    assert len(answers) == 1


def test_who_never_chose_is_answered_in_the_language_they_write(window: Window):
    assert "Sorry" in window.says("How do I get to the moon").text
    assert "お電話" in window.says("シーラカンス").text


@every_language
def test_choosing_is_confirmed_in_the_chosen_language_and_kept(window: Window, language: Language):
    by_button = window.presses(f"language:{language}")
    by_name = window.says(OWN_NAMES[language])
    assert by_button.messages == by_name.messages
    assert "menu:top" in by_button.data


@pytest.mark.parametrize("data", ["language:", "language:xx", "language:ja_hard"])
def test_a_language_we_do_not_speak_is_asked_again(window: Window, data: str):
    assert {f"language:{one}" for one in Language} <= set(window.presses(data).data)


@pytest.mark.parametrize(
    ("words", "name"), [("英語", "English"), ("em português, por favor", "português"), ("tieng viet", "Tiếng Việt")]
)
def test_a_language_is_chosen_by_naming_it(window: Window, words: str, name: str):
    assert name.casefold() in window.of(Language.JA).says(words).text.casefold()


def test_another_language_written_twice_is_offered_once_and_nothing_flips(window: Window):
    asked = window.of(Language.JA)
    first, second, third = (
        asked.says(words)
        for words in ("Onde fica a prefeitura?", "quanto custa o lixo grande", "preciso de ajuda com o imposto")
    )
    assert "language:pt" not in first.data
    assert {"language:pt", "language:keep"} <= set(second.data)
    assert "Quer respostas em Português?" in second.text
    assert "Portuguêsで答えましょうか" in second.text
    assert "language:pt" not in third.data
    assert "Buscar" not in third.text
    assert "このまま" not in asked.presses("language:keep").text
    assert "いまの言葉で続けます" in asked.presses("language:keep").text


def test_two_different_languages_are_not_one_twice(window: Window):
    asked = window.of(Language.EN)
    assert "language:pt" not in asked.says("Onde fica a prefeitura?").data
    assert "language:vi" not in asked.says("tòa thị chính ở đâu").data


def test_japanese_is_not_offered_to_who_reads_easy_japanese(window: Window):
    asked = window.of(Language.JA_EASY)
    heard = [asked.says(words) for words in ("ごみの日はいつですか", "プールは何時からですか", "住民票がほしいです")]
    assert not any("language:ja" in one.data for one in heard)


def test_nobody_in_danger_is_asked_about_languages(window: Window):
    asked = window.of(Language.JA)
    asked.says("How do I get to the city hall?")
    assert "language:en" not in asked.says("Fire! help me please").data


def test_the_menu_leads_to_the_languages_in_words_anybody_reads(window: Window):
    heard = window.of(Language.JA).presses("menu:top")
    assert "language:" in heard.data
    assert any("Language" in button.get("label", "") for button in heard.buttons)
