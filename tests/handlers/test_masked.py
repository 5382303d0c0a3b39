"""A number that must not be kept: the resident is told to take it back, first and in their language; it is not echoed."""

import pytest

from speech.incoming import Place
from speech.languages import Language
from speech.masking import MARK, Kind, mask
from speech.phrases import phrase
from tests.handlers.window import Window, every_language

SECRETS = {
    Kind.MY_NUMBER: ("マイナンバーは1234-5678-9018です。カードを失くしました", "5678"),
    Kind.BANK_CARD: ("4111 1111 1111 1111 で税金を払えますか", "1111"),
    Kind.PIN: ("暗証番号は8351です。変えたい", "8351"),
    Kind.RESIDENCE_CARD: ("在留カード番号 AB12345678CD 引っ越しました", "12345678"),
}
every_kind = pytest.mark.parametrize("kind", list(Kind))


@every_language
@every_kind
def test_first_comes_how_to_take_it_back(window: Window, language: Language, kind: Kind):
    masked = mask(SECRETS[kind][0])
    heard = window.of(language).says(masked.text, *sorted(masked.kinds))
    first = heard.spoken[0]
    assert first.title == phrase(f"masking.{kind}", language)
    assert phrase("masking.unsend", language) in first.lead
    assert phrase("masking.why", language) in first.lead
    assert len(heard.spoken) > 1


@every_kind
def test_neither_the_number_nor_its_blot_is_echoed_or_searched(window: Window, kind: Kind):
    words, digits = SECRETS[kind]
    masked = mask(words)
    assert masked.kinds == {kind}
    written = str(window.says(masked.text, kind).messages)
    assert digits not in written
    assert MARK not in written


def test_several_kinds_are_all_named(window: Window):
    first = window.says("●●", *sorted(Kind)).spoken[0]
    told = first.title + first.lead
    assert all(phrase(f"masking.{kind}", Language.JA) in told for kind in Kind)


def test_a_number_alone_is_answered_with_a_way_on(window: Window):
    masked = mask("123456789018")
    heard = window.says(masked.text, *masked.kinds)
    assert heard.phones


def test_a_number_in_an_address_is_told_too(window: Window):
    heard = window.meets(Place(34.75, 138.27, "●●"), Kind.MY_NUMBER)
    assert phrase("masking.unsend", Language.JA) in heard.text


def test_where_nothing_was_masked_nothing_is_said_of_it(window: Window):
    assert phrase("masking.unsend", Language.JA) not in window.says("住民票").text
