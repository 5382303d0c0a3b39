"""A card for whoever does not speak Japanese to hold out at the counter."""

import pytest

from knowledge import entries
from knowledge.entry_file import Kind
from speech.languages import Language
from speech.phrases import phrase
from tests.conftest import NOON
from tests.handlers.window import Window

FOREIGN = [language for language in Language if language is not Language.JA]


@pytest.mark.parametrize("language", FOREIGN)
def test_the_card_says_in_large_japanese_what_somebody_wants(window: Window, language: Language):
    entry = window.of(language).presses("entry:residence_certificate")
    assert "counter:residence_certificate" in entry.data
    heard = window.of(language).presses("counter:residence_certificate")
    assert "「住民票の写し」の手続きをお願いします。" in heard.text
    assert phrase(f"counter.speaks_{language}", Language.JA) in heard.text
    [message] = heard.messages
    assert message["contents"]["body"]["contents"][0]["size"] == "xxl"
    own = window.desk().knowledge.entry("residence_certificate").texts
    assert (own.get(language) or own[Language.EN]).title in heard.text


def test_who_reads_japanese_is_not_offered_one(window: Window):
    assert not any(one.startswith("counter:") for one in window.of(Language.JA).presses("entry:moving_in").data)


def test_papers_are_ticked_and_unticked(window: Window):
    asked = window.of(Language.VI)
    papers = asked.presses("counter:moving_in")
    assert "□ 窓口に来る方の本人確認書類" in papers.text
    assert "□ Giấy tờ tùy thân" in papers.text
    ticked = asked.presses("counter:moving_in:0100")
    assert "☑ 窓口に来る方の本人確認書類" in ticked.text
    assert "☑ Giấy tờ tùy thân" in ticked.text
    assert "counter:moving_in:0000" in ticked.data


@pytest.mark.parametrize("ticks", ["1", "11111111111", "xyza", "0x00"])
def test_a_button_older_than_the_list_of_papers_ticks_nothing(window: Window, ticks: str):
    assert "☑ 窓口" not in window.of(Language.PT).presses(f"counter:moving_in:{ticks}").text


def test_a_page_that_is_gone_leads_to_a_person(window: Window):
    assert window.of(Language.EN).presses("counter:gone").phones


@pytest.mark.parametrize("language", FOREIGN)
def test_every_procedure_has_a_card_line_takes(window: Window, language: Language):
    for entry in entries.published(window.session, NOON.date()):
        heard = window.of(language).presses(f"counter:{entry.id}")
        assert entry.texts[Language.JA].title in heard.text
        if entry.kind in (Kind.PROCEDURE, Kind.MY_NUMBER_SERVICE):
            assert f"counter:{entry.id}" in window.of(language).presses(f"entry:{entry.id}").data
