"""Every answer the sample town can give, in every language: LINE takes it, nobody is left without a way on."""

import re
from datetime import date

import pytest

from handlers import greeting
from knowledge import entries
from speech.incoming import Followed, Photo, Place, Recording, Sticker, Unreadable
from speech.languages import Language
from tests.handlers.window import Window, every_language, walk

ROOTS = ("menu:procedures", "menu:my_number", "menu:facilities", "menu:reports", "menu:disaster", "menu:settings")
TODAY = date(2026, 11, 20)
CHOSEN = re.compile(r"life:\w+:.*:\w*[yn]")
QUESTIONS = (
    "住民票", "更新", "予約", "焼津市の住民票", "シーラカンス", "moving", "垃圾", "lixo", "rác", "", "?", "あ" * 5000,
    "👨‍👩‍👧" * 600, "\u200b", "<b>&amp;</b>", "{town}", "%s", "更新" * 50,
)  # fmt: skip


@every_language
def test_whatever_stands_on_the_telephone_can_be_pressed_and_leads_on(window: Window, language: Language):
    """Begins at the rich menu and presses every button; the window holds each answer against LINE's rules.

    What chooses among the same sentences is walked in one language: every «yes» and «no» of a life event in Japanese,
    every card for the counter in English.
    """
    shown = {}
    for data, heard in walk(window.of(language), *ROOTS, is_left_out=lambda data: is_left_out(data, language)):
        assert heard.messages, data
        assert heard.phones or heard.data, data
        shown[data] = heard
    for entry in entries.published(window.session, TODAY):
        heard = shown[f"entry:{entry.id}"]
        assert heard.phones, entry.id
        assert f"{entry.checked_on:%Y-%m-%d}" in heard.text, entry.id


def is_left_out(data: str, language: Language) -> bool:
    is_chosen = CHOSEN.match(data) and language is not Language.JA
    return bool(is_chosen or (data.startswith("counter:") and language is not Language.EN))


@every_language
@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[:12])
def test_every_kind_of_question_gets_an_answer_line_takes(window: Window, language: Language, words: str):
    heard = window.of(language).says(words)
    assert heard.phones or heard.data


@every_language
@pytest.mark.parametrize(
    "said",
    [Followed(), Followed(is_unblocked=True), Photo("1"), Place(34.7, 138.2), Sticker(("Thank you",)), Sticker(("Hello",)),
     Recording("audio"), Recording("video"), Recording("file"), Unreadable("telepathy")],
    ids=repr,
)  # fmt: skip
def test_what_is_not_words_gets_an_answer_line_takes(window: Window, language: Language, said: object):
    heard = window.of(language).meets(said)
    assert heard.text
    assert heard.phones or heard.data


@every_language
def test_our_sorry_has_a_telephone_number(window: Window, language: Language):
    asked = window.of(language)
    assert asked.rendered(greeting.sorry(asked.desk(asked.resident()))).phones


@every_language
def test_what_is_not_built_yet_is_said_and_a_number_given(window: Window, language: Language):
    assert window.of(language).presses("menu:disaster").phones


def test_a_sticker_of_thanks_is_answered_as_thanks(window: Window):
    assert window.meets(Sticker(("Thank you",))).text != window.meets(Sticker(("Hello",))).text


def test_a_photo_is_asked_what_it_is_for(window: Window):
    assert {"report:offer:yes", "report:offer:no", "contact:"} <= set(window.meets(Photo("1")).data)
