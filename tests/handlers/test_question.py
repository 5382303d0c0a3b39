"""What residents ask in one breath: answered without opening hours where lives hang on it, and never asked back without need."""

import pytest

from speech.languages import Language
from speech.phrases import phrase
from tests.handlers.window import Window

WHERE_IS_IT = {
    Language.JA: "市役所はどこ",
    Language.EN: "Where is the city hall?",
    Language.ZH: "市政府在哪里",
    Language.PT: "onde fica a prefeitura?",
    Language.VI: "tòa thị chính ở đâu",
}


@pytest.mark.parametrize(
    "words",
    [
        "明日台風来るけど避難所あいてる?",
        "避難所は今日開いてますか",
        "今夜 避難所 入れる?",
        "地震が心配 避難所もう開いてる",
    ],
)
def test_who_asks_whether_a_shelter_is_open_is_never_told_when_a_counter_opens(window: Window, words: str):
    heard = window.says(words)
    assert any(data.startswith("shelter:") for data in heard.data)
    assert phrase("door.closed", Language.JA) not in heard.text


def test_a_page_about_disasters_says_nothing_of_opening_hours(window: Window):
    heard = window.says("避難場所と避難所の違いは明日わかりますか、やってますか")
    assert "避難場所と避難所の違い" in heard.text
    assert phrase("door.closed", Language.JA) not in heard.text


def test_cats_that_are_fed_ask_for_no_opening_hours(window: Window):
    heard = window.says("野良猫に餌やってる人がいる")
    assert "猫の飼い方と野良猫" in heard.text
    assert phrase("door.closed", Language.JA) not in heard.text


@pytest.mark.parametrize(("language", "words"), WHERE_IS_IT.items())
def test_where_the_town_hall_is_needs_no_asking_back(window: Window, language: Language, words: str):
    heard = window.of(language).says(words)
    assert "Honcho" in heard.text or "本町一丁目1番1号" in heard.text


@pytest.mark.parametrize("words", ["いくら?", "how much?", "quanto custa?"])
def test_a_bare_question_about_nothing_is_asked_back(window: Window, words: str):
    assert words in window.says(words).text
    assert set(window.says(words).data) == {"menu:top"}


@pytest.mark.parametrize(
    "words", ["婚姻届 土日出せる?", "出生届は日曜日に出せますか", "離婚届は夜でも出せる? 今日やってる?"]
)
def test_notices_that_a_night_desk_takes_are_never_said_to_wait_for_the_counter(window: Window, words: str):
    heard = window.says(words)
    assert "夜間・休日の戸籍の届出" in heard.text
    assert phrase("door.closed", Language.JA) not in heard.text
