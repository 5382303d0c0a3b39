"""What is another office's matter: said whose it may be, beside the town's own telephone; an entry always comes first."""

import tomllib

import pytest

from knowledge.other_offices import FILE, office_named
from speech.languages import Language
from speech.phrases import phrase
from tests.handlers.window import Window

OFFICES = tomllib.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "language", "office"),
    [
        ("確定申告の相談", Language.JA, "税務署"),
        ("運転免許を返納したら何かもらえる?", Language.JA, "警察署や運転免許センター"),
        ("しつぎょうほけん 失業保険の てつづき", Language.JA_EASY, "ハローワーク"),
        ("How do I renew my visa?", Language.EN, "the immigration office (入管)"),
        ("Como pago o imposto de renda?", Language.PT, "a repartição fiscal nacional (税務署)"),
        ("签证延期", Language.ZH, "出入国在留管理局（入管）"),
        ("bằng lái xe", Language.VI, "cảnh sát hoặc trung tâm bằng lái xe (運転免許センター)"),
    ],
)
def test_the_office_is_named_in_the_residents_language(words: str, language: Language, office: str):
    assert office_named(words, language) == office


@pytest.mark.parametrize("words", ["住民票", "divisa", "tennis court", "", "シーラカンスを飼いたい"])
def test_nothing_is_named_where_nothing_tells(words: str):
    assert office_named(words, Language.JA) is None


def test_every_office_has_a_name_in_every_language_and_no_word_belongs_to_two():
    assert all(set(Language) <= set(office) for office in OFFICES.values())
    words = [word for office in OFFICES.values() for word in set(office["words"])]
    assert len(words) == len(set(words))


def test_who_asks_for_a_national_tax_hears_of_the_tax_office_above_what_is_ours(window: Window):
    heard = window.says("確定申告の相談")
    assert phrase("asked.other_office", Language.JA, office="税務署") in heard.text
    assert "[住民税の申告]" in heard.text


def test_who_lost_their_work_hears_of_hello_work_and_keeps_the_towns_telephone(window: Window):
    heard = window.says("失業保険をもらいたい")
    assert phrase("asked.other_office", Language.JA, office="ハローワーク(公共職業安定所)") in heard.text
    assert phrase("question.unknown", Language.JA) in heard.text
    assert heard.phones


def test_an_entry_comes_before_any_office(window: Window):
    heard = window.says("マイナ免許証")
    assert "[マイナ免許証]" in heard.text
    assert "かもしれません" not in heard.text
