"""«今の警報は?»: the agency's word, with its hour and source; never a calm that nobody has checked."""

from datetime import timedelta

import pytest

from alerts import jma_polls
from alerts.jma_kinds import catalogue
from alerts.jma_words import named
from handlers import warnings_asked
from speech.incoming import Text
from speech.languages import Language
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import at
from tests.conftest import NOON
from tests.handlers.hanging_over import comes, the_feeds_were_read
from tests.handlers.window import Window

ASKED = {
    Language.JA: "今の警報は?",
    Language.JA_EASY: "けいほうは でていますか",
    Language.EN: "Are there any weather warnings now?",
    Language.ZH: "现在有什么警报?",
    Language.PT: "Há alerta em vigor agora?",
    Language.VI: "Bây giờ có cảnh báo gì không?",
}


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_in_every_language_the_gravest_stands_first_with_its_hour_and_source(
    window: Window, language: Language, words: str
):
    the_feeds_were_read(window)
    comes(window, papers.rain("14", envelope=at(-60), title=papers.OTHERS))
    comes(window, papers.rain("43", envelope=at(-30)))
    heard = window.of(language).says(words).text
    assert heard.index("11/20 11:30") < heard.index("11/20 11:00")
    assert "みほん地方気象台" in heard
    assert named("heavy_rain", "43", "", language) in heard and named("thunder", "14", "", language) in heard


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_nothing_in_force_is_said_with_the_hour_and_nobody_is_called_safe(window: Window, language: Language, words: str):  # fmt: skip
    the_feeds_were_read(window)
    heard = window.of(language).says(words).text
    assert "12:00" in heard
    for word in ("安全です", "safe.", "安全。", "seguro", "an toàn"):
        assert word not in heard


def test_a_feed_that_was_not_read_is_no_calm(window: Window):
    assert "確かめられません" in window.says("今の警報は?").text
    the_feeds_were_read(window)
    window.session.get_one(jma_polls.FeedPoll, "extra").read_at = NOON - timedelta(minutes=6)
    assert "確かめられません" in window.says("今の警報は?").text


def test_what_was_lifted_or_is_over_stands_there_no_more(window: Window):
    the_feeds_were_read(window)
    comes(window, papers.rain("43", envelope=at(-30)))
    comes(window, papers.rain("43", "解除", at(-10)))
    comes(window, papers.quake("5-", envelope=at(-60 * 25, event_id="Q")))
    assert "大雨" not in (heard := window.says("警報").text) and "震度" not in heard


@pytest.mark.parametrize(
    "words",
    [
        "危険警報とは何ですか",
        "警報のとき学校は休みですか",
        "火災警報器の設置",
        "津波警報が出たらどこに逃げる",
        "警報が変わった",
    ],
)
def test_what_a_warning_is_remains_a_question_for_the_library(words: str):
    assert not warnings_asked.is_asked(Text(words))


def test_every_kind_that_can_be_in_force_has_its_words_in_six_languages():
    for kinds in catalogue().kinds.values():
        for kind in kinds.values():
            for language in Language:
                assert kind.is_lift or named(kind.hazard or "", kind.code, "", language), (kind, language)
