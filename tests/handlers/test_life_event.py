"""From «赤ちゃんが生まれました» to a list one can walk along, counter by counter."""

from datetime import datetime, timedelta

import pytest

from speech.cards import Carousel
from speech.incoming import Pressed, Text
from speech.languages import Language
from tests.handlers.window import Heard, Window, every_language
from town.calendar import JST

MONDAY = datetime(2026, 11, 16, 12, 0, tzinfo=JST)


def answers(window: Window, event: str, day: str, letters: str) -> Heard:
    """Presses the buttons that stand there, one after the other."""
    heard = window.meets(Pressed(f"life:{event}::", day))
    for letter in letters:
        heard = window.presses(next(data for data in heard.data if data.endswith(letter) and data.startswith("life:")))
    return heard


def test_a_birth_told_becomes_a_list_with_dates(window: Window):
    told = window.at(MONDAY).says("赤ちゃんが生まれました")
    assert "おめでとうございます" in told.text
    assert "生まれた日はいつですか" in told.text
    [picker] = [one for one in told.buttons if one["type"] == "datetimepicker"]
    assert (picker["data"], picker["mode"], picker["initial"]) == ("life:birth::", "date", "2026-11-16")
    heard = answers(window.at(MONDAY), "birth", "2026-11-16", "nnnn")
    assert "□ 出生届\n  → 11月30日(月)まで" in heard.text
    assert "□ 児童手当の申請(出生・転入)\n  → 12月1日(火)まで" in heard.text
    assert {"entry:birth_notice", "entry:child_allowance_claim"} <= set(heard.data)
    assert "entry:child_allowance_amount_change" not in heard.data
    assert "entry:nhi_join" not in heard.data


def test_only_what_applies_is_shown(window: Window):
    everything = answers(window, "birth", "2026-11-16", "yyyy")
    assert {"entry:child_allowance_amount_change", "entry:nhi_join", "entry:foreign_birth"} <= set(everything.data)
    assert "entry:child_allowance_claim" not in everything.data
    unsure = answers(window, "birth", "2026-11-16", "uuuu")
    assert {"entry:child_allowance_amount_change", "entry:child_allowance_claim"} <= set(unsure.data)


def test_one_walks_to_each_counter_once(window: Window):
    [shown] = answers(window, "moving_in_from", "2026-11-16", "yyyy").spoken
    assert isinstance(shown, Carousel)
    titles = [card.title for card in shown.cards[1:]]
    assert titles[0] == "市民課"
    assert len(titles) == len(set(titles))
    assert "1階 1番窓口" in shown.cards[1].lead
    assert f"窓口は{len(titles)}か所" in shown.cards[0].lead or f"窓口{len(titles)}か所" in shown.cards[0].lead


def test_a_death_is_met_with_condolence_and_without_pictures(window: Window):
    heard = window.says("父が亡くなりました")
    assert "お悔やみ申し上げます" in heard.text
    assert not any(ord(character) > 0x1F000 for character in heard.text)
    assert "答えにならなくても" in heard.text
    listed = answers(window, "bereavement", "2026-11-16", "yyyy")
    assert "□ 死亡届\n  → 11月24日(火)まで" in listed.text  # seven days with the first end on a Sunday, then a holiday


def test_a_date_that_has_passed_is_told_kindly(window: Window):
    heard = answers(window.at(MONDAY + timedelta(days=60)), "moving_in_from", "2026-11-16", "nnnn")
    assert "期限は11月30日(月)でした。過ぎていても届け出てください。" in heard.text


def test_who_does_not_know_the_day_reads_how_long_there_is(window: Window):
    assert "□ 転入届（ほかの市区町村から）\n  → 14日以内" in window.presses("life:moving_in_from:-:nnnn").text


def test_moving_asks_first_which_way(window: Window):
    heard = window.says("来月引っ越します")
    assert {"life:moving_in_from::", "life:moving_inside::", "life:moving_away::", "life:arriving::"} <= set(heard.data)


