"""マイ・タイムライン, the short form: made by tapping, shown when it counts, gone with one tap; never a word that a place is safe."""

import pytest

from handlers.timeline_plan import HAZARDS
from speech.incoming import Pressed, Unfollowed
from speech.languages import Language
from store import timelines
from tests.handlers.hanging_over import lives_in, order_to_flee
from tests.handlers.window import Heard, Window, walk

SAFE = ("安全", " safe", "seguro", "segura", "an toàn")  # 緊急安全確保, the state's own name of level 5, apart
ASKED = "うちに避難指示は出てる?"


def taps(window: Window, *choices: str) -> Heard:
    return [window.presses(f"timeline:{choice}") for choice in choices][-1]


def ordered(window: Window, level: int | None, hazard: str = "flood") -> None:
    order_to_flee(window, "kawara", hazard=hazard, level=level, kind="発令")


def asks_about_orders(window: Window) -> list[str]:
    """What stands in each message: the orders, then perhaps the plan."""
    heard = window.says(ASKED)
    return [window.rendered([one]).text for one in heard.spoken]


def test_hanako_makes_a_plan_with_her_mother_in_a_few_taps(window: Window) -> None:
    lives_in(window, "kawara")
    told = window.says("マイ・タイムライン")
    assert "「いつ・誰が・何をするか」" in told.text  # the explanation stays
    assert "timeline:" in told.data and "作る" in [one["label"] for one in told.buttons]
    assert "ハザードマップで確かめて" in window.presses("timeline:").text
    assert "✓ 洪水" in taps(window, "hazard:flood").text
    taps(window, "helped", "helped:elderly", "place")
    made = taps(window, "place:shelter")  # when to start is not asked: she needs time
    assert "高齢の人" in made.text and "警戒レベル3(高齢者等避難)が出たら始める" in made.text
    assert "洪水: " in made.text and "shelter:flood" in made.data
    assert "わたしの計画を見る" in [one["label"] for one in window.presses("entry:my_timeline").buttons]
    assert window.says("わたしの計画を見る").text == made.text


def test_no_answer_stands_out_as_if_it_were_the_right_one(window: Window) -> None:
    assert [standing_out(taps(window, one)) for one in ("hazard", "hazard:flood", "helped", "place", "start")] == [
        ["次へ(とばせます)"], ["次へ(とばせます)"], ["次へ(とばせます)"], [], [],
    ]  # fmt: skip
    assert standing_out(window.presses("shelter:ask")) == []


def standing_out(heard: Heard) -> list[str]:
    footers = [message["contents"]["footer"]["contents"] for message in heard.messages]
    return [one["action"]["label"] for footer in footers for one in footer if one["style"] == "primary"]


def test_every_question_may_be_passed_over(window: Window) -> None:
    assert "まだ何も選ばれていません" in taps(window, "hazard", "helped", "place", "start", "plan").text
    assert timelines.find(window.session, window.resident().id) is None
    assert "全員が避難する時" in taps(window, "hazard:flood", "helped:nobody", "start", "plan").text


def test_from_a_tsunami_one_flees_at_once_and_no_level_is_named(window: Window) -> None:
    taps(window, "hazard:tsunami")
    shown = taps(window, "helped:elderly", "place:shelter").text
    assert "何も待たず、すぐに高い所へ" in shown and "始める時" not in shown
    assert "レベル4で始める" not in shown


def test_upstairs_is_offered_only_where_water_alone_was_named(window: Window) -> None:
    assert "timeline:place:home" not in taps(window, "place").data
    taps(window, "hazard:flood", "place:home")
    assert "家の上の階" in taps(window, "plan").text
    taps(window, "hazard:landslide")
    assert "家の上の階" not in taps(window, "plan").text
    assert "timeline:place:home" not in taps(window, "place:home").data  # an old button


@pytest.mark.parametrize(
    ("level", "hazard", "said"),
    [(3, "flood", "あなたの計画では、警戒レベル4"), (4, "flood", "いまが避難を始める時"), (5, "flood", "外に出ず"),
     (4, "landslide", "計画に入っていない災害"), (None, "tsunami", "何も待たず")],
)  # fmt: skip
def test_beneath_an_order_stands_as_much_of_the_plan_as_fits_it(
    window: Window, level: int | None, hazard: str, said: str
) -> None:
    lives_in(window, "kawara")
    taps(window, "hazard:flood", "place:home", "start:4")
    assert len(asks_about_orders(window)) == 1  # nothing in force
    ordered(window, level, hazard)
    _, plan = asks_about_orders(window)
    assert said in plan
    assert ("家の上の階" in plan) == (hazard == "flood" and level != 5)


def test_whoever_needs_time_leaves_at_level_3(window: Window) -> None:
    lives_in(window, "kawara")
    taps(window, "hazard:flood", "start:4", "helped:child")
    ordered(window, 3)
    assert "いまが避難を始める時" in asks_about_orders(window)[1]


def test_elsewhere_or_for_a_district_nobody_chose_the_plan_is_silent(window: Window) -> None:
    taps(window, "hazard:flood", "place:relatives")
    ordered(window, 4)
    assert len(asks_about_orders(window)) == 1
    lives_in(window, "honcho")
    assert len(asks_about_orders(window)) == 1


def test_where_a_tsunami_and_a_level_5_say_the_opposite_the_orders_alone_speak(window: Window) -> None:
    lives_in(window, "kawara")
    taps(window, "hazard:flood")
    ordered(window, 5)
    ordered(window, None, "tsunami")
    assert len(asks_about_orders(window)) == 1


def test_a_plan_goes_with_one_tap_or_with_the_resident(window: Window) -> None:
    for leaves in (Pressed("timeline:forget"), Unfollowed()):
        taps(window, "hazard:flood", "helped:illness")
        kept = timelines.find(window.session, 1)
        assert kept and (kept.hazards, kept.helped, kept.place, kept.level) == (["flood"], ["illness"], None, None)
        window.meets(leaves)
        window.session.expire_all()
        assert timelines.find(window.session, 1) is None


def test_in_a_group_nothing_is_asked_and_nothing_kept(window: Window) -> None:
    assert "1対1" in window.meets(Pressed("timeline:hazard:flood"), is_group=True).text
    assert timelines.find(window.session, 1) is None


@pytest.mark.parametrize("data", ["hazard:meteor", "helped:king", "place:moon", "start:9", "::", "nowhere"])
def test_a_button_nobody_was_offered_changes_nothing(window: Window, data: str) -> None:
    assert taps(window, data).data
    assert timelines.find(window.session, window.resident().id) is None


@pytest.mark.parametrize("language", list(Language))
def test_every_button_of_the_plan_leads_on_in_every_language_and_nothing_is_called_safe(
    window: Window, language: Language
) -> None:
    asked = window.of(language)
    lives_in(asked, "kawara")
    seen = {}
    for data, heard in walk(asked, "timeline:", is_left_out=lambda one: not one.startswith("timeline:")):
        assert heard.data, data
        assert not any(word in heard.text for word in SAFE), data
        seen[data] = heard
    assert {f"timeline:hazard:{hazard}" for hazard in HAZARDS} <= set(seen)
    assert {"timeline:place:shelter", "timeline:start:4", "timeline:forget"} <= set(seen)
    for choice in ("forget", "hazard:flood", "helped:nobody", "place:home", "start:3"):
        assert not any(word in taps(asked, choice).text for word in SAFE), choice
