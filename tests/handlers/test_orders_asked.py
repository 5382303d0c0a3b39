"""«うちに避難指示は出てる?»: the orders in force, with the hour; and nobody is ever called safe."""

import pytest

from handlers import orders_asked
from speech.incoming import Text
from speech.languages import Language
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import at
from tests.handlers.hanging_over import comes, order_to_flee
from tests.handlers.window import Window

ASKED = {
    Language.JA: "うちに避難指示は出てる?",
    Language.JA_EASY: "ひなんしじは でていますか",
    Language.EN: "Is there an evacuation order now?",
    Language.ZH: "现在有没有避难指示?",
    Language.PT: "Há ordem de evacuação agora?",
    Language.VI: "Bây giờ có lệnh sơ tán không?",
}


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_in_every_language_the_order_is_told_with_its_japanese_name(
    window: Window, language: Language, words: str
) -> None:
    order_to_flee(window, "kawara")
    heard = window.of(language).says(words)
    assert "避難指示" in heard.text and "12:00" in heard.text


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_without_an_order_nobody_is_called_safe(window: Window, language: Language, words: str) -> None:
    heard = window.of(language).says(words)
    assert "12:00" in heard.text
    for word in ("安全です", "safe.", "安全。", "seguro", "an toàn"):
        assert word not in heard.text


@pytest.mark.parametrize(
    "words", ["避難指示とは何ですか", "避難指示と高齢者等避難の違いは", "避難所の場所", "避難訓練はいつですか"]
)
def test_what_an_order_is_remains_a_question_for_the_library(words: str) -> None:
    assert not orders_asked.is_asked(Text(words))


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_after_the_towns_word_comes_the_agencys(window: Window, language: Language, words: str) -> None:
    comes(window, papers.rain("10", envelope=at(-9)))
    assert len(window.of(language).says(words).messages) == 1, "an advisory is told to whoever asks for warnings"
    comes(window, papers.rain("43", envelope=at(-8)))
    order_to_flee(window, "kawara")
    heard = window.of(language).says(words)
    assert heard.text.index("避難指示") < heard.text.index("みほん地方気象台")


def test_a_tsunami_stands_above_every_level(window: Window) -> None:
    order_to_flee(window, "kawara", level=5)
    order_to_flee(window, "minato", hazard="tsunami", level=None)
    text = window.says("避難情報は出ていますか").text
    assert text.index("港") < text.index("川原")
    assert "津波" in text