def test_a_list_made_can_be_seen_again_and_deleted(window: Window):
    made = answers(window, "birth", "2026-11-16", "nnnn")
    answers(window, "leaving_job", "2026-11-01", "nyn")
    for heard in (window.presses("life:mine"), window.says("私の手続き一覧")):
        assert {"entry:birth_notice", "entry:pension_after_job"} <= set(heard.data)
        assert len(heard.messages) == 2
    assert "life:forget" in made.data
    assert "消しました" in window.presses("life:forget").text
    assert "一覧はまだありません" in window.presses("life:mine").text


def test_a_list_is_forgotten_after_thirty_days(window: Window):
    answers(window.at(MONDAY), "birth", "2026-11-16", "nnnn")
    assert "entry:birth_notice" in window.at(MONDAY + timedelta(days=29)).presses("life:mine").data
    assert "entry:birth_notice" not in window.at(MONDAY + timedelta(days=31)).presses("life:mine").data


def test_a_second_list_for_the_same_event_takes_the_place_of_the_first(window: Window):
    answers(window, "birth", "2026-11-16", "nnnn")
    answers(window, "birth", "2026-11-10", "nnnn")
    assert len(window.presses("life:mine").messages) == 1


def test_in_a_group_a_list_is_shown_and_nothing_kept(window: Window):
    heard = window.meets(Pressed("life:birth:2026-11-16:nnnn"), is_group=True)
    assert "entry:birth_notice" in heard.data
    assert "life:forget" not in heard.data
    assert "一覧はまだありません" in window.presses("life:mine").text


@every_language
def test_the_way_leads_from_the_menu_to_the_list_in_every_language(window: Window, language: Language):
    asked = window.of(language)
    assert "life:" in asked.presses("menu:procedures").data
    for data in [one for one in asked.presses("life:").data if one.startswith("life:") and one != "life:mine"]:
        assert asked.presses(data).data
    assert "entry:birth_notice" in answers(asked, "birth", "2026-11-16", "ynyn").data


def test_an_entry_leads_to_its_whole_event(window: Window):
    assert "life:birth::" in window.presses("entry:birth_notice").data
    assert not any(one.startswith("life:") for one in window.presses("entry:waste_pc").data)


@pytest.mark.parametrize(
    "data",
    ["life:gone::", "life:birth:2026-11-16:zzzz", "life:birth:2026-11-16:nnnnnnn", "life:::", "life:birth:not-a-day:",
     "life:birth:1850-01-01:nnnn", "life:birth:2026-02-30:", "life:moving:2026-11-16:y"],
)  # fmt: skip
def test_a_button_nobody_was_offered_begins_again(window: Window, data: str):
    heard = window.presses(data)
    assert any(one.startswith("life:") for one in heard.data)
    assert "entry:birth_notice" not in heard.data


def test_what_the_town_does_not_publish_is_left_out(window: Window):
    shown = set(window.presses("life:bereavement:-:yyyy").data)
    assert all(window.desk().knowledge.entry(one.removeprefix("entry:")) for one in shown if one.startswith("entry:"))


def test_danger_is_heard_before_a_life_event(window: Window):
    assert "119" in window.meets(Text("父が倒れました。死にそうです")).text


@pytest.mark.parametrize(
    "story",
    ["あのう、孫がうまれたんですけど何か役場でもらえるもんありますか", "孫が生まれたので、カラオケの十八番は何がいい"],
)
def test_an_event_told_by_the_way_leads_on_where_nothing_answers(window: Window, story: str):
    heard = window.says(story)
    assert "見つけられませんでした" in heard.text
    assert "おめでとうございます" in heard.text
    assert any(data.startswith("life:birth") for data in heard.data)
    assert "おめでとうございます" not in window.says("シーラカンスが生まれたんだけど、飼い方は").text
