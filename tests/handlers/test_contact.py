"""The way to a person: whose telephone, whether somebody is there now, and if not, when."""

from dataclasses import replace
from datetime import datetime

import pytest

from speech.languages import Language
from tests.handlers.window import Window, every_language
from town import sections
from town.calendar import JST
from town.profile import Profile

OPEN = datetime(2026, 11, 20, 12, 0, tzinfo=JST)  # a Friday
EVENING = datetime(2026, 11, 20, 18, 0, tzinfo=JST)  # Monday the 23rd is a holiday
THURSDAY_EVENING = datetime(2026, 11, 19, 18, 0, tzinfo=JST)
MORNING = datetime(2026, 11, 20, 7, 0, tzinfo=JST)
NEW_YEAR = datetime(2026, 12, 31, 12, 0, tzinfo=JST)
NIGHT_DESK, TOWN_HALL, CITIZENS, TAX = "tel:000-000-0199", "tel:000-000-0100", "tel:000-000-0101", "tel:000-000-0102"


def test_an_open_counter_says_until_when_and_its_number_comes_first(window: Window):
    heard = window.at(OPEN).presses("contact:citizens")
    assert "いま開いています(17:15まで)" in heard.text
    assert heard.phones == [CITIZENS, NIGHT_DESK]


def test_a_closed_counter_says_when_it_opens_and_the_night_desk_comes_first(window: Window):
    heard = window.at(EVENING).presses("contact:tax")
    assert "いまは閉庁しています。次は11月24日(火)8:30に開きます。" in heard.text
    assert heard.phones == [NIGHT_DESK, TAX]


def test_before_the_doors_open_today_is_named(window: Window):
    assert "次は今日の8:30に開きます。" in window.at(MORNING).presses("contact:tax").text


def test_tomorrow_is_called_tomorrow(window: Window):
    assert "次はあしたの8:30に開きます。" in window.at(THURSDAY_EVENING).presses("contact:tax").text


def test_a_section_with_hours_of_its_own_keeps_them(window: Window):
    """On Thursdays the citizens' section stays until seven."""
    assert "19:00まで" in window.at(THURSDAY_EVENING).presses("contact:citizens").text


def test_over_the_new_year_the_next_opening_is_after_it(window: Window):
    assert "次は1月4日(月)8:30に開きます。" in window.at(NEW_YEAR).presses("contact:tax").text


def test_where_the_counter_is_stands_on_the_card(window: Window):
    assert "1階 5番窓口" in window.presses("contact:tax").text


@pytest.mark.parametrize("data", ["contact:", "contact:gone", "contact:gone:again"])
def test_a_section_that_is_gone_means_the_town_hall(window: Window, data: str):
    heard = window.at(OPEN).presses(data)
    assert heard.phones[0] == TOWN_HALL
    assert "みほん市" in heard.text


def minimal(window: Window) -> Window:
    """A town of which only name and telephone are known."""
    return replace(window, house=replace(window.house, town=Profile.minimal("はじめ町", "000-000-0900")))


def test_where_hours_are_unknown_nothing_is_claimed(window: Window):
    heard = minimal(window).at(EVENING).presses("contact:")
    assert "受付時間はお電話でお確かめください。" in heard.text
    assert heard.phones == ["tel:000-000-0900"]


def test_a_town_without_a_night_desk_does_not_promise_one(window: Window):
    town = window.house.town.model_copy(update={"night_desk_phone": None})
    heard = replace(window, house=replace(window.house, town=town)).at(EVENING).presses("contact:tax")
    assert heard.phones == [TAX]
    assert "夜間" not in heard.text


@every_language
@pytest.mark.parametrize("moment", [OPEN, EVENING, MORNING, THURSDAY_EVENING, NEW_YEAR], ids=str)
def test_every_section_can_be_reached_at_every_hour_in_every_language(
    window: Window, language: Language, moment: datetime
):
    for section in sections.all(window.session):
        heard = window.of(language).at(moment).presses(f"contact:{section.id}")
        assert f"tel:{section.phone}" in heard.phones
        assert "menu:top" in heard.data
        assert "{" not in heard.text
