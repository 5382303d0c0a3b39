"""A report waits for days, danger goes before it, nothing is taken without a yes, and no order of things upsets it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import report_talk
from speech.incoming import Photo, Place, Said, Text, Unfollowed
from speech.languages import Language
from tests.handlers.report_window import HONCHO, NATIONAL, SEA, begun, filed, step, wanted
from tests.handlers.window import Window
from tests.reports.conftest import STATION
from tests.thoroughness import tries


def test_it_waits_for_days_and_then_it_is_gone_and_says_so(window: Window):
    heard = begun(window, "danger:no", "kind:hole")
    window.meets(Photo("p1"))
    later = window.at(window.now + timedelta(days=6))
    assert "写真が1枚あります" in later.presses("report:resume").text
    last = window.at(window.now + timedelta(days=14))
    assert report_talk.tidy(last.session, last.now) == 1
    assert wanted(window) == []
    assert "7日で消えます" in step(last, heard, "photo:next").text
    assert filed(window) == []


def test_a_button_of_an_earlier_step_changes_nothing(window: Window):
    first = begun(window, "danger:no")
    step(window, first, "kind:hole", "photo:next")
    heard = step(window, first, "kind:snow")
    assert "前の手順のボタン" in heard.text
    assert "場所はどこですか" in heard.text


def test_beginning_again_by_one_tap_loses_nothing(window: Window):
    begun(window, "danger:no", "kind:hole", "photo:next")
    heard = window.presses("report:begin")
    assert {"report:resume", "report:new"} <= set(heard.data)
    assert "場所はどこですか" in window.presses("report:resume").text
    assert "いま危険はありますか" in window.presses("report:new").text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.JA, "やめる"),
        (Language.EN, "Stop"),
        (Language.ZH, "取消"),
        (Language.PT, "cancelar"),
        (Language.VI, "hủy"),
    ],
)
def test_it_can_be_left_in_ones_own_words_and_the_photos_go_too(window: Window, language: Language, words: str):
    asked = window.of(language)
    begun(asked, "danger:no", "kind:hole")
    asked.meets(Photo("p1"))
    asked.says(words)
    assert wanted(window) == []
    assert "report:resume" not in asked.presses("menu:reports").data


def test_back_and_forth_in_words(window: Window):
    begun(window, "danger:no", "kind:hole", "photo:next")
    assert "写真を送ってください" in window.says("戻る").text
    assert "場所はどこですか" in window.says("スキップ").text


def test_who_is_no_longer_there_is_told_how_else_to_say_where(window: Window):
    heard = begun(window, "danger:no", "kind:hole", "photo:next", "place:away")
    assert "言葉で書いてもわかります" in heard.text
    assert "様子を教えてください" in window.says("本屋の前").text


def test_a_cry_for_help_in_the_middle_goes_first_and_the_report_waits_as_urgent(window: Window):
    begun(window, "danger:no", "kind:hole", "photo:next")
    heard = window.says("助けて、車が事故を起こした")
    assert heard.phones
    assert "通報は途中のまま" in heard.text
    step(window, window.presses("report:resume"))
    step(window, window.says("駅前"), "more:next", "confirm:send")
    assert filed(window)[0].is_urgent


def test_the_menu_and_questions_by_button_stay_open_in_the_middle(window: Window):
    begun(window, "danger:no", "kind:hole")
    assert "写真を送ってください" not in window.presses("menu:top").text
    assert "写真を送ってください" in window.presses("report:resume").text


def test_a_photo_out_of_the_blue_is_not_fetched_before_the_yes(window: Window):
    heard = window.meets(Photo("p1", "S", 2))
    assert window.meets(Photo("p2", "S", 2)).messages == []
    assert "写真は開きません" in heard.text
    assert wanted(window) == []
    step(window, heard, "offer:yes", "danger:no", "kind:hole")
    assert wanted(window) == ["p1", "p2"]


def test_a_photo_that_was_for_something_else_is_never_wanted(window: Window):
    step(window, window.meets(Photo("p1")), "offer:no")
    begun(window, "danger:no", "kind:hole")
    assert wanted(window) == []


def test_damage_told_in_words_keeps_the_words_and_the_kind(window: Window):
    heard = window.says("家の前の道路に穴があいています")
    heard = step(window, heard, "offer:yes", "danger:no")
    assert "写真を送ってください" in heard.text
    heard = step(window, heard, "photo:next")
    heard = step(window, window.says("本町1丁目"), "more:next")
    assert "家の前の道路に穴があいています" in heard.text
    assert "路面の穴・段差" in heard.text


def test_words_that_were_a_question_are_answered_as_one(window: Window):
    heard = step(window, window.says("道路に穴があいています"), "offer:no")
    assert heard.data
    assert "report:resume" not in window.presses("menu:reports").data


def test_who_blocks_us_leaves_no_draft_and_no_photo(window: Window):
    begun(window, "danger:no", "kind:hole")
    window.meets(Photo("p1"))
    window.meets(Unfollowed())
    assert wanted(window) == []


def test_in_a_group_nothing_is_taken_in(window: Window):
    heard = window.meets(Text("道路に穴があいています"), is_group=True)
    assert heard.messages
    assert filed(window) == []
    assert not [data for data in heard.data if data.startswith("report:")]


EVENTS: st.SearchStrategy[Said | int] = st.one_of(
    st.integers(0, 30),  # the button that stands there
    st.sampled_from(
        [Text("駅前"), Text("戻る"), Text("やめる"), Text("次へ"), Text(""), Text("😀" * 50), HONCHO, NATIONAL, SEA]
    ),
    st.sampled_from([Photo("f1"), Photo("f2", "T", 2), Photo("f3", "T", 2), Place(*STATION), Text("電線が垂れている")]),
)


def test_whatever_is_said_in_whatever_order_there_is_an_answer(window: Window):
    """Only an image set is met with silence, and only complete reports are filed."""

    @settings(max_examples=tries(40), database=None)
    @given(st.lists(EVENTS, max_size=12))
    def goes_on(events: Sequence[Said | int]) -> None:
        data = window.presses("report:new").data
        for event in events:
            if isinstance(event, int):
                pressable = [one for one in data if one.startswith("report")] or ["report:resume"]
                heard = window.presses(pressable[event % len(pressable)])
            else:
                heard = window.meets(event)
            assert heard.messages or (isinstance(event, Photo) and event.set_id)
            data = heard.data or data

    goes_on()
    for report in filed(window):
        assert report.kind
        assert report.place_words is not None or report.pole_number or report.point
