"""An entry past its review: marked first, then only who to ask. However one reaches it, there is never a silent hole."""

from dataclasses import replace
from datetime import timedelta

import pytest

from speech.languages import Language
from speech.phrases import phrase
from tests.conftest import NOON
from tests.handlers.test_entry_card import OnlyThis, made
from tests.handlers.window import Heard, Window, every_language

TEXTS = {
    "ja": {"title": "粗大ごみ", "summary": "捨て方です。", "fee": "500円", "steps": ["電話する"], "notes": "注" * 300}
}
WITHDRAWN = made(TEXTS, withdrawn_on="2026-11-20")


def pressed(window: Window, entry, data: str, language: Language = Language.JA) -> Heard:
    house = replace(window.house, knowledge=OnlyThis(entry))
    return replace(window, house=house, language=language).presses(data)


@every_language
@pytest.mark.parametrize("data", ["entry:made_up", "more:made_up"])
def test_what_nobody_confirmed_says_who_to_ask_and_nothing_else(window: Window, data: str, language: Language):
    heard = pressed(window, WITHDRAWN, data, language)
    assert phrase("review.withdrawn", language) in heard.text
    assert "粗大ごみ" in heard.text
    assert "捨て方" not in heard.text
    assert "500円" not in heard.text
    assert "tel:000-000-0102" in heard.phones


def test_it_is_told_until_the_day_of_the_withdrawal(window: Window):
    heard = pressed(replace(window, now=NOON - timedelta(days=1)), WITHDRAWN, "entry:made_up")
    assert "捨て方" in heard.text


@every_language
@pytest.mark.parametrize(
    ("review_by", "is_marked"), [("2026-11-21", False), ("2026-11-20", False), ("2026-11-19", True)]
)
def test_past_its_review_it_says_so(window: Window, language: Language, review_by: str, is_marked: bool):
    heard = pressed(window, made(TEXTS, checked_on="2025-11-20", review_by=review_by), "entry:made_up", language)
    assert (phrase("review.overdue", language) in heard.text) is is_marked
