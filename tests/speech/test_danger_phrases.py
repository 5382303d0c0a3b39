"""Every card of danger and every word about a masked number exists in all six languages."""

import re

import pytest

from speech.danger import Danger
from speech.languages import Language
from speech.masking import Kind, mask
from speech.phrases import DANGER, phrase, side_by_side

KEYS = side_by_side((DANGER,))


@pytest.mark.parametrize("language", Language)
def test_every_sentence_is_there_in_every_language(language: Language) -> None:
    assert {key for key, texts in KEYS.items() if not texts.get(language)} == set()


@pytest.mark.parametrize("language", Language)
def test_every_card_fits_a_telephone(language: Language) -> None:
    for danger in Danger:
        assert len(phrase(f"danger.{danger}.headline", language)) <= 70
        assert len(phrase(f"danger.{danger}.act", language)) <= 200


def test_every_language_names_the_same_numbers() -> None:
    """A translation that lost the 119 would cost a life."""
    for key in KEYS:
        numbers = {
            language: set(re.findall(r"(?<!\d)1(?:10|18|19|89)(?!\d)", phrase(key, language))) for language in Language
        }
        assert len({frozenset(each) for each in numbers.values()}) == 1, (key, numbers)


def test_there_are_no_sentences_nobody_can_ask_for() -> None:
    known = {f"danger.{danger}.{part}" for danger in Danger for part in ("headline", "act")}
    known |= {f"masking.{kind}" for kind in Kind} | {"masking.unsend", "masking.why"}
    known |= {f"card.{part}" for part in ("cannot_rescue", "cannot_speak", "silent", "ordinary_answer", "interpreter")}
    assert set(KEYS) == known


def test_the_resident_is_told_of_one_hour() -> None:
    assert all(re.search(r"1|one", phrase("masking.unsend", language)) for language in Language)


def test_our_own_sentences_hold_no_secret() -> None:
    for key in KEYS:
        for language in Language:
            assert mask(phrase(key, language)).kinds == frozenset(), (key, language)
