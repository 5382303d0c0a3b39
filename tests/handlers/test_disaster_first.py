"""災害モード at the window: safety first, in every language; an ordinary question is answered all the same."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from alerts import disaster_switches
from alerts.disaster_switches import Way
from speech.incoming import Followed, Unreadable
from speech.languages import Language
from store.database import transaction
from tests.conftest import NOON
from tests.handlers.window import Heard, Window, every_language, walk
from tests.knowledge.sample_town import SampleTown

SAFETY = ["shelter:", "warnings:", "orders:", "report:begin", "entry:disaster_certificate"]


@pytest.fixture
def stricken(sample_town: SampleTown, tmp_path: Path) -> Iterator[Window]:
    """The window of a town that is in disaster mode since a moment ago."""
    with sample_town.opened(tmp_path) as house, transaction() as session:
        disaster_switches.turn(session, disaster_switches.held(session), Way.ON, [], NOON)
        yield Window(house, session)


def first_card(heard: Heard, place: int = 0) -> list[str]:
    """What the buttons of the message at this place do."""
    return replace(heard, messages=heard.messages[place : place + 1]).data


@every_language
def test_the_menu_the_greeting_and_what_we_did_not_understand_begin_with_safety(stricken: Window, language: Language):
    window = stricken.of(language)
    for heard in (window.presses("menu:top"), window.meets(Unreadable("new")), window.says("シーラカンスの飼い方")):
        assert first_card(heard)[: len(SAFETY)] == SAFETY
        assert "119" in heard.text
    assert first_card(window.meets(Followed(is_unblocked=False)), 1)[: len(SAFETY)] == SAFETY
    assert first_card(window.presses("menu:disaster"))[: len(SAFETY)] == SAFETY
    assert "menu:procedures" in window.presses("menu:top").data


@every_language
def test_an_ordinary_question_is_answered_with_a_line_about_the_disaster(stricken: Window, language: Language):
    window = stricken.of(language)
    asked, opened = window.says("住民票をコンビニで取りたい"), window.presses("entry:residence_certificate")
    line = window.desk().phrase("disaster.line", town=window.desk(window.resident()).town_name)
    for heard in (asked, opened):
        assert "menu:disaster" in first_card(heard)
        assert len(heard.messages) >= 2 and heard.phones
    assert line in asked.text or language is not Language.JA


def test_about_the_disaster_itself_nothing_is_added(stricken: Window):
    heard = stricken.says("罹災証明書がほしい")
    assert "災害への対応をしています" not in heard.text and "り災証明" in heard.text.replace("罹", "り")


def test_on_an_ordinary_day_nothing_of_it_is_said(window: Window):
    for heard in (
        window.presses("menu:top"),
        window.says("住民票をコンビニで取りたい"),
        window.presses("menu:disaster"),
    ):
        assert "災害への対応" not in heard.text
    assert "災害の被害" not in _kinds(window.presses("report:begin"), window)


def test_damage_of_the_disaster_is_the_first_kind_and_danger_still_comes_before(stricken: Window):
    heard = stricken.presses("report:begin")
    assert "いま危険はありますか" in heard.text
    assert _kinds(heard, stricken).split("[")[1].startswith("災害の被害]")


def test_every_button_shown_in_the_mode_leads_on(stricken: Window):
    for data, heard in walk(
        stricken.of(Language.VI), "menu:top", is_left_out=lambda data: not data.startswith(tuple(SAFETY))
    ):
        assert heard.messages, data


def _kinds(begun: Heard, window: Window) -> str:
    """The card that asks for the kind, once nobody is in danger."""
    return window.presses(next(one for one in begun.data if one.endswith(":danger:no"))).text
