"""Who types instead of pressing is understood: «はい» and «いいえ», and the words of a button."""

from datetime import timedelta

import pytest

from speech.incoming import Photo, Place
from speech.languages import Language
from speech.phrases import phrase
from tests.handlers.report_window import NATIONAL, SEA, begun, filed, neighbour, step
from tests.handlers.window import Heard, Window
from tests.reports.conftest import STATION

NOT_UNDERSTOOD = "ここではボタンか"


def at(heard: Heard) -> str:
    """The step whose buttons are shown."""
    return next(data.split(":")[2] for data in heard.data if data.startswith("report:") and data.count(":") == 3)


@pytest.mark.parametrize(
    "said",
    ["はい", "はい。", "うん", "あります", "ある", "はい、あります", "危ないです", "あぶない", "hai", "yes", "Yes, danger", "是", "有", "sim", "há", "có", "Có nguy hiểm"],
)  # fmt: skip
def test_a_typed_yes_to_danger_brings_the_numbers_and_makes_it_urgent(window: Window, said: str):
    begun(window)
    heard = window.says(said)
    assert {"tel:119", "tel:110"} <= set(heard.phones)
    assert at(heard) == "kind"
    step(window, window.presses("report:resume"), "kind:hole", "photo:next")
    step(window, window.says("本町の橋"), "more:next", "confirm:send")
    assert filed(window)[0].is_urgent


@pytest.mark.parametrize(
    "said",
    ["いいえ", "いえ", "ない", "ありません", "いいえ、危険はありません", "危険はない", "iie", "No", "no danger", "不是", "没有", "não", "nao", "không", "không có"],
)  # fmt: skip
def test_a_typed_no_to_danger_goes_on(window: Window, said: str):
    begun(window)
    heard = window.says(said)
    assert (at(heard), heard.phones) == ("kind", [])


@pytest.mark.parametrize("said", ["大丈夫です", "はい、ないです", "いいです", "OK", "たぶん", "違います"])
def test_what_may_be_meant_either_way_is_asked_again(window: Window, said: str):
    begun(window)
    heard = window.says(said)
    assert (NOT_UNDERSTOOD in heard.text, at(heard)) == (True, "danger")


def test_a_cry_for_help_is_answered_as_one_before_it_answers_anything(window: Window):
    begun(window)
    heard = window.says("はい、助けて")
    assert "tel:119" in heard.phones
    assert "report:resume" in heard.data, "the report waits"
    assert at(window.says("続きから")) == "danger"


@pytest.mark.parametrize("language", list(Language))
def test_every_button_counts_when_its_words_are_typed_in_the_language_it_stands_in(window: Window, language: Language):
    spoken = window.of(language)

    def types(key: str) -> Heard:
        return spoken.says(phrase(key, language))

    begun(spoken)
    assert at(types("report.danger_no")) == "kind"
    assert at(types("report.back")) == "danger"
    types("report.danger_no")
    assert at(step(spoken, spoken.presses("report:resume"), "kind:hole")) == "photo"
    assert at(types("report.photo_without")) == "place"
    assert phrase("report.away_lead", language) in types("report.place_away").text
    assert at(spoken.meets(SEA)) == "outside"
    assert at(types("report.outside_no")) == "place"
    assert at(spoken.meets(NATIONAL)) == "keeper"
    assert at(types("report.keeper_pass_on")) == "more"
    assert at(types("report.more_next")) == "confirm"
    assert at(types("report.fix_more")) == "more"
    types("report.more_next")
    types("report.send")
    assert [(one.place_words, one.text, one.keeper_id) for one in filed(window)] == [(None, None, "national")]


def test_the_words_of_a_button_count_in_a_language_that_was_only_guessed(window: Window):
    begun(window)
    assert at(window.says("Không nguy hiểm")) == "kind"
    assert at(window.says("街路灯")) == "photo"


@pytest.mark.parametrize("said", ["hai", "iie"])
def test_who_writes_japanese_in_latin_letters_is_not_answered_in_vietnamese(window: Window, said: str):
    begun(window)
    assert "何が壊れていますか" in window.says(said).text


def test_a_whole_report_is_told_without_pressing_anything(window: Window):
    window.says("道路に穴があいています")
    assert at(window.says("はい")) == "danger"
    assert at(window.says("いいえ")) == "photo"
    assert at(window.says("ありません")) == "place"
    assert at(window.says("駅前の本屋の前")) == "more"
    assert at(window.says("特にないです")) == "confirm"
    window.says("お願いします")
    [report] = filed(window)
    assert (report.kind, report.place_words, report.is_urgent) == ("hole", "駅前の本屋の前", False)


def test_a_bare_yes_or_no_is_never_taken_for_a_place_or_for_words_of_the_report(window: Window):
    begun(window, "danger:no", "kind:hole")
    assert NOT_UNDERSTOOD in window.says("はい").text, "a photo is sent, not promised"
    window.says("なし")
    heard = window.says("はい")
    assert (NOT_UNDERSTOOD in heard.text, at(heard)) == (True, "place")
    window.says("駅前の本屋の前")
    heard = step(window, window.presses("report:resume"), "more:next")
    assert (at(window.says("いいえ")), NOT_UNDERSTOOD in window.says("いいえ").text) == ("confirm", True)
    window.says("はい")
    assert [(one.place_words, one.text) for one in filed(window)] == [("駅前の本屋の前", None)]


def test_who_describes_danger_later_is_still_describing(window: Window):
    begun(window, "danger:no", "kind:hole", "photo:next")
    window.says("駅前の本屋の前")
    step(window, window.says("危ないです"), "confirm:send")
    assert filed(window)[0].text == "危ないです"


def test_the_words_of_two_buttons_alike_are_asked_again(window: Window):
    case, _ = neighbour(window), neighbour(window)
    begun(window, "danger:no", "kind:hole", "photo:next")
    step(window, window.meets(Place(*STATION)), "more:next")
    heard = window.says("同じです")
    assert (NOT_UNDERSTOOD in heard.text, at(heard)) == (True, "alike")
    assert NOT_UNDERSTOOD in window.says("はい").text
    step(window, heard, f"alike:look{case.id}")
    assert at(window.says("違います")) == "confirm"


@pytest.mark.parametrize(
    ("said", "begins"), [("はい", True), ("Yes, report it", True), ("いいえ", False), ("違います", False)]
)
def test_a_photo_sent_by_the_way_is_answered_by_words_too(window: Window, said: str, begins: bool):
    window.meets(Photo("p1"))
    heard = window.says(said)
    assert any(data.endswith(":danger:yes") for data in heard.data) is begins
    assert not any(data == "report:offer:yes" for data in window.says("はい").data)


def test_a_yes_to_something_else_or_long_after_begins_no_report(window: Window):
    window.says("道路に穴があいています")
    later = window.at(window.now + timedelta(minutes=1))
    assert "児童手当" in later.says("児童手当の申請").text
    assert not any(":danger:" in data for data in later.says("はい").data)
    window.says("道路に穴があいています")
    long_after = window.at(window.now + timedelta(minutes=11))
    assert not any(":danger:" in data for data in long_after.says("はい").data)
