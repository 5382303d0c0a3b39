"""Words of danger: the numbers first, in the resident's own language, and then the ordinary answer if there is one."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from speech.cards import Card, Tone
from speech.danger import Danger
from speech.languages import Language
from speech.masking import mask
from speech.phrases import phrase
from tests.handlers.window import Heard, Window, every_language

SENTENCES: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parents[1] / "speech/danger_sentences/alarming.toml").read_text(encoding="utf-8")
)
NUMBER = "123456789018"


def is_danger(card: object) -> bool:
    return isinstance(card, Card) and card.tone is Tone.DANGER and bool(card.buttons)


def first_card(heard: Heard) -> Card:
    card = heard.spoken[0]
    assert isinstance(card, Card)
    return card


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_cry_for_help_is_answered_with_numbers_before_anything_else(window: Window, kind: str):
    for sentence in SENTENCES[kind]:
        heard = window.says(sentence)
        assert is_danger(heard.spoken[0]), sentence
        assert heard.phones, sentence


@every_language
@pytest.mark.parametrize("kind", SENTENCES)
def test_who_chose_a_language_is_answered_in_it(window: Window, kind: str, language: Language):
    card = first_card(window.of(language).says(SENTENCES[kind][0]))
    assert phrase("card.cannot_rescue", language) in card.lead


@every_language
def test_it_is_said_that_nobody_comes_because_of_this_message(window: Window, language: Language):
    assert phrase("card.cannot_rescue", language) in window.of(language).says("火事です").text


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("There is a fire in my house", Language.EN),
        ("着火了!救命啊", Language.ZH),
        ("socorro, minha casa está pegando fogo", Language.PT),
        ("cháy nhà, cứu tôi với", Language.VI),
    ],
)
def test_who_never_chose_is_answered_in_the_language_they_wrote_and_in_japanese(
    window: Window, words: str, language: Language
):
    cards = [card for card in window.says(words).spoken if is_danger(card)]
    assert [phrase("card.cannot_rescue", one) in card.lead for one, card in zip((language, Language.JA), cards, strict=True)] == [True, True]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("火事です", "tel:119"),
        ("救急車を呼んでください", "tel:119"),
        ("泥棒が入った", "tel:110"),
        ("交通事故です", "tel:11"),
        ("助けて", "tel:1"),
        ("海で溺れています", "tel:1"),
    ],
)
def test_the_first_number_is_the_one_that_sends_somebody(window: Window, words: str, first: str):
    assert window.says(words).phones[0].startswith(first)


def test_somebody_who_wants_to_die_is_not_sent_to_the_fire_brigade_alone(window: Window):
    heard = window.says("死にたい")
    assert any(not phone.startswith(("tel:119", "tel:110")) for phone in heard.phones)
    assert "はい" not in heard.text.splitlines()


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("火事の罹災証明は", "罹災証明書"),
        ("台風で床上浸水した。罹災証明がほしい", "罹災証明書"),
        ("地震です。避難所の持ち物は", "持ち物"),
    ],
)
def test_the_ordinary_answer_comes_after_the_numbers(window: Window, words: str, title: str):
    heard = window.says(words)
    assert is_danger(heard.spoken[0])
    assert not any(is_danger(card) for card in heard.spoken[1:])
    assert title in heard.spoken[-1].title


@pytest.mark.parametrize(
    "words", ["父が死にそう", "火事です", "家が燃えています", "救急車!", "息をしていません", "死にたい"]
)
def test_who_cries_for_help_is_shown_no_page_beside_the_numbers(window: Window, words: str):
    """«父が死にそう» is near to the notice of a death in every word; nobody may be shown that."""
    assert all(is_danger(card) for card in window.says(words).spoken)


def test_hardly_any_cry_for_help_has_an_ordinary_answer(window: Window):
    """Some do («火事の罹災証明は»); a page beside every tenth cry would be an accident."""
    every = [sentence for kind in SENTENCES for sentence in SENTENCES[kind]]
    with_page = [one for one in every if not all(is_danger(card) for card in window.says(one).spoken)]
    assert len(with_page) <= len(every) // 25, with_page


@pytest.mark.parametrize(
    "words", ["死亡届", "暑くて死にそう、プールは?", "火災保険", "熊本から転入します", "救急箱の中身"]
)
def test_everyday_words_are_no_cry_for_help(window: Window, words: str):
    assert not any(is_danger(card) for card in window.says(words).spoken)


@every_language
def test_who_cannot_speak_on_the_telephone_is_shown_another_way(window: Window, language: Language):
    asked = window.of(language)
    silent = [data for data in asked.says("火事です").data if data.startswith("silent:")]
    assert silent
    assert asked.presses(silent[0]).text


@every_language
@pytest.mark.parametrize("danger", [*Danger, "gone", ""])
def test_every_silent_button_ever_sent_is_answered(window: Window, language: Language, danger: str):
    assert window.of(language).presses(f"silent:{danger}").messages


def test_a_cry_for_help_with_a_number_in_it_gets_both_and_the_number_is_not_echoed(window: Window):
    masked = mask(f"助けて!マイナンバーは{NUMBER}")
    heard = window.says(masked.text, *sorted(masked.kinds))
    assert any(is_danger(card) for card in heard.spoken)
    assert phrase("masking.unsend", Language.JA) in heard.text
    assert NUMBER not in str(heard.messages)


def test_knowledge_that_fails_never_holds_the_numbers_back(window: Window):
    """A person may die while we look for a page."""

    class Lost:
        def at(self, now: object) -> "Lost":
            return self

        def ask(self, question: object) -> object:
            raise RuntimeError

    lost = replace(window, house=replace(window.house, knowledge=Lost()))
    assert lost.says("火事です").phones[0] == "tel:119"


def test_who_speaks_no_japanese_reads_which_numbers_answer_only_in_it(window: Window):
    assert "118" in only_japanese(
        window.of(Language.PT).says("Socorro, alguém está se afogando no mar").text, Language.PT
    )
    assert only_japanese(window.of(Language.JA).says("海で人がおぼれている").text, Language.JA) == ""


def only_japanese(text: str, language: Language) -> str:
    return text.partition(phrase("contact.only_japanese", language))[2]
